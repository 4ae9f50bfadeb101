package sync_test

import (
	"context"
	"crypto/ed25519"
	"encoding/json"
	"testing"
	"time"

	"github.com/google/uuid"

	"dianqin/data/model"
	"dianqin/data/model/cases"
	"dianqin/data/model/customer"
	"dianqin/data/model/fold"
	"dianqin/data/model/metering"
	"dianqin/data/model/people"
	"dianqin/data/model/seal"
	"dianqin/data/wire"
	"dianqin/server/store"
	"dianqin/server/storetest"
	"dianqin/server/sync"
)

var ctx = context.Background()

// rig is a server with two stations and their people.
type rig struct {
	t     *testing.T
	s     *store.Store
	sync  *sync.Service
	epoch string
}

// phone is a device with its chain of operations.
type phone struct {
	*rig
	caller sync.Caller
	key    ed25519.PrivateKey
	seq    int64
	prev   string
}

const noon = 1767240000000 // 2026-01-01 12:00 in Shanghai

func each(t *testing.T, test func(r *rig)) {
	storetest.Each(t, func(t *testing.T, open storetest.Open) { test(newRig(t, open(t))) })
}

func newRig(t *testing.T, s *store.Store) *rig {
	r := &rig{t: t, s: s, sync: sync.New(s, func() time.Time { return time.UnixMilli(noon) })}
	var err error
	r.epoch, err = s.Epoch(ctx)
	r.must(err)
	user := func(id string, role people.Role, stations ...string) fold.Put {
		return fold.Put{Kind: model.KindUser, ID: id, Lane: model.OrgLane,
			Record: people.User{ID: id, Login: id, Name: id, Roles: []people.Role{role}, Stations: stations}}
	}
	storetest.Put(t, s, user("ins", people.Inspector, "s1"), user("ins2", people.Inspector, "s2"),
		user("sup", people.Supervisor, "s1"), user("adm", people.Admin), user("aud", people.Auditor, "s1"),
		fold.Put{Kind: model.KindBox, ID: "box1", Lane: "station:s1", Record: metering.Box{ID: "box1", StationID: "s1", Number: "b1"}},
		fold.Put{Kind: model.KindSeal, ID: "seal1", Lane: "station:s1", Record: seal.Seal{ID: "seal1", StationID: "s1", Number: "n1",
			Custody: seal.Applied, Condition: seal.Intact, BoxID: "box1", Place: "cover"}},
		fold.Put{Kind: model.KindCustomer, ID: "c1", Lane: "station:s1", Record: customer.Customer{ID: "c1", StationID: "s1", Name: "王"}})
	return r
}

func (r *rig) must(err error) {
	r.t.Helper()
	if err != nil {
		r.t.Fatal(err)
	}
}

func (r *rig) phone(user string) *phone {
	pub, key, err := ed25519.GenerateKey(nil)
	r.must(err)
	p := &phone{rig: r, key: key}
	p.caller.Device = store.Device{ID: uuid.NewString(), UserID: user, Key: pub}
	r.must(r.s.Write(ctx, func(t *store.Tx) error {
		var err error
		p.caller.User, _, err = t.User(user)
		if err != nil {
			return err
		}
		return t.AddDevice(p.caller.Device)
	}))
	return p
}

// op seals the next operation of the phone; change may spoil it first.
func (p *phone) op(kind, body string, change ...func(*wire.Operation)) json.RawMessage {
	p.t.Helper()
	p.seq++
	id, err := uuid.NewV7()
	p.must(err)
	o := wire.Operation{OpId: id.String(), Device: p.caller.Device.ID, DevSeq: p.seq, Author: p.caller.User.ID, Kind: kind,
		Schema: 1, At: noon, Body: json.RawMessage(body), Prev: p.prev}
	for _, f := range change {
		f(&o)
	}
	raw, err := wire.Seal(o, p.key)
	p.must(err)
	p.prev, err = wire.Hash(raw)
	p.must(err)
	return raw
}

func (p *phone) push(ops ...json.RawMessage) wire.PushAnswer {
	p.t.Helper()
	a, err := p.sync.Push(ctx, p.caller, wire.PushRequest{Device: p.caller.Device.ID, Schema: 1, Ops: ops})
	p.must(err)
	if len(a.Results) != len(ops) {
		p.t.Fatalf("%d answers to %d operations", len(a.Results), len(ops))
	}
	return a
}

// one pushes an operation and checks its status and the code of its problem.
func (p *phone) one(raw json.RawMessage, status wire.OpAnswerStatus, code string) wire.OpAnswer {
	p.t.Helper()
	a := p.push(raw).Results[0]
	check(p.t, a, status, code)
	return a
}

func check(t *testing.T, a wire.OpAnswer, status wire.OpAnswerStatus, code string) {
	t.Helper()
	got := ""
	if a.Problem != nil {
		got = a.Problem.Code
	}
	if a.Status != status || got != code {
		t.Errorf("answered %s %q, want %s %q", a.Status, got, status, code)
	}
}

// pull reads everything that the phone's person may see.
func (p *phone) pull() map[string][]wire.PullRow {
	p.t.Helper()
	out := map[string][]wire.PullRow{}
	_, err := p.sync.Pull(ctx, p.caller, sync.Query{Epoch: "", Cursor: nil, Limit: 0}, func(r wire.PullRow) error {
		out[r.Kind] = append(out[r.Kind], r)
		return nil
	})
	p.must(err)
	return out
}

// exception is what was asked about an operation, as the phone reads it.
func (p *phone) exception(opID string) (e cases.Exception) {
	p.t.Helper()
	for _, x := range p.pull()["exception"] {
		if x.Id == model.Derive(opID, "exception") {
			p.must(json.Unmarshal(*x.Body, &e))
		}
	}
	return e
}

func sighted(condition string) string {
	return `{"number":"n1","box_id":"box1","condition":"` + condition + `","verdict":{}}`
}

func on(r *rig, base int64) func(*wire.Operation) {
	return func(o *wire.Operation) {
		o.Target = &wire.Target{Kind: "customer", Id: "c1", BaseVer: base, Epoch: r.epoch}
	}
}
