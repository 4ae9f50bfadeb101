package main

import (
	"bytes"
	"image"
	"image/color"
	"image/draw"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/oned"
	"github.com/makiuchi-d/gozxing/qrcode"

	"dianqin/scan"
)

// drawn paints what a writer of gozxing draws, eight pixels a module for a
// square code.
func drawn(t *testing.T, bits *gozxing.BitMatrix, err error) *image.Gray {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	w, h := bits.GetWidth(), bits.GetHeight()
	img := image.NewGray(image.Rect(0, 0, w+80, h+80))
	for i := range img.Pix {
		img.Pix[i] = 255
	}
	for y := range h {
		for x := range w {
			if bits.Get(x, y) {
				img.SetGray(x+40, y+40, color.Gray{})
			}
		}
	}
	return img
}

func code128(t *testing.T, text string) *image.Gray {
	bits, err := oned.NewCode128Writer().EncodeWithoutHint(text, gozxing.BarcodeFormat_CODE_128, 600, 100)
	return drawn(t, bits, err)
}

func qr(t *testing.T, text string) *image.Gray {
	bits, err := qrcode.NewQRCodeWriter().EncodeWithoutHint(text, gozxing.BarcodeFormat_QR_CODE, 300, 300)
	return drawn(t, bits, err)
}

