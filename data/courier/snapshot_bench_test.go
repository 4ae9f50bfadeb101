package courier_test

import (
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"dianqin/data/local"
	"dianqin/data/model"
	"dianqin/data/wire"
	"dianqin/server/snapshot"
)

// BenchmarkFirstDownload measures a new phone from nothing until everything is there
// and can be searched, with the file ready on the server: the whole demo region on
// loopback, then over a line of 20 Mbit/s with 60 ms there and back, then one station
// over the same line. The first run of a region makes the files, which takes minutes.
//
//	DIANQIN_BENCH_CUSTOMERS  the region's size, 100,000 by default
//	DIANQIN_KEEP             a new folder that keeps the region as the phone has it then
//
//	go test -run '^$' -bench FirstDownload -benchtime 1x -timeout 30m ./data/courier
func BenchmarkFirstDownload(b *testing.B) {
	srv, codes := startServer(b, customers(b), snapshot.Policy{})
	line := startProxy(b, strings.TrimPrefix(srv.URL(), "http://"), 20e6/8, 30*time.Millisecond)
	desk, inspector := enrolled(b, srv.URL(), codes["desk"]), enrolled(b, srv.URL(), codes["inspector"])
	settled(b, desk)
	settled(b, inspector)
	for _, c := range []struct {
		name string
		d    *device
	}{
		{"Region/Loopback", desk}, {"Station/Loopback", inspector},
		{"Region/20Mbit60ms", desk.over(line.url())}, {"Station/20Mbit60ms", inspector.over(line.url())},
	} {
		b.Run(c.name, func(b *testing.B) {
			for b.Loop() {
				dir := b.TempDir()
				firstDownload(b, c.d, dir)
				if keep := os.Getenv("DIANQIN_KEEP"); keep != "" && c.d == desk {
					no(b, os.CopyFS(keep, os.DirFS(dir)))
				}
			}
		})
	}
}

// customers is how many the measured region has.
func customers(b *testing.B) int {
	text := os.Getenv("DIANQIN_BENCH_CUSTOMERS")
	if text == "" {
		return 100_000
	}
	n, err := strconv.Atoi(text)
	no(b, err)
	return n
}

func firstDownload(b *testing.B, d *device, dir string) {
	s, err := local.Open(dir, local.Options{})
	no(b, err)
	began := time.Now()
	done, err := d.Pull(b.Context(), s, nil)
	no(b, err)
	hits, err := s.Search(b.Context(), "王", 20)
	took := time.Since(began)
	if err != nil || len(hits) == 0 {
		b.Fatal(hits, err)
	}
	n, err := s.Count(b.Context(), model.KindSeal, "1 = 1")
	no(b, err)
	disk, err := s.DiskBytes()
	no(b, err)
	b.ReportMetric(took.Seconds(), "s")
	b.ReportMetric(float64(done.Bytes)/1e6, "MB-line")
	b.ReportMetric(float64(disk)/1e6, "MB-disk")
	b.ReportMetric(float64(n), "seals")
	b.ReportMetric(0, "ns/op")
	no(b, s.Close())
	b.ReportMetric(time.Since(began).Seconds(), "s-closed")
}

// settled waits until the well compressed file is there: it comes second, and no
// other follows.
func settled(b *testing.B, d *device) {
	b.Helper()
	first, err := d.SnapshotOffer(b.Context())
	no(b, err)
	if first.State == wire.None { // too small for a file: it is pulled by rows
		return
	}
	last, since := "", time.Now()
	for time.Since(since) < 3*time.Minute {
		o := offered(b, d)
		if o.Sha256 != last {
			last, since = o.Sha256, time.Now()
			b.Logf("%.1f MB of %.1f", float64(o.Bytes)/1e6, float64(o.RawBytes)/1e6)
		}
		if float64(o.Bytes) < 0.315*float64(o.RawBytes) || o.RawBytes < 4<<20 {
			return
		}
		time.Sleep(time.Second)
	}
}
