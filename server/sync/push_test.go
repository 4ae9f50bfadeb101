package sync_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"
	"pgregory.net/rapid"

	"dianqin/data/model"
	"dianqin/data/model/cases"
	"dianqin/data/wire"
	"dianqin/server/store"
	"dianqin/server/storetest"
)

func TestPush_AFactIsAppliedAndItsNumberIsInTheFeed(t *testing.T) {
	each(t, func(r *rig) {
		p := r.phone("ins")
		a := p.one(p.op("seal.sighted", sighted("broken")), wire.Applied, "")
		rows := p.pull()
		if len(rows["seal_event"]) != 1 || len(rows["case"]) != 1 || len(rows["exception"]) != 0 {
			r.t.Fatalf("follows: %v", rows)
		}
		if a.Seq["cases:s1"] != rows["case"][0].Seq || a.Seq["station:s1"] < rows["seal_event"][0].Seq {
			r.t.Errorf("numbers %v", a.Seq)
		}
		var c struct{ Number string }
		r.must(json.Unmarshal(*rows["case"][0].Body, &c))
		if c.Number != "C-20260101-0001" {
			r.t.Errorf("number %q", c.Number)
		}
	})
}

func TestPush_TheSameOperationAgainGetsTheSameAnswer(t *testing.T) {
	each(t, func(r *rig) {
		p := r.phone("ins")
		raw := p.op("seal.sighted", sighted("broken"))
		first, again := p.push(raw, raw), p.push(raw)
		if !reflect.DeepEqual(first.Results[0], again.Results[0]) || !reflect.DeepEqual(first.Results[0], first.Results[1]) || again.DevSeq != 1 {
			r.t.Errorf("%+v\n%+v", first, again)
		}
		if n := len(p.pull()["seal_event"]); n != 1 {
			r.t.Errorf("%d events", n)
		}
	})
}

func TestPush_AnOpIdWithAnotherContentOrDeviceIsRefusedWhole(t *testing.T) {
	each(t, func(r *rig) {
		p, q := r.phone("ins"), r.phone("ins")
		var id string
		p.push(p.op("seal.sighted", sighted("intact"), func(o *wire.Operation) { id = o.OpId }))
		for _, from := range []*phone{p, q} {
			good := from.op("seal.sighted", sighted("intact"))
			bad := from.op("seal.sighted", sighted("worn"), func(o *wire.Operation) { o.OpId = id })
			_, err := r.sync.Push(ctx, from.caller, wire.PushRequest{Device: from.caller.Device.ID, Ops: []json.RawMessage{good, bad}})
			code(r.t, err, "op.reused")
		}
		if n := len(p.pull()["seal_event"]); n != 1 {
			r.t.Errorf("%d events: a refused push left something", n)
		}
	})
}

func TestPush_WhatIsNotThisDevicesIsRejectedAndHoldsBackNothing(t *testing.T) {
	each(t, func(r *rig) {
		p, other := r.phone("ins"), r.phone("ins")
		forged := other.op("seal.sighted", sighted("intact"), func(o *wire.Operation) { o.Device = p.caller.Device.ID })
		foreign := p.op("seal.sighted", sighted("intact"), func(o *wire.Operation) { o.Device = "else" })
		shouted := p.op("seal.sighted", sighted("intact"), func(o *wire.Operation) { o.OpId = strings.ToUpper(o.OpId) })
		p.one(shouted, wire.Rejected, "op.malformed")
		p.seq, p.prev = 0, ""
		a := p.push(forged, foreign, json.RawMessage(`{"at":"x"}`), p.op("seal.sighted", sighted("intact")))
		check(r.t, a.Results[0], wire.Rejected, "op.bad_signature")
		check(r.t, a.Results[1], wire.Rejected, "device.other")
		check(r.t, a.Results[2], wire.Rejected, "op.malformed")
		check(r.t, a.Results[3], wire.Applied, "")
		if a.DevSeq != 1 {
			r.t.Errorf("dev_seq %d", a.DevSeq)
		}
		_, err := r.sync.Push(ctx, p.caller, wire.PushRequest{Device: other.caller.Device.ID})
		code(r.t, err, "device.other")
	})
}

