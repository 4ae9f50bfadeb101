package journey_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"dianqin/app"
	"dianqin/app/lookup"
	"dianqin/app/session"
	"dianqin/data/wire"
)

// When this test program is started with these, it is a phone whose memory is measured.
const (
	envMemory = "DIANQIN_JOURNEY_MEMORY" // folder of the phone's data
	envServer = "DIANQIN_JOURNEY_SERVER" // address and code of a first download, a space between; "": the folder is filled
)

// BenchmarkMemory measures the app without screens in a process of its own: while the
// first download of a region comes and is installed, and when it opens a filled folder
// and reads what the first screens show. MB-peak is the most that was resident, MB and
// MB-heap what is resident and what Go holds at the end. Linux only: the figures are
// those of /proc.
//
//	DIANQIN_BENCH_CUSTOMERS  the region's size, 100,000 by default
//	DIANQIN_STORE            a folder that a device has filled: only it is opened, as a copy
//
//	go test -run '^$' -bench Memory -benchtime 1x -timeout 30m ./app/journey
func BenchmarkMemory(b *testing.B) {
	if status("VmRSS") == 0 {
		b.Skip("there is no /proc")
	}
	dir, from := filepath.Join(b.TempDir(), "phone"), ""
	if filled := os.Getenv("DIANQIN_STORE"); filled != "" {
		if err := os.CopyFS(dir, os.DirFS(filled)); err != nil {
			b.Fatal(err)
		}
	} else {
		from = regionOver(b)
		b.Run("FirstDownload", func(b *testing.B) {
			for b.Loop() {
				if err := os.RemoveAll(dir); err != nil {
					b.Fatal(err)
				}
				measured(b, dir, from)
			}
		})
	}
	b.Run("Open", func(b *testing.B) {
		for b.Loop() {
			measured(b, dir, "")
		}
	})
}

// regionOver starts a server with a region and returns its address and the desk's code.
func regionOver(b *testing.B) string {
	b.Helper()
	size := os.Getenv("DIANQIN_BENCH_CUSTOMERS")
	if size == "" {
		size = "100000"
	}
	program, err := built()
	if err != nil {
		b.Fatal(err)
	}
	cmd := exec.Command(program, "--data", b.TempDir(), "--listen", "127.0.0.1:0", "--demo", "--demo-size", size)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		b.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		_ = cmd.Process.Signal(os.Interrupt)
		_ = cmd.Wait()
	})
	address, code := "", ""
	for lines := bufio.NewScanner(out); lines.Scan() && (address == "" || code == ""); {
		switch w := strings.Fields(lines.Text()); {
		case len(w) > 1 && w[0] == "staff:":
			address = w[1]
		case len(w) == 3 && w[0] == "demo:" && w[1] == "desk":
			code = w[2]
		}
	}
	if address == "" || code == "" {
		b.Fatal("the server says neither where it is nor the desk's code")
	}
	go func() { _, _ = io.Copy(io.Discard, out) }()
	return address + " " + code
}

// measured runs a phone to its end and reports what it says of itself.
func measured(b *testing.B, dir, from string) {
	b.Helper()
	self, err := os.Executable()
	if err != nil {
		b.Fatal(err)
	}
	cmd := exec.Command(self)
	cmd.Env = append(os.Environ(), envMemory+"="+dir, envServer+"="+from)
	out, err := cmd.CombinedOutput()
	if err != nil {
		b.Fatalf("%v\n%s", err, out)
	}
	found := 0
	for _, word := range strings.Fields(string(out)) {
		name, value, is := strings.Cut(word, "=")
		if n, err := strconv.ParseFloat(value, 64); is && err == nil {
			b.ReportMetric(n, name)
			found++
		}
	}
	if found == 0 {
		b.Fatalf("it says nothing of itself:\n%s", out)
	}
	b.ReportMetric(0, "ns/op")
}

// playMemory is the phone: it fills its folder where it is told from where, reads what
// the first screens show, and prints its memory.
func playMemory(dir, from string) error {
	ctx := context.Background()
	a, err := openApp(dir)
	if err != nil {
		return err
	}
	if from != "" {
		if err := download(ctx, a, from); err != nil {
			return err
		}
	}
	customers, err := firstScreens(ctx, a)
	if err != nil {
		return err
	}
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	mb := func(bytes uint64) string { return strconv.FormatFloat(float64(bytes)/1e6, 'f', 1, 64) }
	fmt.Printf("MB-anon=%s MB-file=%s MB-peak=%s MB=%s MB-heap=%s MB-go=%s customers=%d\n", mb(status("RssAnon")), mb(status("RssFile")), mb(status("VmHWM")), mb(status("VmRSS")), mb(m.HeapAlloc), mb(m.Sys-m.HeapReleased), customers)
	return a.Close()
}

// download fetches everything by the ready file, which may have to be made first.
func download(ctx context.Context, a *app.App, from string) error {
	address, code, _ := strings.Cut(from, " ")
	if _, err := a.Session.Enroll(ctx, session.Enrolment{Server: address, Code: code}, "memory", ""); err != nil {
		return err
	}
	if err := a.Session.SignIn(ctx, "desk", password); err != nil {
		return err
	}
	for {
		o, err := a.Session.Courier().SnapshotOffer(ctx)
		if err != nil {
			return err
		}
		if o.State != wire.Building {
			break
		}
		time.Sleep(time.Second)
	}
	return a.Sync.Now(ctx)
}

// firstScreens reads what Today, the overview, the list of customers and a search show.
func firstScreens(ctx context.Context, a *app.App) (customers int, err error) {
	_, today := a.Work.Today(ctx)
	_, figures := a.Overview.Figures(ctx)
	list, customersErr := a.Lookup.Customers(ctx, lookup.Wanted{})
	if err := errors.Join(today, figures, customersErr); err != nil {
		return 0, err
	}
	_, page := list.Page(ctx, 0, 50)
	hits, search := a.Lookup.Search(ctx, "王", 20)
	if len(hits) == 0 && search == nil {
		search = errors.New("a search finds nobody")
	}
	return list.Total, errors.Join(page, search)
}

// status reads a figure of this process in bytes, 0 where there is none.
func status(name string) uint64 {
	text, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(text)) {
		if f := strings.Fields(line); len(f) > 1 && f[0] == name+":" {
			n, _ := strconv.ParseUint(f[1], 10, 64)
			return n << 10
		}
	}
	return 0
}
