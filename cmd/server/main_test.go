package main

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"
)

func TestRun_ServesUntilItIsToldToStop(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	in, out := io.Pipe()
	ended := make(chan error, 1)
	go func() {
		ended <- run(ctx, []string{"--data", t.TempDir(), "--listen", "127.0.0.1:0", "--demo", "--demo-size", "100"}, out, io.Discard)
		_ = out.Close()
	}()
	var url string
	lines := bufio.NewScanner(in)
	for lines.Scan() { // the codes come after the address
		if address, ok := strings.CutPrefix(lines.Text(), "staff: "); ok {
			url = address
		}
		if strings.HasPrefix(lines.Text(), "demo: inspector ") {
			break
		}
	}
	resp, err := http.Get(url + "/healthz")
	if err != nil || resp.StatusCode != http.StatusOK {
		t.Fatal(resp, err)
	}
	_ = resp.Body.Close()
	go func() { _, _ = io.Copy(io.Discard, in) }()
	stop()
	select {
	case err := <-ended:
		if err != nil {
			t.Fatal(err)
		}
	case <-time.After(20 * time.Second):
		t.Fatal("still running")
	}
}

func TestRun_AdminInitAndExportOps(t *testing.T) {
	dir := t.TempDir()
	var out bytes.Buffer
	if err := run(t.Context(), []string{"admin", "init", "--data", dir}, &out, io.Discard); err != nil {
		t.Fatal(err)
	}
	if !regexp.MustCompile(`^admin ([A-Z2-7]{4}-){6}[A-Z2-7]{2}\n$`).MatchString(out.String()) {
		t.Errorf("%q", out.String())
	}
	out.Reset()
	if err := run(t.Context(), []string{"export-ops", "--data", dir}, &out, io.Discard); err != nil || out.Len() != 0 {
		t.Errorf("%v: %q", err, out.String())
	}
}

func TestRun_ArgumentsThatWillNotDo(t *testing.T) {
	for _, args := range [][]string{{}, {"--data"}, {"--data", t.TempDir(), "extra"}, {"admin"}, {"export-ops"},
		{"--data", t.TempDir(), "--listen", "no address"}} {
		if err := run(t.Context(), args, io.Discard, io.Discard); err == nil {
			t.Errorf("%q: no error", args)
		}
	}
}

func TestRun_BackupCheckRestoreAndTLS(t *testing.T) {
	data, kept, other := t.TempDir(), t.TempDir(), t.TempDir()
	var out bytes.Buffer
	for _, step := range []struct {
		args []string
		says string // a pattern
	}{
		{[]string{"admin", "init", "--data", data}, `^admin `},
		{[]string{"check", "--data", data}, `^{"operations":0,.*"records":1`},
		{[]string{"backup", "--data", data, "--to", kept}, `^backed up and checked: 0 operations, 1 records`},
		{[]string{"restore", "--data", other, "--from", kept}, `^restored what .* new epoch [0-9a-f]{32}\n$`},
		{[]string{"new-epoch", "--data", other}, `^epoch [0-9a-f]{32}\n$`},
		{[]string{"tls", "init", "--data", other, "--host", "yx.example,10.0.0.1"}, `^pin sha256-[\w-]{43}\n$`},
		{[]string{"help"}, `^$`},
	} {
		out.Reset()
		if err := run(t.Context(), step.args, &out, io.Discard); err != nil {
			t.Fatalf("%q: %v", step.args, err)
		}
		if !regexp.MustCompile(step.says).MatchString(out.String()) {
			t.Errorf("%q: %q", step.args, out.String())
		}
	}
	for _, args := range [][]string{{"backup", "--data", data}, {"restore", "--data", data, "--from", kept}, {"restore", "--data", t.TempDir(), "--from", other},
		{"tls", "init", "--data", data}, {"nonsense"}, {"--data", data, "--log", "xml"}} {
		if err := run(t.Context(), args, io.Discard, io.Discard); err == nil {
			t.Errorf("%q: no error", args)
		}
	}
}

// TestRun_MetricsAndLimits: what is asked is counted, without a name; who asks too
// often waits; staff routes say nothing of metrics.
func TestRun_MetricsAndLimits(t *testing.T) {
	n := startNode(t, "--listen", "127.0.0.1:0", "--metrics", "127.0.0.1:0", "--rate-address", "1", "--burst-address", "3")
	get := func(url string) (int, string, http.Header) {
		t.Helper()
		resp, err := http.Get(url)
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		text, err := io.ReadAll(resp.Body)
		if err != nil {
			t.Fatal(err)
		}
		return resp.StatusCode, string(text), resp.Header
	}
	limited := 0
	for range 6 {
		status, text, h := get(n.url + "/v1/sync/pull")
		if status == http.StatusTooManyRequests {
			if limited++; h.Get("Retry-After") == "" || !strings.Contains(text, "rate.limited") {
				t.Errorf("%v %s", h, text)
			}
		}
	}
	if limited < 2 {
		t.Errorf("%d of 6 requests without a token had to wait", limited)
	}
	if status, _, _ := get(n.url + "/healthz"); status != http.StatusOK {
		t.Errorf("health: %d", status) // is asked by machines, and costs nothing
	}
	if status, _, _ := get(n.url + "/metrics"); status != http.StatusNotFound {
		t.Errorf("metrics at the staff's address: %d", status)
	}
	_, text, _ := get(n.metrics)
	for _, want := range []string{`dianqin_requests_total{method="GET",route="/v1/sync/pull",status="429"}`, `route="none"`, "dianqin_watches 0", "process_resident_memory_bytes"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %s in\n%s", want, text)
		}
	}
}
