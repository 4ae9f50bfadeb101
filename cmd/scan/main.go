// Command scan reads the bar codes in pictures and prints them, so that anyone
// can measure the scanner. It reads files and prints lines, nothing else.
//
//	scan [-budget 4ms] [-formats CODE_128,QR_CODE] [-reps N] LIST
//
// LIST is a file with the path of a picture (PNG, JPEG or PGM) a line, relative
// to the working directory. Out comes a line a symbol:
//
//	path<TAB>format<TAB>text<TAB>milliseconds
//
// with an empty format and text where nothing was read. The text is escaped as
// in a Go string. The milliseconds are those of the decoding alone, the least of
// the repetitions. A picture that cannot be read is a line on standard error and
// makes the exit status 1; the others are still read.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"dianqin/scan"
)

func main() {
	os.Exit(run(os.Args[1:], os.Stdout, os.Stderr))
}

// run is the command without the process round it; it returns the exit status.
func run(args []string, out, errs io.Writer) int {
	j, err := parse(args, errs)
	switch {
	case errors.Is(err, flag.ErrHelp):
		return 0
	case err != nil:
		fmt.Fprintln(errs, "scan:", err)
		return 2
	}
	failed, err := j.read(out, errs)
	if err != nil {
		fmt.Fprintln(errs, "scan:", err)
		return 1
	}
	if failed > 0 {
		return 1
	}
	return 0
}

// parse understands the command line.
func parse(args []string, errs io.Writer) (job, error) {
	set := flag.NewFlagSet("scan", flag.ContinueOnError)
	set.SetOutput(errs)
	budget := set.Duration("budget", 0, "most time a picture may take; 0 means no cap")
	formats := set.String("formats", "", "formats to look for, separated by commas; empty means all of "+names(scan.Formats()))
	reps := set.Int("reps", 1, "how often to read each picture; the quickest counts")
	set.Usage = func() {
		fmt.Fprintln(errs, "usage: scan [-budget 4ms] [-formats FORMAT,...] [-reps N] LIST")
		set.PrintDefaults()
	}
	if err := set.Parse(args); err != nil {
		return job{}, err
	}
	switch {
	case set.NArg() != 1:
		return job{}, fmt.Errorf("want one file with a picture's path a line, got %d arguments", set.NArg())
	case *reps < 1:
		return job{}, fmt.Errorf("-reps %d: want at least 1", *reps)
	case *budget < 0:
		return job{}, fmt.Errorf("-budget %v: want 0 or more", *budget)
	}
	wanted, err := parseFormats(*formats)
	if err != nil {
		return job{}, err
	}
	return job{list: set.Arg(0), reps: *reps, options: scan.Options{Formats: wanted, Budget: *budget}}, nil
}

// parseFormats reads a list of formats separated by commas.
func parseFormats(list string) ([]scan.Format, error) {
	if strings.TrimSpace(list) == "" {
		return nil, nil
	}
	known := map[scan.Format]bool{}
	for _, f := range scan.Formats() {
		known[f] = true
	}
	var wanted []scan.Format
	for name := range strings.SplitSeq(list, ",") {
		f := scan.Format(strings.TrimSpace(name))
		if !known[f] {
			return nil, fmt.Errorf("-formats: %q is no format; want some of %s", string(f), names(scan.Formats()))
		}
		wanted = append(wanted, f)
	}
	return wanted, nil
}

func names(formats []scan.Format) string {
	var all []string
	for _, f := range formats {
		all = append(all, string(f))
	}
	return strings.Join(all, ",")
}

// milliseconds as the output shows them.
func milliseconds(d time.Duration) string {
	return fmt.Sprintf("%.4f", float64(d)/float64(time.Millisecond))
}
