package main

import (
	"bufio"
	"io"
	"net/http"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"
)

// BenchmarkStart measures a server process over a region that is loaded already, in
// SQLite: from exec until /healthz answers, and its resident memory then. The first
// start, which invents and loads the region, is told apart. Linux only: the memory is
// that of /proc.
//
//	DIANQIN_BENCH_CUSTOMERS  the region's size, 100,000 by default
//
//	go test -run '^$' -bench Start -benchtime 5x -timeout 30m ./cmd/server
func BenchmarkStart(b *testing.B) {
	size := os.Getenv("DIANQIN_BENCH_CUSTOMERS")
	if size == "" {
		size = strconv.Itoa(100_000)
	}
	dir := b.TempDir()
	began := time.Now()
	healthy(b, "--data", dir, "--demo", "--demo-size", size).kill()
	loaded := time.Since(began)
	took, memory, rounds := time.Duration(0), 0.0, 0
	for b.Loop() {
		began = time.Now()
		n := healthy(b, "--data", dir)
		took += time.Since(began)
		memory += takes(b, n.cmd.Process.Pid).mb
		rounds++
		n.kill()
	}
	b.ReportMetric(loaded.Seconds(), "s-loading")
	b.ReportMetric(float64(took.Microseconds())/1000/float64(rounds), "ms")
	b.ReportMetric(memory/float64(rounds), "MB")
	b.ReportMetric(0, "ns/op")
}

// healthy starts a server process and waits until it answers.
func healthy(b *testing.B, args ...string) *node {
	b.Helper()
	self, err := os.Executable()
	if err != nil {
		b.Fatal(err)
	}
	n := &node{cmd: exec.Command(self)}
	n.cmd.Env = append(os.Environ(), envArgs+"="+strings.Join(append(args, "--listen", "127.0.0.1:0"), "\x1f"))
	n.cmd.Stderr = os.Stderr
	out, err := n.cmd.StdoutPipe()
	if err != nil {
		b.Fatal(err)
	}
	if err := n.cmd.Start(); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(n.kill)
	for lines := bufio.NewScanner(out); lines.Scan(); {
		if words := strings.Fields(lines.Text()); len(words) > 1 && words[0] == "staff:" {
			n.url = words[1]
			break
		}
	}
	go func() { _, _ = io.Copy(io.Discard, out) }()
	for range 600 {
		answer, err := http.Get(n.url + "/healthz")
		if err == nil {
			_ = answer.Body.Close()
			return n
		}
		time.Sleep(5 * time.Millisecond)
	}
	b.Fatal("the server does not answer")
	return nil
}
