package main

import (
	"flag"
	"fmt"
	"io"
	"os"
	"time"

	"dianqin/cmd/fleet/faults"
	"dianqin/cmd/fleet/traffic"
	"dianqin/cmd/fleet/verify"
)

// print tells what came of a day.
func print(out io.Writer, r traffic.Report, n faults.Count) {
	t := traffic.Tally(r.Ledger)
	row := func(name, format string, args ...any) {
		fmt.Fprintf(out, "%-13s "+format+"\n", append([]any{name}, args...)...)
	}
	row("phones", "%d", r.Phones)
	row("made", "%d operations in %s, %d turns", t["made"], r.Took.Round(time.Millisecond), r.Turns)
	row("acknowledged", "%d", t["acknowledged"])
	row("conflicts", "%d", t["conflict"])
	row("disputed", "%d", t["disputed"])
	row("refused", "%d", t["refused"]+t["rejected"])
	row("act", "%s", shares(r.Acts))
	row("round", "%s, %d good, %d failed", shares(r.Rounds), len(r.Rounds), r.Failed)
	row("download", "%s", shares(r.Downloads))
	row("bytes", "%d up, %d down", n.Up, n.Down)
	row("connections", "%d, %d refused, %d cut", n.Connections, n.Refused, n.Cut)
}

func shares(all []time.Duration) string {
	return fmt.Sprintf("p50 %s, p99 %s", round(traffic.Share(all, 0.5)), round(traffic.Share(all, 0.99)))
}

func round(d time.Duration) time.Duration {
	if d > 10*time.Millisecond {
		return d.Round(time.Millisecond)
	}
	return d.Round(10 * time.Microsecond)
}

// compare holds a ledger against an export.
func compare(args []string, out, log io.Writer) error {
	f := flag.NewFlagSet("fleet compare", flag.ContinueOnError)
	f.SetOutput(log)
	ledger := f.String("ledger", "", "what the phones have")
	export := f.String("export", "", `what the server has: "server export-ops"`)
	if err := f.Parse(args); err != nil {
		return err
	}
	phones, err := readFile(*ledger, verify.Read)
	if err != nil {
		return err
	}
	server, err := readFile(*export, verify.ReadExport)
	if err != nil {
		return err
	}
	return told(out, verify.Compare(phones, server))
}

func readFile[T any](path string, read func(io.Reader) ([]T, error)) ([]T, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("open a list: %w", err)
	}
	defer f.Close()
	return read(f)
}

// told prints a comparison; a difference is an error.
func told(out io.Writer, r verify.Result) error {
	fmt.Fprintf(out, "%d devices made %d operations, %d acknowledged, %d waiting; the server holds %d\n",
		r.Devices, r.Made, r.Acknowledged, r.Waiting, r.Held)
	for _, d := range r.Differences {
		fmt.Fprintln(out, "  "+d.String())
	}
	if len(r.Differences) > 0 {
		return fmt.Errorf("%d differences", len(r.Differences))
	}
	fmt.Fprintln(out, "no difference: nothing is lost, nothing is there twice")
	return nil
}
