package main

import (
	"bufio"
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"

	"dianqin/data/courier"
	"dianqin/data/model"
	"dianqin/data/model/seal"
	"dianqin/data/wire"
	"dianqin/server"
	"dianqin/server/demo"
	"dianqin/server/storetest"
)

// envArgs makes this test program a server process of its own.
const envArgs = "DIANQIN_TEST_SERVER_ARGS"

func TestMain(m *testing.M) {
	if args := os.Getenv(envArgs); args != "" {
		os.Args = append(os.Args[:1], strings.Split(args, "\x1f")...)
		main()
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// node is a server process.
type node struct {
	cmd     *exec.Cmd
	url     string
	metrics string
	codes   map[string]string
}

// startNode runs a server with the demo's people and waits until it answers.
func startNode(t testing.TB, args ...string) *node {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	n := &node{cmd: exec.Command(self), codes: map[string]string{}}
	args = append([]string{"--data", t.TempDir(), "--demo", "--demo-size", "100"}, args...)
	n.cmd.Env = append(os.Environ(), envArgs+"="+strings.Join(args, "\x1f"))
	n.cmd.Stderr = os.Stderr
	out, err := n.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := n.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(n.kill)
	for lines := bufio.NewScanner(out); lines.Scan(); {
		switch words := strings.Fields(lines.Text()); words[0] {
		case "staff:":
			n.url = words[1]
		case "metrics:":
			n.metrics = words[1]
		case "demo:":
			if n.codes[words[1]] = words[2]; words[1] == "inspector" {
				go func() { _, _ = io.Copy(io.Discard, out) }()
				return n
			}
		}
	}
	t.Fatal("the server ended before it answered")
	return nil
}

// kill ends the process where it stands.
func (n *node) kill() {
	_ = n.cmd.Process.Kill()
	_ = n.cmd.Wait()
}

// proxy gives each request to the next node, whoever asks.
type proxy struct {
	mu    sync.Mutex
	nodes []string
	turn  atomic.Int64
	asked [2]atomic.Int64
}

func (p *proxy) set(i int, url string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.nodes[i] = url
}

func (p *proxy) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	i := int(p.turn.Add(1)) % 2
	p.mu.Lock()
	to, err := url.Parse(p.nodes[i])
	p.mu.Unlock()
	if err != nil {
		panic(err)
	}
	p.asked[i].Add(1)
	h := httputil.NewSingleHostReverseProxy(to)
	h.ErrorHandler = func(w http.ResponseWriter, _ *http.Request, _ error) { w.WriteHeader(http.StatusBadGateway) }
	h.ServeHTTP(w, r)
}

// phone is a device with its outbox and what it pulled.
type phone struct {
	*courier.Client
	t        testing.TB
	key      ed25519.PrivateKey
	device   string
	user     string
	session  wire.Session
	prev     string
	made     int64
	mu       sync.Mutex
	waiting  []json.RawMessage
	answered map[string]wire.OpAnswerStatus
	epoch    string
	cursor   map[string]int64
	records  map[string]int64 // kind/id -> ver
	seal     *seal.Seal
	files    []courier.Upload
	sent     map[string]bool
}

// persist tries until the network lets it.
func persist(t testing.TB, what string, f func() error) {
	t.Helper()
	var err error
	for end := time.Now().Add(2 * time.Minute); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		if err = f(); err == nil {
			return
		}
	}
	t.Fatalf("%s: %v", what, err)
}

func newPhone(t testing.TB, url, code string) *phone {
	t.Helper()
	p := &phone{t: t, answered: map[string]wire.OpAnswerStatus{}, cursor: map[string]int64{}, records: map[string]int64{}, sent: map[string]bool{}}
	p.Client = courier.New(url, func(context.Context) (string, error) { return p.session.AccessToken, nil })
	var public ed25519.PublicKey
	public, p.key, _ = ed25519.GenerateKey(nil)
	ctx := t.Context()
	e, err := p.Enroll(ctx, wire.EnrollRequest{Code: code, PublicKey: public, Proof: ed25519.Sign(p.key, wire.EnrollProof(code)), DeviceName: "test"})
	if err != nil {
		t.Fatal("enrol:", err)
	}
	at := time.Now().UnixMilli()
	if p.session, err = p.SignIn(ctx, wire.SignInRequest{DeviceId: e.DeviceId, Login: e.Login, Password: demo.Password, At: at,
		Proof: ed25519.Sign(p.key, wire.SessionProof(e.DeviceId, e.Login, at))}); err != nil {
		t.Fatal("sign in:", err)
	}
	p.device, p.user = e.DeviceId, e.UserId
	if _, err := p.Pull(ctx, p, nil); err != nil {
		t.Fatal("first pull:", err)
	}
	return p
}