// here puts the files into a folder of its own, makes it the working directory
// and returns what the command prints and its status.
func here(t *testing.T, files map[string][]byte) func(args ...string) (out, errs string, status int) {
	t.Helper()
	t.Chdir(t.TempDir())
	for name, data := range files {
		if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return func(args ...string) (string, string, int) {
		var out, errs bytes.Buffer
		status := run(args, &out, &errs)
		return out.String(), errs.String(), status
	}
}

// fields splits a line of the output, checking the milliseconds.
func fields(t *testing.T, line string) []string {
	t.Helper()
	f := strings.Split(line, "\t")
	if len(f) != 4 {
		t.Fatalf("%q has %d fields, want 4", line, len(f))
	}
	if ms, err := strconv.ParseFloat(f[3], 64); err != nil || ms <= 0 || !regexp.MustCompile(`^\d+\.\d+$`).MatchString(f[3]) {
		t.Errorf("milliseconds %q", f[3])
	}
	return f[:3]
}

func TestRunPrintsALineASymbol(t *testing.T) {
	command := here(t, map[string][]byte{
		"a/seal.png":  pngOf(t, code128(t, "4130101234567890123457")),
		"a/note.jpg":  jpegOf(t, qr(t, "封印\t\"7\"\n")),
		"white.png":   pngOf(t, image.NewGray(image.Rect(0, 0, 90, 90))),
		"list/it.txt": []byte("a/seal.png\r\n\na/note.jpg\nwhite.png"),
	})
	out, errs, status := command("-reps", "2", "list/it.txt")
	if status != 0 || errs != "" {
		t.Fatalf("status %d, %s", status, errs)
	}
	want := [][]string{
		{"a/seal.png", "CODE_128", "4130101234567890123457"},
		{"a/note.jpg", "QR_CODE", `封印\t\"7\"\n`},
		{"white.png", "", ""},
	}
	lines := strings.Split(strings.TrimSuffix(out, "\n"), "\n")
	if len(lines) != len(want) {
		t.Fatalf("got %q", out)
	}
	for i, line := range lines {
		if got := fields(t, line); !slices.Equal(got, want[i]) {
			t.Errorf("got %q, want %q", got, want[i])
		}
	}
}

func TestRunPrintsALineForEachSymbolOfAPicture(t *testing.T) {
	page := image.NewGray(image.Rect(0, 0, 800, 900))
	for i := range page.Pix {
		page.Pix[i] = 255
	}
	want := map[string]bool{"QR_CODE box 7": true}
	paste := func(img *image.Gray, x, y int) {
		draw.Draw(page, img.Rect.Add(image.Pt(x, y)), img, image.Point{}, draw.Src)
	}
	for i, text := range []string{"4130101234567890123457", "4130101234567890123458"} {
		paste(code128(t, text), 40, 20+200*i)
		want["CODE_128 "+text] = true
	}
	paste(qr(t, "box 7"), 200, 450)
	command := here(t, map[string][]byte{"box.png": pngOf(t, page), "bad.png": []byte("none"), "list": []byte("bad.png\nbox.png\n")})
	out, errs, status := command("list")
	if status != 1 || !strings.Contains(errs, "bad.png") {
		t.Errorf("status %d, %q: want the bad picture told, and 1 at the end", status, errs)
	}
	lines := strings.Split(strings.TrimSuffix(out, "\n"), "\n")
	if len(lines) != len(want) {
		t.Errorf("%d lines: %q", len(lines), lines)
	}
	for _, line := range lines {
		if f := fields(t, line); f[0] != "box.png" || !want[f[1]+" "+f[2]] {
			t.Errorf("got %q", f)
		}
	}
}

func TestRunReadsTheOthersWhenAFileIsBad(t *testing.T) {
	command := here(t, map[string][]byte{
		"good.png": pngOf(t, code128(t, "SEAL 1")),
		"bad.png":  []byte("no picture"),
		"list":     []byte("absent.png\nbad.png\ngood.png\n"),
	})
	out, errs, status := command("list")
	if status != 1 {
		t.Errorf("status %d, want 1", status)
	}
	if n := strings.Count(errs, "\n"); n != 2 || !strings.Contains(errs, "absent.png") || !strings.Contains(errs, "bad.png") {
		t.Errorf("standard error: %q", errs)
	}
	if got := fields(t, strings.TrimSuffix(out, "\n")); !slices.Equal(got, []string{"good.png", "CODE_128", "SEAL 1"}) {
		t.Errorf("got %q", got)
	}
}

func TestRunLooksOnlyForWantedFormats(t *testing.T) {
	command := here(t, map[string][]byte{"x.png": pngOf(t, code128(t, "SEAL 1")), "list": []byte("x.png\n")})
	for formats, want := range map[string]string{"QR_CODE,EAN_13": "", "ITF, CODE_128": "CODE_128", "": "CODE_128"} {
		out, errs, status := command("-formats", formats, "-budget", "1s", "list")
		if status != 0 || fields(t, strings.TrimSuffix(out, "\n"))[1] != want {
			t.Errorf("%q: status %d, %q %q", formats, status, out, errs)
		}
	}
}

func TestRunExplainsAWrongCommandLine(t *testing.T) {
	command := here(t, map[string][]byte{"list": nil})
	for want, args := range map[string][]string{
		`"CODE_129" is no format; want some of CODE_128,`: {"-formats", "CODE_39,CODE_129", "list"},
		`"" is no format`:            {"-formats", "CODE_39,", "list"},
		"-reps 0":                    {"-reps", "0", "list"},
		"-budget -1ms":               {"-budget", "-1ms", "list"},
		"got 0 arguments":            {},
		"got 2 arguments":            {"list", "list"},
		"flag provided but not def":  {"-frobnicate", "list"},
		"invalid value \"4\" for fl": {"-budget", "4", "list"},
	} {
		if _, errs, status := command(args...); status != 2 || !strings.Contains(errs, want) {
			t.Errorf("%v: status %d, %q, want %q", args, status, errs, want)
		}
	}
	if _, errs, status := command("absent"); status != 1 || !strings.Contains(errs, "absent") {
		t.Errorf("no list: status %d, %q", status, errs)
	}
	if _, errs, status := command("-h"); status != 0 || !strings.Contains(errs, "usage: scan") {
		t.Errorf("help: status %d, %q", status, errs)
	}
}

func TestMeasureReadsAsOftenAsAsked(t *testing.T) {
	f := scan.FromImage(code128(t, "SEAL 1"))
	for _, reps := range []int{1, 5} {
		symbols, took := job{reps: reps}.measure(f)
		if len(symbols) != 1 || symbols[0].Text != "SEAL 1" || took <= 0 {
			t.Errorf("%d reps: %v in %v", reps, symbols, took)
		}
	}
}

func TestEscapeKeepsWhatCanBeReadAndStaysOnOneLine(t *testing.T) {
	for text, want := range map[string]string{
		"SEAL-1": "SEAL-1", "封印 é": "封印 é", "a\tb\nc\\\"": `a\tb\nc\\\"`, "\x1d\x00": `\x1d\x00`,
	} {
		got := escape(text)
		if got != want {
			t.Errorf("%q: got %s, want %s", text, got, want)
		}
		if back, err := strconv.Unquote(`"` + got + `"`); err != nil || back != text {
			t.Errorf("%q: reads back as %q, %v", text, back, err)
		}
	}
}
