package main

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"time"

	"dianqin/scan"
)

// job is what one run of the command is asked to do.
type job struct {
	list    string // file with a path a line
	reps    int
	options scan.Options
}

// read reads every picture of the list and returns how many could not be read.
func (j job) read(out, errs io.Writer) (failed int, err error) {
	list, err := os.Open(j.list)
	if err != nil {
		return 0, fmt.Errorf("open the list: %w", err)
	}
	defer list.Close()
	w := bufio.NewWriter(out)
	lines := bufio.NewScanner(list)
	for lines.Scan() {
		path := strings.TrimSuffix(lines.Text(), "\r")
		if path == "" {
			continue
		}
		frame, err := readFrame(path)
		if err != nil {
			fmt.Fprintln(errs, "scan:", err)
			failed++
			continue
		}
		symbols, took := j.measure(frame)
		report(w, path, symbols, took)
	}
	if err := lines.Err(); err != nil {
		return failed, fmt.Errorf("read the list: %w", err)
	}
	if err := w.Flush(); err != nil {
		return failed, fmt.Errorf("write the result: %w", err)
	}
	return failed, nil
}

// measure reads a picture so many times and returns what the first reading
// found, and the shortest time. Each reading has a scanner that has seen nothing
// yet, so that none profits from another or from the picture before.
func (j job) measure(f scan.Frame) (symbols []scan.Symbol, least time.Duration) {
	for rep := range j.reps {
		s := scan.New(j.options)
		begin := time.Now()
		found := s.Scan(f)
		took := time.Since(begin)
		if rep == 0 {
			symbols, least = found, took
		}
		least = min(least, took)
	}
	return symbols, least
}

// report writes a line a symbol, or one line for none.
func report(w io.Writer, path string, symbols []scan.Symbol, took time.Duration) {
	if len(symbols) == 0 {
		symbols = []scan.Symbol{{}}
	}
	for _, s := range symbols {
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", path, s.Format, escape(s.Text), milliseconds(took))
	}
}

// escape writes a text as inside a Go string literal.
func escape(text string) string {
	q := strconv.Quote(text)
	return q[1 : len(q)-1]
}
