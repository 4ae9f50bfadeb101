package sync_test

import (
	"encoding/json"
	"testing"

	"dianqin/data/model"
	"dianqin/data/model/cases"
	"dianqin/data/model/customer"
	"dianqin/data/model/fold"
	"dianqin/data/wire"
	"dianqin/server/storetest"
)

func TestPush_AConflictWhoseResolutionIsOvertakenIsAskedOnceOnly(t *testing.T) {
	each(t, func(r *rig) {
		p, q := r.phone("ins"), r.phone("sup")
		open := func() (ids []string) {
			for _, x := range q.pull()["exception"] {
				var e cases.Exception
				r.must(json.Unmarshal(*x.Body, &e))
				if e.State == cases.Open {
					ids = append(ids, e.OpID)
				}
			}
			return ids
		}
		p.one(p.op("customer", `{"set":{"phone":"1"}}`, on(r, 1)), wire.Applied, "")
		first := q.one(q.op("customer", `{"set":{"note":"dog","phone":"3"}}`, on(r, 1)), wire.Conflict, "patch.conflict")
		p.one(p.op("customer", `{"set":{"note":"cat"}}`, on(r, 2)), wire.Applied, "")
		raw := q.op("customer", `{"set":{"note":"dog","phone":"3"},"resolves":"`+first.OpId+`"}`, on(r, 2))
		second := q.one(raw, wire.Conflict, "patch.conflict") // the cat came between
		q.one(raw, wire.Conflict, "patch.conflict")           // the answer was lost
		if left := open(); len(left) != 1 || left[0] != second.OpId {
			r.t.Fatalf("open: %v, want %s", left, second.OpId)
		}
		if e := q.exception(first.OpId); e.State != cases.Closed || e.OvertakenBy != second.OpId || e.DecidedBy != "sup" || e.DecidedAt != noon {
			r.t.Errorf("%+v", e)
		}
		if e := q.exception(second.OpId); string(e.Mine["note"]) != `"dog"` || string(e.Mine["phone"]) != `"3"` || string(e.Theirs["note"]) != `"cat"` || e.TheirAuthor != "ins" {
			r.t.Errorf("the newer one lacks what is to be decided: %+v", e)
		}
		q.one(q.op("customer", `{"set":{},"resolves":"`+first.OpId+`"}`, on(r, 3)), wire.Refused, "exception.settled")
		q.one(q.op("customer", `{"set":{"phone":"3"},"resolves":"`+second.OpId+`"}`, on(r, 3)), wire.Applied, "")
		if left := open(); len(left) != 0 {
			r.t.Errorf("left open: %v", left)
		}
		var c struct{ Phone, Note string }
		r.must(json.Unmarshal(*p.pull()["customer"][0].Body, &c))
		if c.Phone != "3" || c.Note != "cat" {
			r.t.Errorf("%+v", c)
		}
	})
}

func TestPush_AnOvertakenResolutionOfAnotherRecordClosesNothing(t *testing.T) {
	each(t, func(r *rig) {
		storetest.Put(r.t, r.s, fold.Put{Kind: model.KindCustomer, ID: "c2", Lane: "station:s1", Record: customer.Customer{ID: "c2", StationID: "s1"}})
		p, q := r.phone("ins"), r.phone("sup")
		other := func(o *wire.Operation) { o.Target.Id = "c2" }
		p.push(p.op("customer", `{"set":{"phone":"1"}}`, on(r, 1)), p.op("customer", `{"set":{"phone":"1"}}`, on(r, 1), other))
		met := q.one(q.op("customer", `{"set":{"phone":"3"}}`, on(r, 1)), wire.Conflict, "patch.conflict")
		q.one(q.op("customer", `{"set":{"phone":"3"},"resolves":"`+met.OpId+`"}`, on(r, 1), other), wire.Refused, "exception.unknown")
		if e := q.exception(met.OpId); e.State != cases.Open || e.OvertakenBy != "" {
			r.t.Errorf("%+v", e)
		}
	})
}
