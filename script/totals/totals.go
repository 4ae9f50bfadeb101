package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"strings"
)

// event is a line of "go test -json" (see "go doc test2json").
type event struct {
	Action      string
	Package     string
	ImportPath  string // of build output
	Test        string
	Output      string
	Elapsed     float64 // seconds
	FailedBuild string  // of a package that did not build
}

// tally counts the tests of one package.
type tally struct{ passed, failed, skipped int }

// totals gathers events. Output is kept until it is known whether it is needed.
type totals struct {
	out      io.Writer
	all      tally
	packages map[string]*tally
	output   map[string][]string // package, package/test or build -> lines
	bad      []string            // packages that failed, in order
}

func newTotals(out io.Writer) *totals {
	return &totals{out: out, packages: map[string]*tally{}, output: map[string][]string{}}
}

// read takes every line; one that is no event (a message of the go command) is
// shown as it is.
func (t *totals) read(r io.Reader) error {
	lines := bufio.NewReader(r)
	for {
		line, err := lines.ReadString('\n')
		if line != "" {
			t.line(line)
		}
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

func (t *totals) line(line string) {
	var e event
	if json.Unmarshal([]byte(line), &e) != nil || e.Action == "" {
		fmt.Fprintln(t.out, strings.TrimRight(line, "\n"))
		return
	}
	switch {
	case e.Action == "build-output":
		t.keep(e.ImportPath, e.Output)
	case e.Action == "output":
		t.keep(key(e.Package, e.Test), e.Output)
	case e.Test != "":
		t.test(e)
	case e.Package != "":
		t.pkg(e)
	}
}

func key(pkg, test string) string { return pkg + "\x00" + test }

func (t *totals) keep(where, output string) { t.output[where] = append(t.output[where], output) }

func (t *totals) of(pkg string) *tally {
	if t.packages[pkg] == nil {
		t.packages[pkg] = &tally{}
	}
	return t.packages[pkg]
}

func (t *totals) test(e event) {
	n := t.of(e.Package)
	switch e.Action {
	case "pass":
		n.passed++
	case "skip":
		n.skipped++
		t.show(key(e.Package, e.Test), "SKIP")
	case "fail":
		n.failed++
		t.show(key(e.Package, e.Test), "")
	default:
		return
	}
	delete(t.output, key(e.Package, e.Test))
}

// pkg closes a package: its tests are done.
func (t *totals) pkg(e event) {
	n := t.of(e.Package)
	switch e.Action {
	case "pass":
		fmt.Fprintf(t.out, "ok    %s  %d tests, %.1fs\n", e.Package, n.passed+n.skipped, e.Elapsed)
	case "skip": // no test files
	case "fail":
		t.failed(e, n)
	default:
		return
	}
	t.all.passed += n.passed
	t.all.failed += n.failed
	t.all.skipped += n.skipped
	delete(t.packages, e.Package)
	t.forget(e.Package)
}

func (t *totals) failed(e event, n *tally) {
	t.bad = append(t.bad, e.Package)
	if n.failed == 0 { // it did not build, or died
		n.failed++
		t.show(e.FailedBuild, "")
		t.showAll(e.Package)
	}
	fmt.Fprintf(t.out, "FAIL  %s  %d failed of %d, %.1fs\n", e.Package, n.failed, n.passed+n.failed+n.skipped, e.Elapsed)
}

// showAll shows what the package and its unfinished tests said.
func (t *totals) showAll(pkg string) {
	for where := range t.output {
		if strings.HasPrefix(where, pkg+"\x00") {
			t.show(where, "")
		}
	}
}

func (t *totals) forget(pkg string) {
	for where := range t.output {
		if strings.HasPrefix(where, pkg+"\x00") {
			delete(t.output, where)
		}
	}
}

// show prints kept output without the frame that go test puts around it; only
// limits it to the lines that tell why ("" is all of them).
func (t *totals) show(where, only string) {
	for _, line := range t.output[where] {
		if strings.HasPrefix(line, "=== ") {
			continue
		}
		if only == "SKIP" && strings.HasPrefix(strings.TrimSpace(line), "--- ") {
			pkg, _, _ := strings.Cut(where, "\x00")
			line = "      " + pkg + " " + strings.TrimLeft(line, " ")
		}
		fmt.Fprint(t.out, line)
	}
}

// finish prints the totals and says whether all is well.
func (t *totals) finish() bool {
	for pkg, n := range t.packages { // begun and never closed: go test itself was stopped
		n.failed++
		t.bad = append(t.bad, pkg)
		t.showAll(pkg)
		t.all.passed += n.passed
		t.all.failed += n.failed
		t.all.skipped += n.skipped
	}
	for _, pkg := range t.bad {
		fmt.Fprintln(t.out, "failed:", pkg)
	}
	fmt.Fprintf(t.out, "%d passed, %d failed, %d skipped\n", t.all.passed, t.all.failed, t.all.skipped)
	return t.all.failed == 0 && t.all.passed > 0
}