func TestPush_AGapHoldsWhatIsBehindIt(t *testing.T) {
	each(t, func(r *rig) {
		p := r.phone("ins")
		one, two, three := p.op("seal.sighted", sighted("intact")), p.op("seal.sighted", sighted("worn")), p.op("seal.sighted", sighted("broken"))
		a := p.push(three, two)
		check(r.t, a.Results[0], wire.Held, "")
		check(r.t, a.Results[1], wire.Held, "")
		if a.DevSeq != 0 || len(p.pull()["seal_event"]) != 0 {
			r.t.Errorf("held operations were applied: %+v", a)
		}
		if a = p.push(one); a.DevSeq != 3 {
			r.t.Errorf("dev_seq %d", a.DevSeq)
		}
		if got := p.push(three).Results[0]; got.Status != wire.Applied || len(got.Seq) == 0 {
			r.t.Errorf("a held one is answered %+v afterwards", got)
		}
		if n := len(p.pull()["seal_event"]); n != 3 {
			r.t.Errorf("%d events", n)
		}
	})
}

func TestPush_ABrokenChainIsKeptAndDisputed(t *testing.T) {
	each(t, func(r *rig) {
		p := r.phone("ins")
		p.push(p.op("seal.sighted", sighted("intact")))
		p.one(p.op("seal.sighted", sighted("worn"), func(o *wire.Operation) { o.Prev = "else" }), wire.Disputed, "op.chain_broken")
		p.one(p.op("seal.sighted", sighted("worn")), wire.Applied, "")
		prev := p.prev
		p.one(p.op("customer", `{"set":{"phone":"1"}}`, on(r, 1), func(o *wire.Operation) { o.Prev = "else" }), wire.Refused, "op.chain_broken")
		p.seq, p.prev = 1, prev // a phone restored from a copy counts again
		p.one(p.op("seal.sighted", sighted("worn")), wire.Disputed, "op.chain_broken")
	})
}

func TestPush_EachClassHasItsAnswerToARule(t *testing.T) {
	each(t, func(r *rig) {
		p, stranger, admin := r.phone("ins"), r.phone("ins2"), r.phone("adm")
		p.one(p.op("seal.invented", `{}`), wire.Disputed, "op.unknown_kind")
		p.one(p.op("seal.sighted", `{"box_id":"box1","verdict":{}}`), wire.Disputed, "field.required")
		p.one(p.op("seal.sighted", `{"number":"a\u0000","box_id":"box1","verdict":{}}`), wire.Disputed, "body.malformed")
		p.one(p.op("seal.sighted", `{"number":"a\\u0000","box_id":"box1","verdict":{}}`), wire.Applied, "")
		p.one(p.op("seal.sighted", `[]`), wire.Disputed, "body.malformed")
		p.one(p.op("seal.sighted", sighted("intact"), func(o *wire.Operation) { o.Author = "nobody" }), wire.Disputed, "user.unknown")
		p.one(p.op("user.enroll", `{"login":"x","name":"x","roles":["admin"]}`), wire.Refused, "auth.forbidden")
		p.one(p.op("customer", `{"set":{"name":"x"}}`, on(r, 1)), wire.Refused, "patch.not_allowed")
		// rights are the author's, not the caller's
		p.one(p.op("user.enroll", `{"login":"x","name":"x","roles":["admin"]}`, func(o *wire.Operation) { o.Author = "adm" }), wire.Applied, "")
		admin.one(admin.op("seal.sighted", sighted("intact")), wire.Disputed, "auth.forbidden")

		before := len(p.pull()["seal_event"])
		stranger.one(stranger.op("seal.sighted", sighted("intact")), wire.Disputed, "lane.foreign")
		stranger.one(stranger.op("customer", `{"set":{"phone":"1"}}`, on(r, 1)), wire.Refused, "lane.foreign")
		after := p.pull()
		if len(after["seal_event"]) != before || !slices.ContainsFunc(after["exception"], func(x wire.PullRow) bool {
			return x.Lane == "station:s1"
		}) {
			r.t.Errorf("a foreign fact: %d events then %d, exceptions %v", before, len(after["seal_event"]), after["exception"])
		}
	})
}

