package traffic_test

import (
	"bytes"
	"log/slog"
	"strings"
	"testing"
	"time"

	"dianqin/cmd/fleet/faults"
	"dianqin/cmd/fleet/traffic"
	"dianqin/cmd/fleet/verify"
	"dianqin/server"
)

// TestADaysWorkOverABadNetworkIsOnTheServerOnce lets real phones work against a
// real server through cuts and lost answers, and compares both in the end.
func TestADaysWorkOverABadNetworkIsOnTheServerOnce(t *testing.T) {
	data := t.TempDir()
	c := server.Config{Data: data, Listen: "127.0.0.1:0", Demo: true, DemoSize: 600}
	s, err := server.Start(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	closed := false
	t.Cleanup(func() {
		if !closed {
			_ = s.Close()
		}
	})
	code, err := s.Code(t.Context(), "admin")
	if err != nil {
		t.Fatal(err)
	}
	proxy, err := faults.Start(strings.TrimPrefix(s.URL(), "http://"), faults.Bad, 3)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = proxy.Close() })
	r, err := traffic.Run(t.Context(), traffic.Options{Server: proxy.URL(), Direct: s.URL(), Dir: t.TempDir(), Code: code, Login: "admin",
		Password: "dianqin", Inspectors: 4, For: 3 * time.Second, Patience: time.Minute, Seed: 3, Log: slog.New(slog.DiscardHandler),
		Say: t.Logf, Calm: proxy.Calm})
	if err != nil || len(r.Unsettled) > 0 {
		t.Fatal(err, r.Unsettled)
	}
	closed = true
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	var export bytes.Buffer
	if err := server.ExportOps(t.Context(), c, &export); err != nil {
		t.Fatal(err)
	}
	held, err := verify.ReadExport(&export)
	if err != nil {
		t.Fatal(err)
	}
	got := verify.Compare(r.Ledger, held)
	if got.Made < 20 || got.Acknowledged != got.Made || got.Devices == 0 {
		t.Errorf("little was done: %+v", got)
	}
	for _, d := range got.Differences {
		t.Error(d)
	}
}

func TestShare(t *testing.T) {
	all := []time.Duration{5, 1, 4, 2, 3}
	if traffic.Share(all, 0.5) != 3 || traffic.Share(all, 0.99) != 5 || traffic.Share(nil, 0.5) != 0 {
		t.Error(traffic.Share(all, 0.5), traffic.Share(all, 0.99))
	}
}
