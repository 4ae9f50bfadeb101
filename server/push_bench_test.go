package server_test

import (
	"bufio"
	"bytes"
	"context"
	"crypto/ed25519"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"dianqin/data/model"
	"dianqin/data/model/customer"
	"dianqin/data/model/seal"
	"dianqin/data/wire"
	"dianqin/server"
	"dianqin/server/demo"
	"dianqin/server/storetest"

	"github.com/google/uuid"
)

// pushers is how many phones push at the same time.
const pushers = 64

// BenchmarkPush pushes signed operations of several kinds from 64 phones, one a
// request, over HTTP, with every rule on and a commit that is on the disk before
// the answer (synchronous FULL), as PocketBase's plain upserts were measured. The
// phones share the machine with the server; what they send was signed before.
//
//	DIANQIN_TEST_POSTGRES  measures PostgreSQL there too
func BenchmarkPush(b *testing.B) {
	b.Run("SQLite", func(b *testing.B) { benchmarkPush(b, "sqlite:"+filepath.Join(b.TempDir(), "bench.db")) })
	b.Run("PostgreSQL", func(b *testing.B) {
		if os.Getenv("DIANQIN_TEST_POSTGRES") == "" {
			b.Skip("DIANQIN_TEST_POSTGRES is not set")
		}
		benchmarkPush(b, storetest.Schema(b))
	})
}

func benchmarkPush(b *testing.B, database string) {
	server.Tune() // as the program does
	s, err := server.Start(b.Context(), server.Config{Data: b.TempDir(), Database: database, Listen: "127.0.0.1:0", Demo: true, DemoSize: 2000})
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	phones := make([]*pusher, pushers)
	for i := range phones {
		phones[i] = newPusher(b, s, i)
	}
	phones[0].look(b)
	for i, p := range phones {
		p.seals, p.customers, p.epoch = phones[0].seals, phones[0].customers, phones[0].epoch
		p.sign(b, i, (b.N+pushers-1)/pushers)
	}
	computed := cpuTime()
	b.ResetTimer()
	var group sync.WaitGroup
	for _, p := range phones {
		group.Go(func() { p.run(b) })
	}
	group.Wait()
	b.StopTimer()
	b.ReportMetric(float64((cpuTime()-computed).Microseconds())/1000/float64(b.N), "cpu-ms/push")
	report(b, phones)
}

// report gives the operations a second and the slowest of a hundred.
func report(b *testing.B, phones []*pusher) {
	var took []time.Duration
	answers := map[wire.OpAnswerStatus]int{}
	for _, p := range phones {
		took = append(took, p.took...)
		for status, n := range p.answers {
			answers[status] += n
		}
	}
	slices.Sort(took)
	b.ReportMetric(float64(len(took))/b.Elapsed().Seconds(), "pushes/s")
	b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "p50-ms")
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds())/1000, "p99-ms")
	if n := answers[wire.Applied] + answers[wire.Merged]; n*10 < len(took)*9 {
		b.Errorf("only %d of %d were taken as they are: %v", n, len(took), answers)
	}
}

// pusher is a phone of the benchmark.
type pusher struct {
	url, device, token, user, epoch string
	key                             ed25519.PrivateKey
	seals                           []seal.Seal
	customers                       []customer.Customer
	ready                           [][]byte // requests
	took                            []time.Duration
	answers                         map[wire.OpAnswerStatus]int
	client                          *http.Client
}

func newPusher(b *testing.B, s *server.Server, n int) *pusher {
	code, err := s.Code(b.Context(), "inspector")
	if err != nil {
		b.Fatal(err)
	}
	p := &pusher{url: s.URL(), answers: map[wire.OpAnswerStatus]int{}, client: &http.Client{Transport: &http.Transport{}}}
	var public ed25519.PublicKey
	public, p.key, _ = ed25519.GenerateKey(nil)
	var e wire.EnrollAnswer
	p.post(b, "/v1/enroll", wire.EnrollRequest{Code: code, PublicKey: public, Proof: ed25519.Sign(p.key, wire.EnrollProof(code)), DeviceName: fmt.Sprint(n)}, &e)
	at := time.Now().UnixMilli()
	var in wire.Session
	p.post(b, "/v1/session", wire.SignInRequest{DeviceId: e.DeviceId, Login: e.Login, Password: demo.Password, At: at,
		Proof: ed25519.Sign(p.key, wire.SessionProof(e.DeviceId, e.Login, at))}, &in)
	p.device, p.token, p.user = e.DeviceId, in.AccessToken, in.User.ID
	return p
}

