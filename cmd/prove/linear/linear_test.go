// Package linear_test asks whether the versions of a record behave as one register
// that many set at the same time: devices patch one field of one customer through the
// server's API, each against the version that it last saw, and read it back; the
// history of calls and answers is handed to a checker of linearizability.
//
//	patch(value, seen version) -> applied, version | conflict     read -> version, value
package linear_test

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/anishathalye/porcupine"
	"github.com/google/uuid"

	"dianqin/data/courier"
	"dianqin/data/model"
	"dianqin/data/model/customer"
	"dianqin/data/model/fold"
	"dianqin/data/model/people"
	"dianqin/data/wire"
	"dianqin/server"
	"dianqin/server/store"
	"dianqin/server/storetest"
)

const (
	devices = 8
	calls   = 60 // of each
)

// register is what the field looks like to all.
type register struct {
	ver   int64
	value string
	by    int // the device that set it; -1: nobody yet
}

// call is a patch or a read.
type call struct {
	device int
	patch  bool
	value  string
	seen   int64
}

// reply is what the server said.
type reply struct {
	status wire.OpAnswerStatus
	ver    int64
	value  string
}

// model is the register in sequence: a patch is a conflict where another device has
// set the field since the version that was seen.
var sequential = porcupine.Model{
	Init: func() any { return register{ver: 1, value: "0", by: -1} },
	Step: func(state, input, output any) (bool, any) {
		r, in, out := state.(register), input.(call), output.(reply)
		if !in.patch {
			return out.ver == r.ver && out.value == r.value, r
		}
		if r.ver > in.seen && r.by != in.device && r.by != -1 {
			return out.status == wire.Conflict, r
		}
		next := register{ver: r.ver + 1, value: in.value, by: in.device}
		return out.status == wire.Applied && out.ver == next.ver, next
	},
	DescribeOperation: func(input, output any) string { return fmt.Sprintf("%+v -> %+v", input, output) },
}

func TestVersionsOfARecordAreLinearizable(t *testing.T) {
	for name, database := range map[string]func(*testing.T) string{
		"SQLite":     func(t *testing.T) string { return "sqlite:" + filepath.Join(t.TempDir(), "server.db") },
		"PostgreSQL": func(t *testing.T) string { return storetest.Schema(t) },
	} {
		t.Run(name, func(t *testing.T) {
			history := play(t, database(t))
			result := porcupine.CheckOperationsTimeout(sequential, history, time.Minute)
			if result != porcupine.Ok {
				t.Errorf("%d calls: %s", len(history), result)
			}
			conflicts := 0
			for i, o := range history {
				out := o.Output.(reply)
				if out.status == wire.Conflict {
					conflicts++
				}
				if out.status != wire.Applied || i < len(history)/2 || conflicts == 0 {
					continue
				}
				spoilt := append([]porcupine.Operation{}, history...)
				spoilt[i].Output = reply{out.status, out.ver + 1, out.value}
				if porcupine.CheckOperationsTimeout(sequential, spoilt, time.Minute) == porcupine.Ok {
					t.Error("a version that nobody gave passes the check")
				}
				break
			}
			if conflicts == 0 {
				t.Error("nobody met anybody: the history proves nothing")
			}
			t.Logf("%d calls of %d devices, %d conflicts", len(history), devices, conflicts)
		})
	}
}

// play lets the devices patch and read at the same time and returns the history.
func play(t *testing.T, database string) []porcupine.Operation {
	t.Helper()
	ctx := t.Context()
	phones := seed(t, database)
	s, err := server.Start(ctx, server.Config{Data: t.TempDir(), Database: database, Listen: "127.0.0.1:0"})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	var mu sync.Mutex
	var history []porcupine.Operation
	var group sync.WaitGroup
	began := time.Now()
	for _, p := range phones {
		p.open(s.URL())
		group.Go(func() {
			for n := range calls {
				in := call{device: p.i, patch: n%2 == 1, value: fmt.Sprintf("%d.%d", p.i, n), seen: p.seen}
				at := time.Since(began)
				out, err := p.do(ctx, in)
				end := time.Since(began)
				if err != nil {
					t.Errorf("device %d: %v", p.i, err)
					return
				}
				mu.Lock()
				history = append(history, porcupine.Operation{ClientId: p.i, Input: in, Call: at.Nanoseconds(), Output: out, Return: end.Nanoseconds()})
				mu.Unlock()
			}
		})
	}
	group.Wait()
	return history
}

