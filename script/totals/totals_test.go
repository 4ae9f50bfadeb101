package main

import (
	"strings"
	"testing"
)

// feed runs lines through and returns what was printed and whether all was well.
func feed(t *testing.T, lines ...string) (string, bool) {
	t.Helper()
	var out strings.Builder
	s := newTotals(&out)
	if err := s.read(strings.NewReader(strings.Join(lines, "\n") + "\n")); err != nil {
		t.Fatal(err)
	}
	ok := s.finish()
	return out.String(), ok
}

func lastLine(s string) string {
	lines := strings.Split(strings.TrimRight(s, "\n"), "\n")
	return lines[len(lines)-1]
}

func TestTotals_CountsAndEndsWithTheLine(t *testing.T) {
	out, ok := feed(t,
		`{"Action":"run","Package":"a","Test":"TestOne"}`,
		`{"Action":"output","Package":"a","Test":"TestOne","Output":"said when all is well\n"}`,
		`{"Action":"pass","Package":"a","Test":"TestOne"}`,
		`{"Action":"output","Package":"a","Test":"TestTwo","Output":"    a_test.go:3: no pictures\n"}`,
		`{"Action":"skip","Package":"a","Test":"TestTwo"}`,
		`{"Action":"pass","Package":"a","Elapsed":1}`,
		`{"Action":"skip","Package":"empty"}`)
	if !ok || lastLine(out) != "1 passed, 0 failed, 1 skipped" {
		t.Errorf("well %v, output:\n%s", ok, out)
	}
	if strings.Contains(out, "all is well") || !strings.Contains(out, "no pictures") {
		t.Errorf("what passed is quiet, what was skipped says why:\n%s", out)
	}
}

func TestTotals_ShowsWhatAFailingTestSaid(t *testing.T) {
	out, ok := feed(t,
		`{"Action":"output","Package":"a","Test":"TestOne","Output":"    a_test.go:7: got 1, want 2\n"}`,
		`{"Action":"fail","Package":"a","Test":"TestOne"}`,
		`{"Action":"fail","Package":"a"}`)
	if ok || lastLine(out) != "0 passed, 1 failed, 0 skipped" || !strings.Contains(out, "got 1, want 2") {
		t.Errorf("well %v, output:\n%s", ok, out)
	}
}

func TestTotals_APackageThatDoesNotBuildIsOneFailure(t *testing.T) {
	out, ok := feed(t,
		`{"Action":"pass","Package":"b","Test":"TestOne"}`, `{"Action":"pass","Package":"b"}`,
		`{"Action":"build-output","ImportPath":"a [a.test]","Output":"a.go:1: undefined: x\n"}`,
		`{"Action":"build-fail","ImportPath":"a [a.test]"}`,
		`{"Action":"fail","Package":"a","FailedBuild":"a [a.test]"}`)
	if ok || lastLine(out) != "1 passed, 1 failed, 0 skipped" || !strings.Contains(out, "undefined: x") {
		t.Errorf("well %v, output:\n%s", ok, out)
	}
}

func TestTotals_ADyingPackageShowsItsLastWords(t *testing.T) {
	out, ok := feed(t,
		`{"Action":"run","Package":"a","Test":"TestOne"}`,
		`{"Action":"output","Package":"a","Test":"TestOne","Output":"panic: no map\n"}`,
		`{"Action":"fail","Package":"a"}`)
	if ok || !strings.Contains(out, "panic: no map") || lastLine(out) != "0 passed, 1 failed, 0 skipped" {
		t.Errorf("well %v, output:\n%s", ok, out)
	}
}

func TestTotals_ACutRunFails(t *testing.T) {
	out, ok := feed(t, `{"Action":"pass","Package":"a","Test":"TestOne"}`)
	if ok || lastLine(out) != "1 passed, 1 failed, 0 skipped" {
		t.Errorf("well %v, output:\n%s", ok, out)
	}
}

func TestTotals_NothingRunIsNoSuccess(t *testing.T) {
	out, ok := feed(t, "go: cannot find main module")
	if ok || !strings.Contains(out, "cannot find main module") {
		t.Errorf("well %v, output:\n%s", ok, out)
	}
}
