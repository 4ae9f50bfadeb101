package sync_test

import (
	"encoding/json"
	"testing"
	"time"

	"dianqin/data/model"
	"dianqin/data/wire"
	"dianqin/server/store"
	"dianqin/server/storetest"
	"dianqin/server/sync"
)

func TestHorizon_APhoneThatWasAwayTooLongBeginsAnew(t *testing.T) {
	each(t, func(r *rig) {
		now := time.UnixMilli(noon)
		s := sync.New(r.s, func() time.Time { return now })
		p := r.phone("ins")
		pull := func(cursor map[string]int64, whole bool) (wire.PullEnd, int, error) {
			deleted := 0
			q := sync.Query{Cursor: cursor, Whole: whole}
			if cursor != nil {
				q.Epoch = r.epoch
			}
			end, err := s.Pull(ctx, p.caller, q, func(row wire.PullRow) error {
				if row.State != wire.Live {
					deleted++
				}
				return nil
			})
			return end, deleted, err
		}
		away, _, err := pull(nil, false)
		r.must(err)
		r.must(s.Compact(ctx))
		r.must(r.s.Write(ctx, func(t *store.Tx) error { return t.Delete(model.KindCustomer, "c1") }))
		storetest.Put(r.t, r.s, storetest.Customer("c2", "s1"))
		now = now.Add(25 * time.Hour)
		r.must(s.Compact(ctx)) // marks what is there now, the deletion among it
		now = now.Add(179 * 24 * time.Hour)
		r.must(s.Compact(ctx))
		if _, deleted, err := pull(away.Cursor, true); err != nil || deleted != 1 {
			r.t.Errorf("after 180 days: %d deletions, %v", deleted, err)
		}
		now = now.Add(3 * 24 * time.Hour)
		r.must(s.Compact(ctx))
		_, _, err = pull(away.Cursor, true)
		code(r.t, err, "sync.horizon")
		if _, deleted, err := pull(away.Cursor, false); err != nil || deleted != 0 {
			r.t.Errorf("on the way from nothing: %d deletions, %v", deleted, err)
		}
		fresh, _, err := pull(nil, false)
		r.must(err)
		if _, _, err := pull(fresh.Cursor, true); err != nil {
			r.t.Errorf("one who is up to date is sent away: %v", err)
		}
	})
}

func TestPull_AnOldProgramIsToldAndItsFactsAreTaken(t *testing.T) {
	each(t, func(r *rig) {
		p := r.phone("ins")
		_, err := p.sync.Pull(ctx, p.caller, sync.Query{Schema: wire.Schema - 3}, func(wire.PullRow) error { return nil })
		code(r.t, err, "schema.too_old")
		raw := p.op("seal.sighted", sighted("intact"), func(o *wire.Operation) { o.Schema = wire.Schema - 3 })
		a, err := p.sync.Push(ctx, p.caller, wire.PushRequest{Device: p.caller.Device.ID, Schema: wire.Schema - 3, Ops: []json.RawMessage{raw}})
		if err != nil || a.Results[0].Status != wire.Applied {
			r.t.Errorf("%+v, %v", a.Results, err)
		}
	})
}

func TestWake_EndsWithTheFirstChangeOfALaneThatIsRead(t *testing.T) {
	each(t, func(r *rig) {
		p, other := r.phone("ins"), r.phone("ins2")
		at := func(p *phone) map[string]int64 {
			end, err := r.sync.Pull(ctx, p.caller, sync.Query{}, func(wire.PullRow) error { return nil })
			r.must(err)
			return end.Cursor
		}
		woken := make(chan bool, 2)
		for _, p := range []*phone{p, other} {
			cursor := at(p)
			go func() {
				changed, err := r.sync.Wake(ctx, p.caller, r.epoch, cursor, 2*time.Second)
				if err != nil {
					r.t.Error(err)
				}
				woken <- changed
			}()
		}
		time.Sleep(100 * time.Millisecond)
		began := time.Now()
		storetest.Put(r.t, r.s, storetest.Customer("c7", "s1"))
		if !<-woken || time.Since(began) > time.Second {
			r.t.Errorf("the neighbour was woken, or too late: %s", time.Since(began))
		}
		if <-woken {
			r.t.Error("who may not read the lane was woken")
		}
		r.sync.Stop()
		if changed, err := r.sync.Wake(ctx, p.caller, r.epoch, at(p), time.Minute); changed || err != nil {
			r.t.Errorf("after the end: %v, %v", changed, err)
		}
	})
}

func TestDigest_DiffersExactlyWhereARecordDoes(t *testing.T) {
	each(t, func(r *rig) {
		p := r.phone("ins")
		before, err := r.sync.Digest(ctx, p.caller, "station:s1")
		r.must(err)
		storetest.Put(r.t, r.s, storetest.Customer("c9", "s1"))
		after, err := r.sync.Digest(ctx, p.caller, "station:s1")
		r.must(err)
		differ := wire.Differing(before.Ranges, after.Ranges)
		if len(differ) != 1 || differ[0] != wire.RangeOf("customer", "c9") || after.Seq != before.Seq+1 {
			r.t.Errorf("differs at %v", differ)
		}
		seen := 0
		end, err := r.sync.Range(ctx, p.caller, "station:s1", differ, func(row wire.PullRow) error {
			if row.Id == "c9" && row.Body != nil {
				seen++
			}
			return nil
		})
		if err != nil || seen != 1 || end.Rows < 1 || end.Cursor["station:s1"] != after.Seq {
			r.t.Errorf("%d, %+v, %v", seen, end, err)
		}
		_, err = r.sync.Digest(ctx, p.caller, "station:s2")
		code(r.t, err, "lane.foreign")
	})
}
