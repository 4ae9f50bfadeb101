package server_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"testing"
	"time"

	"dianqin/server"
)

// TestClose_DoesNotWaitForThoseWhoWait: a device that waits to be woken is told to
// ask again.
func TestClose_DoesNotWaitForThoseWhoWait(t *testing.T) {
	w := start(t)
	p := w.phone("inspector")
	s, err := server.Start(t.Context(), server.Config{Data: w.dir, Database: w.url, Listen: "127.0.0.1:0", Now: w.Now})
	if err != nil {
		t.Fatal(err)
	}
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.URL()+"/v1/sync/wake?wait=50", nil)
	if err != nil {
		t.Fatal(err)
	}
	heads := p.wakeQuery()
	r.URL.RawQuery += heads
	r.Header.Set("Authorization", "Bearer "+p.session.AccessToken)
	status := make(chan int, 1)
	go func() {
		resp, err := http.DefaultClient.Do(r)
		if err != nil {
			status <- 0
			return
		}
		_ = resp.Body.Close()
		status <- resp.StatusCode
	}()
	for end := time.Now().Add(10 * time.Second); ; time.Sleep(10 * time.Millisecond) {
		if _, watches := s.Watching(); watches > 0 {
			break
		}
		if time.Now().After(end) {
			t.Fatalf("the device does not wait: %d", <-status)
		}
	}
	began := time.Now()
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	if took := time.Since(began); took > 5*time.Second {
		t.Errorf("it took %s", took)
	}
	if got := <-status; got != http.StatusOK { // nothing has changed
		t.Errorf("answered %d", got)
	}
}

// wakeQuery is the cursor of a device that has everything.
func (p *phone) wakeQuery() string {
	p.t.Helper()
	_, end := page(p.t, p.get("/v1/sync/pull?limit=20000").body)
	return "&epoch=" + end.Epoch + "&cursor=" + cursorText(p.t, end.Cursor)
}

func TestStart_SaysWhenTheDatabaseIsBroken(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "dianqin.db"), []byte("this is no database, whatever its name is, and never was"), 0o600); err != nil {
		t.Fatal(err)
	}
	s, err := server.Start(t.Context(), server.Config{Data: dir, Listen: "127.0.0.1:0"})
	if err == nil {
		_ = s.Close()
		t.Fatal("it started")
	}
	t.Log(err)
}

func cursorText(t *testing.T, cursor map[string]int64) string {
	t.Helper()
	text, err := json.Marshal(cursor)
	if err != nil {
		t.Fatal(err)
	}
	return url.QueryEscape(string(text))
}
