package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"strings"
	"time"

	"dianqin/scan"
)

// result is what a decoder made of a picture.
type result struct {
	symbols []string // "FORMAT text"
	took    time.Duration
}

// decoder reads pictures.
type decoder struct {
	name string
	ours bool
	read func([]item) ([]result, error)
}

// decoders lists who reads a set.
func decoders(o options, s set) []decoder {
	all := []decoder{{"ours", true, func(items []item) ([]result, error) { return readOurs(o, s, items), nil }}}
	if o.peers == "" || s.budget > 0 {
		return all
	}
	for _, name := range []string{"zxing", "zbar"} {
		all = append(all, decoder{name, false, func(items []item) ([]result, error) { return readPeer(o, s, name, items) }})
	}
	return all
}

// linearFormats are those that lines can read.
func linearFormats() (formats []scan.Format) {
	for _, f := range scan.Formats() {
		if f != scan.QRCode && f != scan.DataMatrix {
			formats = append(formats, f)
		}
	}
	return formats
}

// readOurs reads each picture with a scanner that has seen nothing yet.
func readOurs(o options, s set, items []item) []result {
	how := scan.Options{Budget: s.budget}
	if s.linear {
		how.Formats = linearFormats()
	}
	out := make([]result, len(items))
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	for i, p := range items {
		for rep := range o.reps {
			scanner := scan.New(how)
			begin := busy()
			found := scanner.Scan(p.frame)
			took := busy() - begin
			if rep == 0 || took < out[i].took {
				out[i].took = took
			}
			if rep == 0 {
				for _, sym := range found {
					out[i].symbols = append(out[i].symbols, string(sym.Format)+" "+sym.Text)
				}
			}
		}
	}
	return out
}

// readPeer runs the peers' program over the pictures' files.
func readPeer(o options, s set, name string, items []item) ([]result, error) {
	list, err := os.CreateTemp(o.work, "list")
	if err != nil {
		return nil, err
	}
	defer os.Remove(list.Name())
	at := map[string]int{}
	for i, p := range items {
		at[p.path] = i
		fmt.Fprintln(list, p.path)
	}
	if err := list.Close(); err != nil {
		return nil, err
	}
	formats := "all"
	if s.linear {
		formats = "linear"
	}
	var out bytes.Buffer
	cmd := exec.Command(o.peers, name, formats, strconv.Itoa(o.reps), strconv.Itoa(max(1, s.most)), list.Name())
	cmd.Stdout, cmd.Stderr = &out, os.Stderr
	if err := cmd.Run(); err != nil {
		return nil, fmt.Errorf("run %s: %w", o.peers, err)
	}
	return parsePeer(out.String(), at, len(items))
}

// parsePeer understands path, format, text and milliseconds, a line a symbol.
func parsePeer(out string, at map[string]int, n int) ([]result, error) {
	results := make([]result, n)
	for line := range strings.Lines(out) {
		c := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if len(c) != 4 {
			return nil, fmt.Errorf("a line with %d fields", len(c))
		}
		ms, err := strconv.ParseFloat(c[3], 64)
		if err != nil {
			return nil, err
		}
		r := &results[at[c[0]]]
		r.took = time.Duration(ms * float64(time.Millisecond))
		if c[1] == "" && c[2] == "" {
			continue
		}
		text, err := strconv.Unquote(`"` + c[2] + `"`)
		if err != nil {
			text = c[2]
		}
		r.symbols = append(r.symbols, c[1]+" "+text)
	}
	return results, nil
}