func TestPush_PatchesMergeByField(t *testing.T) {
	each(t, func(r *rig) {
		p, q := r.phone("ins"), r.phone("sup")
		a := p.one(p.op("customer", `{"set":{"phone":"1"}}`, on(r, 1)), wire.Applied, "")
		if a.Ver != 2 {
			r.t.Errorf("version %d", a.Ver)
		}
		p.one(p.op("customer", `{"set":{"phone":"2"}}`, on(r, 1)), wire.Applied, "") // its own change is no conflict
		q.one(q.op("customer", `{"set":{"note":"dog"}}`, on(r, 1)), wire.Merged, "")
		q.one(q.op("customer", `{"set":{"note":"cat","phone":"3"}}`, on(r, 1)), wire.Conflict, "patch.conflict")
		q.one(q.op("customer", `{"set":{"phone":"3"}}`, on(r, 3)), wire.Applied, "")
		q.one(q.op("customer", `{"set":{"phone":"4"}}`, on(r, 5), func(o *wire.Operation) { o.Target.Epoch = "old" }), wire.Conflict, "patch.conflict")
		rows := p.pull()
		var c struct{ Name, Phone, Note string }
		r.must(json.Unmarshal(*rows["customer"][0].Body, &c))
		if c.Phone != "3" || c.Note != "dog" || c.Name != "王" || len(rows["exception"]) != 2 {
			r.t.Errorf("got %+v, %d exceptions", c, len(rows["exception"]))
		}
	})
}

func TestPush_AConflictShowsBothSidesAndIsResolvedOnce(t *testing.T) {
	each(t, func(r *rig) {
		p, q := r.phone("ins"), r.phone("sup")
		p.one(p.op("customer", `{"set":{"phone":"1"}}`, on(r, 1)), wire.Applied, "")
		met := q.one(q.op("customer", `{"set":{"note":"dog","phone":"3"}}`, on(r, 1)), wire.Conflict, "patch.conflict")
		e := q.exception(met.OpId)
		if e.RecordID != "c1" || e.Author != "sup" || string(e.Mine["phone"]) != `"3"` || string(e.Mine["note"]) != `"dog"` ||
			string(e.Theirs["phone"]) != `"1"` || e.Theirs["note"] != nil || e.TheirAuthor != "ins" || e.TheirAt != noon {
			r.t.Errorf("%+v", e)
		}
		resolves := `,"resolves":"` + met.OpId + `"}`
		q.one(q.op("customer", `{"set":{}`+`,"resolves":"`+uuid.NewString()+`"}`, on(r, 2)), wire.Refused, "exception.unknown")
		p.one(p.op("customer", `{"set":{"note":"cat"}}`, on(r, 2)), wire.Applied, "")
		q.one(q.op("customer", `{"set":{"phone":"4"}`+resolves, on(r, 2)), wire.Merged, "")
		if e := q.exception(met.OpId); e.OvertakenBy != "" || e.State != cases.Closed || e.DecidedBy != "sup" {
			r.t.Errorf("%+v", e)
		}
		p.one(p.op("customer", `{"set":{}`+resolves, on(r, 4)), wire.Refused, "exception.settled")
		var c struct{ Phone, Note string }
		r.must(json.Unmarshal(*p.pull()["customer"][0].Body, &c))
		if c.Phone != "4" || c.Note != "cat" {
			r.t.Errorf("%+v", c)
		}
	})
}