// phone is a device with its chain of operations, without a store.
type phone struct {
	i       int
	id      string
	key     ed25519.PrivateKey
	refresh string
	client  *courier.Client
	access  string
	seq     int64
	prev    string
	seen    int64
	value   string
	epoch   string
	op      json.RawMessage // that waits for its answer
	answer  wire.OpAnswer
}

func seed(t *testing.T, database string) []*phone {
	t.Helper()
	st, err := store.Open(t.Context(), database)
	if err != nil {
		t.Fatal(err)
	}
	epoch, _ := st.Epoch(t.Context()) // read at opening
	var phones []*phone
	err = st.Write(t.Context(), func(x *store.Tx) error {
		u := people.User{ID: "u", Login: "u", Name: "u", Roles: []people.Role{people.Inspector}, Stations: []string{"s"}}
		if _, err := x.Put(fold.Put{Kind: model.KindUser, ID: "u", Lane: model.OrgLane, Record: u}); err != nil {
			return err
		}
		c := customer.Customer{ID: "c", StationID: "s", Phone: "0"}
		if _, err := x.Put(fold.Put{Kind: model.KindCustomer, ID: "c", Lane: "station:s", Record: c}); err != nil {
			return err
		}
		for i := range devices {
			pub, key, err := ed25519.GenerateKey(nil)
			if err != nil {
				return err
			}
			p := &phone{i: i, id: fmt.Sprint("d", i), key: key, refresh: fmt.Sprint("token", i), seen: 1, epoch: epoch}
			sum := sha256.Sum256([]byte(p.refresh))
			if err := errors.Join(x.AddDevice(store.Device{ID: p.id, UserID: "u", Key: pub}),
				x.AddRefresh(hex.EncodeToString(sum[:]), p.id, "u", model.MillisOf(time.Now().Add(time.Hour)))); err != nil {
				return err
			}
			phones = append(phones, p)
		}
		return nil
	})
	if err := errors.Join(err, st.Close()); err != nil {
		t.Fatal(err)
	}
	return phones
}

func (p *phone) open(server string) {
	p.client = courier.New(server, func(ctx context.Context) (string, error) {
		if p.access != "" {
			return p.access, nil
		}
		a, err := p.client.Refresh(ctx, wire.RefreshRequest{RefreshToken: p.refresh, Proof: ed25519.Sign(p.key, wire.RefreshProof(p.refresh))})
		p.access = a.AccessToken
		return p.access, err
	})
}

func (p *phone) do(ctx context.Context, in call) (reply, error) {
	if !in.patch {
		_, err := p.client.Pull(ctx, p, nil)
		p.seen = max(p.seen, 1)
		return reply{ver: p.seen, value: p.value}, err
	}
	body, err := json.Marshal(map[string]any{"set": map[string]string{"phone": in.value}})
	if err != nil {
		return reply{}, err
	}
	p.seq++
	op := wire.Operation{OpId: uuid.NewString(), Device: p.id, DevSeq: p.seq, Author: "u", Kind: "customer", Schema: wire.Schema, At: p.seq,
		Prev: p.prev, Body: body, Target: &wire.Target{Kind: "customer", Id: "c", BaseVer: in.seen, Epoch: p.epoch}}
	raw, err := wire.Seal(op, p.key)
	if err != nil {
		return reply{}, err
	}
	p.op = raw
	if p.prev, err = wire.Hash(raw); err != nil {
		return reply{}, err
	}
	_, err = p.client.Push(ctx, p.id, p)
	return reply{status: p.answer.Status, ver: p.answer.Ver, value: in.value}, err
}

// Pending and Answer make the phone an outbox of one operation.
func (p *phone) Pending(context.Context, int) ([]json.RawMessage, error) {
	if p.op == nil {
		return nil, nil
	}
	return []json.RawMessage{p.op}, nil
}

func (p *phone) Answer(_ context.Context, answers []wire.OpAnswer, _ int64) error {
	p.op, p.answer = nil, answers[0]
	return nil
}

// Cursor, ApplyPage and ResetBase make it an inbox that reads everything each time.
func (p *phone) Cursor(context.Context) (string, map[string]int64, error) { return "", nil, nil }

func (p *phone) ApplyPage(_ context.Context, rows []wire.PullRow, _ wire.PullEnd) error {
	for _, r := range rows {
		if r.Kind != "customer" {
			continue
		}
		var c customer.Customer
		if err := json.NewDecoder(bytes.NewReader(*r.Body)).Decode(&c); err != nil {
			return err
		}
		p.seen, p.value = r.Ver, c.Phone
	}
	return nil
}

func (p *phone) ResetBase(context.Context) error { return nil }
