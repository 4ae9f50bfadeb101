// Program totals reads what "go test -json" writes, shows a line for every
// package and the whole output of what failed, and ends with one line:
//
//	N passed, N failed, N skipped
//
// A package that fails without a failing test of its own (it did not build, or
// died) counts as one failure. The exit code is 1 when anything failed or when no
// test ran at all. It runs no test itself and keeps nothing.
package main

import (
	"fmt"
	"os"
)

func main() {
	t := newTotals(os.Stdout)
	if err := t.read(os.Stdin); err != nil {
		fmt.Fprintln(os.Stderr, "totals: read the tests' output:", err)
		os.Exit(1)
	}
	if !t.finish() {
		os.Exit(1)
	}
}