func TestPush_AConflictEndsByLeavingWhatStands(t *testing.T) {
	each(t, func(r *rig) {
		p, q := r.phone("ins"), r.phone("sup")
		p.one(p.op("customer", `{"set":{"phone":"1"}}`, on(r, 1)), wire.Applied, "")
		met := q.one(q.op("customer", `{"set":{"phone":"3"}}`, on(r, 1)), wire.Conflict, "patch.conflict")
		q.one(q.op("customer", `{"set":{},"resolves":"`+met.OpId+`"}`, on(r, 1)), wire.Applied, "")
		rows := p.pull()
		var c struct{ Phone string }
		var e cases.Exception
		r.must(json.Unmarshal(*rows["customer"][0].Body, &c))
		r.must(json.Unmarshal(*rows["exception"][0].Body, &e))
		if c.Phone != "1" || e.State != cases.Closed {
			r.t.Errorf("%+v %+v", c, e)
		}
	})
}

func TestPush_ARevokedDevicesFactsAreKeptApart(t *testing.T) {
	each(t, func(r *rig) {
		p, desk := r.phone("ins"), r.phone("sup")
		r.must(r.s.Write(ctx, func(t *store.Tx) error { return t.RevokeDevice(p.caller.Device.ID, 1) }))
		p.one(p.op("seal.sighted", sighted("broken")), wire.Disputed, "device.revoked")
		p.one(p.op("customer", `{"set":{"phone":"1"}}`, on(r, 1)), wire.Refused, "device.revoked")
		rows := desk.pull()
		if len(rows["seal_event"]) != 0 || len(rows["case"]) != 0 || len(rows["exception"]) != 1 {
			r.t.Errorf("got %v", rows)
		}
		n := 0
		r.must(r.s.Operations(ctx, func(_, _ []byte) error { n++; return nil }))
		if n != 2 {
			r.t.Errorf("%d operations kept", n)
		}
	})
}

func TestPush_AnyScheduleEndsInTheSameTruth(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		t.Run("schedule", func(t *testing.T) {
			r := newRig(t, storetest.SQLite(t))
			p := r.phone("ins")
			var ops []json.RawMessage
			for i := range 8 {
				ops = append(ops, p.op("seal.sighted", fmt.Sprintf(`{"number":"n%d","box_id":"box1","verdict":{}}`, i%3)))
			}
			var last wire.PushAnswer
			for range 6 { // lost, doubled and reordered
				part := rapid.SliceOfN(rapid.SampledFrom(ops), 0, 6).Draw(rt, "push")
				last = p.push(part...)
			}
			last = p.push(ops...)
			if last.DevSeq != 8 || len(p.pull()["seal_event"]) != 8 {
				rt.Fatalf("dev_seq %d, %d events", last.DevSeq, len(p.pull()["seal_event"]))
			}
			for _, a := range last.Results {
				if a.Status != wire.Applied {
					rt.Fatalf("answered %+v", a)
				}
			}
		})
	})
}

func code(t *testing.T, err error, want string) {
	t.Helper()
	var e *model.Error
	if !errors.As(err, &e) || e.Code != want {
		t.Errorf("got %v, want %s", err, want)
	}
}

func TestPush_RightsThatChangeInThePushCountAtOnce(t *testing.T) {
	each(t, func(r *rig) {
		p := r.phone("sup")
		away := p.op("user.enroll", `{"login":"sup","name":"sup","roles":["supervisor"],"stations":["s2"]}`, func(o *wire.Operation) { o.Author = "adm" })
		a := p.push(away, p.op("customer", `{"set":{"phone":"1"}}`, on(r, 1)))
		check(r.t, a.Results[0], wire.Applied, "")
		check(r.t, a.Results[1], wire.Refused, "lane.foreign")
	})
}
