//go:build !android && !ios

package main

import (
	"context"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"dianqin/app"
)

// BenchmarkStart times the program from exec until its first screen can be used and
// it has ended again, with the whole region in the phone's store: the desk's person
// reads every station. It needs a display. DIANQIN_CUSTOMERS sets the region's size.
func BenchmarkStart(b *testing.B) {
	if os.Getenv("DISPLAY") == "" {
		b.Skip("no display")
	}
	size := 100_000
	if s := os.Getenv("DIANQIN_CUSTOMERS"); s != "" {
		var err error
		if size, err = strconv.Atoi(s); err != nil {
			b.Fatal(err)
		}
	}
	dir := b.TempDir()
	program := filepath.Join(dir, "dianqin")
	if out, err := exec.Command("go", "build", "-tags", "migrated_fynedo,no_emoji", "-trimpath", "-ldflags", "-s -w", "-o", program, ".").CombinedOutput(); err != nil {
		b.Fatalf("build: %v\n%s", err, out)
	}
	whole := filled(b, dir, size)
	for _, shell := range []string{"phone", "desk"} {
		b.Run(shell, func(b *testing.B) {
			peak := int64(0)
			for b.Loop() {
				cmd := exec.Command(program, "-data", whole, "-phone="+strconv.FormatBool(shell == "phone"), "-ready")
				if err := cmd.Start(); err != nil {
					b.Fatal(err)
				}
				over := make(chan error, 1)
				go func() { over <- cmd.Wait() }()
				for running := true; running; {
					select {
					case err := <-over:
						if err != nil {
							b.Fatalf("start: %v", err)
						}
						running = false
					case <-time.After(5 * time.Millisecond):
						peak = max(peak, resident(cmd.Process.Pid))
					}
				}
			}
			b.ReportMetric(float64(b.Elapsed().Milliseconds())/float64(b.N), "ms/start")
			b.ReportMetric(float64(peak)/1024, "MB")
		})
	}
}

// resident is the most memory that a process has had, in KiB; the operating system's
// own figure for an ended child would count the parent's as well. Linux only.
func resident(pid int) int64 {
	text, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/status")
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(text)) {
		if f := strings.Fields(line); len(f) > 1 && f[0] == "VmHWM:" {
			n, _ := strconv.ParseInt(f[1], 10, 64)
			return n
		}
	}
	return 0
}

// filled downloads a region into a phone's folder and leaves it behind.
func filled(b *testing.B, dir string, size int) string {
	b.Helper()
	ctx, log := context.Background(), slog.New(slog.NewTextHandler(io.Discard, nil))
	srv, err := startDemo(ctx, dir, size, log)
	if err != nil {
		b.Fatal(err)
	}
	defer srv.Close()
	data := filepath.Join(dir, "device")
	a, err := demoApp(ctx, srv, app.Options{Dir: data, Log: log}, demoDesk)
	if err != nil {
		b.Fatal(err)
	}
	begun := time.Now()
	a.Start()
	for s := a.Sync.State(); !s.HasData || s.Running; s = a.Sync.State() {
		time.Sleep(100 * time.Millisecond)
	}
	took := time.Since(begun)
	if err := a.Close(); err != nil {
		b.Fatal(err)
	}
	bases, err := filepath.Glob(filepath.Join(data, "base*.db")) // a snapshot has a name of its own
	if err != nil || len(bases) != 1 {
		b.Fatal(bases, err)
	}
	base, err := os.Stat(bases[0])
	if err != nil {
		b.Fatal(err)
	}
	b.Logf("%d customers: %d MB downloaded in %v", size, base.Size()>>20, took.Round(time.Millisecond))
	return data
}