func (p *pusher) post(b *testing.B, path string, body, into any) {
	raw, err := json.Marshal(body)
	if err != nil {
		b.Fatal(err)
	}
	if err := p.send(http.MethodPost, path, raw, into); err != nil {
		b.Fatal(path, err)
	}
}

func (p *pusher) send(method, path string, body []byte, into any) error {
	r, err := http.NewRequestWithContext(context.Background(), method, p.url+path, bytes.NewReader(body))
	if err != nil {
		return err
	}
	r.Header.Set("Authorization", "Bearer "+p.token)
	answer, err := p.client.Do(r)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	raw, err := io.ReadAll(answer.Body)
	if err != nil || answer.StatusCode >= 300 {
		return fmt.Errorf("%d %s: %w", answer.StatusCode, raw, err)
	}
	return json.Unmarshal(raw, into)
}

// look pulls what the phone's person sees.
func (p *pusher) look(b *testing.B) {
	r, err := http.NewRequestWithContext(b.Context(), http.MethodGet, p.url+"/v1/sync/pull?limit=20000", nil)
	if err != nil {
		b.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+p.token)
	answer, err := p.client.Do(r)
	if err != nil {
		b.Fatal(err)
	}
	defer answer.Body.Close()
	for lines := bufio.NewScanner(answer.Body); lines.Scan(); {
		var row wire.PullRow
		var end wire.PullEnd
		if json.Unmarshal(lines.Bytes(), &end) == nil && end.End {
			p.epoch = end.Epoch
		}
		if json.Unmarshal(lines.Bytes(), &row) != nil || row.Body == nil {
			continue
		}
		switch model.Kind(row.Kind) {
		case model.KindSeal:
			var s seal.Seal
			if json.Unmarshal(*row.Body, &s) == nil && s.Custody == seal.Applied {
				p.seals = append(p.seals, s)
			}
		case model.KindCustomer:
			var c customer.Customer
			if json.Unmarshal(*row.Body, &c) == nil {
				p.customers = append(p.customers, c)
			}
		}
	}
	if len(p.seals) < 100 || len(p.customers) < 100 {
		b.Fatalf("%d seals, %d customers", len(p.seals), len(p.customers))
	}
}

// sign makes n requests of one operation each: four of six are scans of seals that
// hang where they should, one is a condition, one is a note about a customer.
func (p *pusher) sign(b *testing.B, first, n int) {
	prev := ""
	for i := range n {
		s := p.seals[(first*7919+i*31)%len(p.seals)]
		kind, target := "seal.sighted", (*wire.Target)(nil)
		var body any = seal.Sighted{Number: s.Number, Format: "CODE_128", BoxID: s.BoxID, Place: s.Place, Condition: seal.Intact,
			Verdict: seal.Verdict{Identity: seal.Here}}
		switch i % 6 {
		case 3:
			kind, body = "seal.condition", seal.Inspected{Number: s.Number, BoxID: s.BoxID, Place: s.Place, Condition: seal.Intact}
		case 5:
			c := p.customers[(first+i*pushers)%len(p.customers)]
			kind, target = "customer", &wire.Target{Kind: "customer", Id: c.ID, BaseVer: 1 << 30, Epoch: p.epoch}
			body = map[string]any{"set": map[string]any{"note": fmt.Sprintf("狗 %d", i)}}
		}
		text, err := json.Marshal(body)
		if err != nil {
			b.Fatal(err)
		}
		raw, err := wire.Seal(wire.Operation{OpId: uuid.Must(uuid.NewV7()).String(), Device: p.device, DevSeq: int64(i + 1), Author: p.user,
			Kind: kind, Schema: wire.Schema, At: time.Now().UnixMilli(), Body: text, Prev: prev, Target: target}, p.key)
		if err != nil {
			b.Fatal(err)
		}
		if prev, err = wire.Hash(raw); err != nil {
			b.Fatal(err)
		}
		request, err := json.Marshal(wire.PushRequest{Device: p.device, Schema: wire.Schema, Ops: []json.RawMessage{raw}})
		if err != nil {
			b.Fatal(err)
		}
		p.ready = append(p.ready, request)
	}
}

func (p *pusher) run(b *testing.B) {
	for _, request := range p.ready {
		began := time.Now()
		var a wire.PushAnswer
		if err := p.send(http.MethodPost, "/v1/sync/push", request, &a); err != nil || len(a.Results) != 1 {
			b.Error(err)
			return
		}
		p.took = append(p.took, time.Since(began))
		p.answers[a.Results[0].Status]++
	}
}