// record signs a sighting of a seal of the station.
func (p *phone) record() {
	body, err := json.Marshal(seal.Sighted{Number: p.seal.Number, BoxID: p.seal.BoxID, Place: p.seal.Place, Condition: seal.Intact})
	if err != nil {
		p.t.Error(err)
		return
	}
	p.made++
	raw, err := wire.Seal(wire.Operation{OpId: uuid.Must(uuid.NewV7()).String(), Device: p.device, DevSeq: p.made, Author: p.user,
		Kind: "seal.sighted", Schema: wire.Schema, At: time.Now().UnixMilli(), Body: body, Prev: p.prev}, p.key)
	if err == nil {
		p.prev, err = wire.Hash(raw)
	}
	if err != nil {
		p.t.Error(err)
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.waiting = append(p.waiting, raw)
}

func (p *phone) Pending(_ context.Context, limit int) ([]json.RawMessage, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.waiting[:min(limit, len(p.waiting), 3)], nil // few at a time: many requests
}

func (p *phone) Answer(_ context.Context, answers []wire.OpAnswer, _ int64) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, a := range answers {
		if a.Status != wire.Held {
			p.answered[a.OpId] = a.Status
			p.waiting = p.waiting[1:]
		}
	}
	return nil
}

func (p *phone) Cursor(context.Context) (string, map[string]int64, error) {
	return p.epoch, p.cursor, nil
}
func (p *phone) ResetBase(context.Context) error {
	p.t.Error("the base was to be begun anew: a node did not know the cursor")
	return nil
}

func (p *phone) ApplyPage(_ context.Context, rows []wire.PullRow, end wire.PullEnd) error {
	for _, r := range rows {
		if key := r.Kind + "/" + r.Id; p.records[key] < r.Ver {
			p.records[key] = r.Ver
		}
		var s seal.Seal
		if p.seal == nil && model.Kind(r.Kind) == model.KindSeal && r.Body != nil && json.Unmarshal(*r.Body, &s) == nil && s.Custody == seal.Applied {
			p.seal = &s
		}
	}
	p.epoch, p.cursor = end.Epoch, end.Cursor
	return nil
}

func (p *phone) Waiting(context.Context) (left []courier.Upload, err error) {
	for _, f := range p.files {
		if !p.sent[f.SHA256] {
			left = append(left, f)
		}
	}
	return left, nil
}

func (p *phone) Confirmed(_ context.Context, hash string) error {
	p.sent[hash] = true
	return nil
}

