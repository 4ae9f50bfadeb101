package scan

import (
	"bufio"
	"fmt"
	"image"
	_ "image/png" // the format that the photographs come in
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// photos is a folder beside the checkout with photographs and what is on them;
// it is no part of the project, and where it is absent these tests skip.
const photos = "../../shared/barcodes"

// photo is a picture and its truth; a format of NONE means that nothing may be
// read.
type photo struct {
	path, text string
	format     Format
	frame      Frame
}

// loadPhotos reads one picture of so many.
func loadPhotos(t testing.TB, every int) []photo {
	t.Helper()
	list, err := os.Open(filepath.Join(photos, "expected.tsv"))
	if err != nil {
		t.Skip("no photographs beside the checkout")
	}
	defer list.Close()
	var all []photo
	n := 0
	for lines := bufio.NewScanner(list); lines.Scan(); {
		c := strings.Split(lines.Text(), "\t") // set, picture, format, text
		if len(c) < 4 || strings.HasPrefix(c[0], "#") {
			continue
		}
		if n++; n%every != 0 {
			continue
		}
		text, err := strconv.Unquote(`"` + c[3] + `"`)
		if err != nil {
			t.Fatalf("%s: %v", c[1], err)
		}
		all = append(all, photo{c[1], text, Format(c[2]), loadPhoto(t, c[1])})
	}
	return all
}

func loadPhoto(t testing.TB, path string) Frame {
	t.Helper()
	f, err := os.Open(filepath.Join(photos, path))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	img, _, err := image.Decode(f)
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	return FromImage(img)
}

// misprinted is a picture whose code, by its own error correction, says "photography"
// where the list beside the pictures says "photograph"; zxing-cpp 1.4 reads it so too.
const misprinted = "qrcode-2/13.png"

// score is what a group of photographs came to.
type score struct {
	pictures, read, wrong int
	times                 []time.Duration
}

func (s score) String() string {
	slices.Sort(s.times)
	at := func(part int) time.Duration { return s.times[min(len(s.times)*part/100, len(s.times)-1)] }
	return fmt.Sprintf("read %d of %d, wrong %d, median %v, p95 %v", s.read, s.pictures, s.wrong, at(50), at(95))
}

// TestScanPhotographs holds the line that was reached when it was written: 127 of
// the 132 linear codes, where gozxing alone reads 116 and zxing-cpp 3.1.1 reads 125,
// and 91 of the 96 square ones; and not one linear symbol that is not in the truth,
// neither on those nor on the 82 pictures without a legible code. Two fewer of each
// are let pass, as the arithmetic of another processor may round an edge the other
// way; a wrong symbol is not. The
// short form looks for wrong symbols in one picture of eight.
func TestScanPhotographs(t *testing.T) {
	scores := map[string]*score{"linear": {}, "square": {}, "none": {}}
	every := 1
	if testing.Short() {
		every = 8
	}
	for _, p := range loadPhotos(t, every) {
		group := "linear"
		switch p.format {
		case "NONE":
			group = "none"
		case QRCode, DataMatrix:
			group = "square"
		}
		s := scores[group]
		s.pictures++
		scanner := New(Options{})
		begin := time.Now()
		found := scanner.Scan(p.frame)
		s.times = append(s.times, time.Since(begin))
		for _, sym := range found {
			switch {
			case sym.Format == p.format && sym.Text == p.text:
				s.read++
			case p.path == misprinted:
			default:
				s.wrong++
				t.Errorf("%s: read %s %q", p.path, sym.Format, sym.Text)
			}
		}
	}
	for group, s := range scores {
		t.Logf("%s: %v", group, s)
	}
	if testing.Short() {
		return
	}
	if got := scores["linear"].read; got < 126 {
		t.Errorf("read %d linear codes, 127 when this was written", got)
	}
	if got := scores["square"].read; got < 89 {
		t.Errorf("read %d square codes, 91 when this was written", got)
	}
}

func BenchmarkScanPhotographs(b *testing.B) {
	all := loadPhotos(b, 1)
	s := New(Options{})
	for b.Loop() {
		for _, p := range all {
			s.Scan(p.frame)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*len(all)), "µs/picture")
}
