package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"dianqin/data/wire"
)

// BenchmarkPhones connects 1,000 phones to a server process: each waits to be woken
// and pulls when it is, while a few push a fact every quarter of a second. It says
// what the server takes for it, and how long a fact takes until another phone has
// it. Linux only: the figures are those of /proc.
//
//	DIANQIN_PHONES  as many instead
func BenchmarkPhones(b *testing.B) {
	phones := 1000
	if n, err := strconv.Atoi(os.Getenv("DIANQIN_PHONES")); err == nil {
		phones = n
	}
	n := startNode(b, "--listen", "127.0.0.1:0", "--rate-device", "0", "--rate-address", "0")
	writer := newPhone(b, n.url, n.codes["inspector"])
	idle := takes(b, n.cmd.Process.Pid)
	ctx, stop := context.WithCancel(context.Background())
	var mu sync.Mutex
	var took []time.Duration
	began := map[int64]time.Time{} // by number of facts
	var group sync.WaitGroup
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: phones}}
	lane := "station:" + writer.session.User.Stations[0]
	for range phones {
		cursor := map[string]int64{}
		for l, v := range writer.cursor {
			cursor[l] = v
		}
		group.Go(func() {
			for ctx.Err() == nil {
				before := cursor[lane]
				end, err := follow(ctx, client, n.url, writer.session.AccessToken, writer.epoch, cursor)
				if err != nil {
					return
				}
				cursor = end
				mu.Lock()
				for seq := before + 1; seq <= cursor[lane]; seq++ {
					if at, ok := began[seq]; ok {
						took = append(took, time.Since(at))
					}
				}
				mu.Unlock()
			}
		})
	}
	time.Sleep(2 * time.Second)
	b.ResetTimer()
	start := takes(b, n.cmd.Process.Pid)
	for range max(b.N, 20) {
		writer.record()
		at := time.Now()
		mu.Lock()
		head := writer.cursor[lane]
		for seq := head + 1; seq <= head+8; seq++ {
			began[seq] = at
		}
		mu.Unlock()
		if _, err := writer.Push(ctx, writer.device, writer); err != nil {
			b.Fatal(err)
		}
		if _, err := writer.Pull(ctx, writer, nil); err != nil {
			b.Fatal(err)
		}
		time.Sleep(250 * time.Millisecond)
	}
	b.StopTimer()
	end := takes(b, n.cmd.Process.Pid)
	stop()
	group.Wait()
	slices.Sort(took)
	if len(took) < phones {
		b.Fatalf("only %d changes were seen", len(took))
	}
	b.ReportMetric(idle.mb, "MB-idle")
	b.ReportMetric(end.mb, "MB")
	b.ReportMetric((end.cpu-start.cpu).Seconds()/b.Elapsed().Seconds()*100, "cpu-%")
	b.ReportMetric(float64(took[len(took)/2].Milliseconds()), "seen-p50-ms")
	b.ReportMetric(float64(took[len(took)*95/100].Milliseconds()), "seen-p95-ms")
}

// follow waits to be woken and pulls; it returns the new cursor.
func follow(ctx context.Context, c *http.Client, server, token, epoch string, cursor map[string]int64) (map[string]int64, error) {
	text, err := json.Marshal(cursor)
	if err != nil {
		return nil, err
	}
	q := "epoch=" + epoch + "&cursor=" + url.QueryEscape(string(text))
	if _, err := ask(ctx, c, server+"/v1/sync/wake?"+q, token); err != nil {
		return nil, err
	}
	page, err := ask(ctx, c, server+"/v1/sync/pull?"+q, token)
	if err != nil {
		return nil, err
	}
	lines := strings.Split(strings.TrimSpace(string(page)), "\n")
	var end wire.PullEnd
	if err := json.Unmarshal([]byte(lines[len(lines)-1]), &end); err != nil || !end.End {
		return nil, fmt.Errorf("no end: %w", err)
	}
	return end.Cursor, nil
}

func ask(ctx context.Context, c *http.Client, address, token string) ([]byte, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, err
	}
	r.Header.Set("Authorization", "Bearer "+token)
	resp, err := c.Do(r)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err == nil && resp.StatusCode != http.StatusOK {
		err = fmt.Errorf("%d %s", resp.StatusCode, text)
	}
	return text, err
}

// used is what a process takes.
type used struct {
	mb  float64       // resident
	cpu time.Duration // so far
}

// takes reads /proc.
func takes(b *testing.B, pid int) (u used) {
	b.Helper()
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		b.Skip("there is no /proc")
	}
	fields := strings.Fields(string(stat)[strings.LastIndexByte(string(stat), ')')+1:])
	ticks := func(i int) time.Duration {
		n, err := strconv.ParseInt(fields[i], 10, 64)
		if err != nil {
			b.Fatal(err)
		}
		return time.Duration(n) * 10 * time.Millisecond
	}
	pages, err := strconv.ParseInt(fields[21], 10, 64)
	if err != nil {
		b.Fatal(err)
	}
	return used{mb: float64(pages) * 4096 / 1e6, cpu: ticks(11) + ticks(12)}
}