// TestNodes_TwoBehindAPlainProxy: two processes over one PostgreSQL and one folder
// of files, each request at the other one; one of them is killed again and again.
// Enrolment, sessions, pushes, cursors and uploads go on wherever they land, and in
// the end every fact is there once.
func TestNodes_TwoBehindAPlainProxy(t *testing.T) {
	database, shared := storetest.Schema(t), t.TempDir()
	args := []string{"--database", database, "--files", shared, "--listen"}
	first, second := startNode(t, append(args, "127.0.0.1:0")...), startNode(t, append(args, "127.0.0.1:0")...)
	p := &proxy{nodes: []string{first.url, second.url}}
	front := httptest.NewServer(p)
	t.Cleanup(front.Close)

	const phones, facts = 4, 60
	all := make([]*phone, phones)
	for i := range all {
		code := issue(t, database)
		all[i] = newPhone(t, front.URL, code)
		all[i].files = append(all[i].files, picture(t, 3<<20))
	}
	stop, kills := make(chan struct{}), 0
	var killer, work sync.WaitGroup
	killer.Go(func() {
		for {
			select {
			case <-stop:
				return
			case <-time.After(400*time.Millisecond + time.Duration(kills)*20*time.Millisecond): // ever more seldom: a slow machine comes to an end too
			}
			second.kill()
			kills++
			second = startNode(t, append(args, strings.TrimPrefix(second.url, "http://"))...)
		}
	})
	for _, ph := range all {
		work.Go(func() { ph.day(facts) })
	}
	work.Wait()
	close(stop)
	killer.Wait()
	p.set(1, second.url)
	if p.asked[0].Load() == 0 || p.asked[1].Load() == 0 || kills == 0 {
		t.Errorf("asked %d and %d times, %d kills: nothing was shown", p.asked[0].Load(), p.asked[1].Load(), kills)
	}
	t.Logf("asked %d and %d times, %d kills", p.asked[0].Load(), p.asked[1].Load(), kills)
	compare(t, database, all, facts)
	for _, ph := range all {
		for _, f := range ph.files {
			got, err := os.ReadFile(filepath.Join(shared, f.SHA256[:2], f.SHA256))
			if sum := sha256.Sum256(got); err != nil || hex.EncodeToString(sum[:]) != f.SHA256 {
				t.Errorf("a file of %d bytes came as %d: %v", f.Bytes, len(got), err)
			}
		}
	}
}

// day records facts and sends them and a file, whatever the network does.
func (p *phone) day(facts int) {
	ctx := p.t.Context()
	for range facts {
		p.record()
		_, _ = p.Push(ctx, p.device, p)
		_, _ = p.Pull(ctx, p, nil)
		_ = p.SendFiles(ctx, p)
	}
	persist(p.t, "push", func() error { _, err := p.Push(ctx, p.device, p); return err })
	persist(p.t, "files", func() error { return p.SendFiles(ctx, p) })
}

// compare holds what the phones were told against what the database has.
func compare(t *testing.T, database string, all []*phone, facts int) {
	t.Helper()
	var out bytes.Buffer
	if err := server.ExportOps(t.Context(), server.Config{Data: t.TempDir(), Database: database}, &out); err != nil {
		t.Fatal(err)
	}
	held, seqs := map[string]int{}, map[string]int64{}
	for lines := bufio.NewScanner(&out); lines.Scan(); {
		var line struct{ Op wire.Operation }
		if err := json.Unmarshal(lines.Bytes(), &line); err != nil {
			t.Fatal(err)
		}
		held[line.Op.OpId]++
		if seqs[line.Op.Device]++; line.Op.DevSeq != seqs[line.Op.Device] {
			t.Errorf("%s: dev_seq %d follows %d", line.Op.Device, line.Op.DevSeq, seqs[line.Op.Device]-1)
		}
	}
	events := 0
	for _, p := range all {
		for id, status := range p.answered {
			if held[id] != 1 || status != wire.Applied {
				t.Errorf("%s was answered %s and is there %d times", id, status, held[id])
			}
		}
		persist(t, "last pull", func() error { _, err := p.Pull(t.Context(), p, nil); return err })
		events = 0
		for key := range p.records {
			if strings.HasPrefix(key, string(model.KindSealEvent)+"/") {
				events++
			}
		}
		if len(p.answered) != facts || events < facts*len(all) {
			t.Errorf("%d facts made, %d answered, %d of all are seen", facts, len(p.answered), events)
		}
	}
	if len(held) != facts*len(all) {
		t.Errorf("%d operations are there, %d were made", len(held), facts*len(all))
	}
}

// issue makes an enrolment code for the inspector beside the servers.
func issue(t *testing.T, database string) string {
	t.Helper()
	s, err := server.Start(t.Context(), server.Config{Data: t.TempDir(), Database: database, Listen: "127.0.0.1:0"})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	code, err := s.Code(t.Context(), "inspector")
	if err != nil {
		t.Fatal(err)
	}
	return code
}

func picture(t *testing.T, n int) courier.Upload {
	t.Helper()
	raw := make([]byte, n)
	if _, err := rand.Read(raw); err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256(raw)
	f := courier.Upload{SHA256: hex.EncodeToString(sum[:]), Path: filepath.Join(t.TempDir(), "p"), Mime: "image/jpeg", Bytes: int64(n)}
	if err := os.WriteFile(f.Path, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	return f
}
