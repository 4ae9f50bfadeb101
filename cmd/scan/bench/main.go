// Command bench measures our scanner, and zxing-cpp and zbar beside it where their
// program is given, on the same grey pictures: photographs that lie beside the
// checkout, the same turned and shrunk, made up frames of seals by a seed, frames
// with several codes and frames with none. It prints a table and decides nothing.
//
//	bench [-photos DIR] [-peers PROGRAM] [-work DIR] [-seed N] [-n N] [-reps N] [-sets RE] [-v]
//
// Every symbol that a picture is not known to hold counts as a wrong read. Times are
// those that the decoding thread computes, the least of the repetitions.
package main

import (
	"flag"
	"fmt"
	"os"
	"regexp"
)

// options are what the command line asks for.
type options struct {
	photos, peers, work string
	seed                int64
	n, reps             int
	sets                *regexp.Regexp
	list                bool
}

func main() {
	var o options
	sets := flag.String("sets", ".", "measure only the sets whose name matches")
	flag.StringVar(&o.photos, "photos", "../shared/barcodes", "folder with photographs and expected.tsv; left out where it is absent")
	flag.StringVar(&o.peers, "peers", "", "the program of cmd/scan/peers, compiled; empty leaves the peers out")
	flag.StringVar(&o.work, "work", "build/bench-scan", "folder for the pictures that are made")
	flag.Int64Var(&o.seed, "seed", 20270117, "of the made up frames")
	flag.IntVar(&o.n, "n", 15, "made up frames of each kind")
	flag.IntVar(&o.reps, "reps", 3, "how often to read each picture; the quickest counts")
	flag.BoolVar(&o.list, "v", false, "list what was missed and what was wrong")
	flag.Parse()
	var err error
	if o.sets, err = regexp.Compile(*sets); err == nil {
		err = run(o)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// run makes the sets, measures each decoder on each and prints the table.
func run(o options) error {
	sets, err := makeSets(o)
	if err != nil {
		return err
	}
	t := newTable(os.Stdout)
	for _, s := range sets {
		for _, d := range decoders(o, s) {
			results, err := d.read(s.items)
			if err != nil {
				return fmt.Errorf("%s with %s: %w", s.name, d.name, err)
			}
			t.add(s, d.name, results)
			if o.list && d.ours {
				t.explain(s, results)
			}
		}
	}
	return t.flush()
}
