package sync_test

import (
	"slices"
	"testing"

	"dianqin/data/model"
	"dianqin/data/model/fold"
	"dianqin/data/model/people"
	"dianqin/data/wire"
	"dianqin/server/storetest"
	"dianqin/server/sync"
)

func TestPull_GivesOnlyTheLanesOfThePerson(t *testing.T) {
	each(t, func(r *rig) {
		p := r.phone("ins")
		p.push(p.op("seal.sighted", sighted("broken"))) // a case in cases:s1
		for user, want := range map[string][]string{
			"ins": {"cases:s1", "org", "station:s1"}, "ins2": {"org"}, "adm": {"org"}, "aud": {"cases:s1", "org", "station:s1"},
		} {
			lanes := map[string]bool{}
			for _, rows := range r.phone(user).pull() {
				for _, row := range rows {
					lanes[row.Lane] = true
				}
			}
			var got []string
			for l := range lanes {
				got = append(got, l)
			}
			slices.Sort(got)
			if !slices.Equal(got, want) {
				r.t.Errorf("%s sees %v, want %v", user, got, want)
			}
		}
	})
}

func TestPull_PagesMeetEveryRowOnceAndEnd(t *testing.T) {
	each(t, func(r *rig) {
		var puts []fold.Put
		for i := range 30 {
			puts = append(puts, storetest.Customer(string(rune('a'+i)), "s1"))
		}
		storetest.Put(r.t, r.s, puts...)
		p := r.phone("ins")
		all := 0
		for _, rows := range p.pull() {
			all += len(rows)
		}
		seen, cursor, epoch := map[string]bool{}, map[string]int64(nil), ""
		for n := 0; ; n++ {
			end, err := r.sync.Pull(ctx, p.caller, sync.Query{Epoch: epoch, Cursor: cursor, Limit: 4}, func(row wire.PullRow) error {
				if seen[row.Kind+row.Id] {
					r.t.Errorf("%s %s twice", row.Kind, row.Id)
				}
				seen[row.Kind+row.Id] = true
				return nil
			})
			r.must(err)
			if end.Rows > 4 || !end.End || n > 20 {
				r.t.Fatalf("page %d: %+v", n, end)
			}
			if end.Left < int64(all-len(seen)) || end.More != (end.Left > 0) {
				r.t.Errorf("page %d says that %d rows follow, it is %d", n, end.Left, all-len(seen))
			}
			cursor, epoch = end.Cursor, end.Epoch
			if !end.More {
				break
			}
		}
		if len(seen) != all {
			r.t.Errorf("pages gave %d of %d rows", len(seen), all)
		}
	})
}

func TestPull_AStrangeCursorStartsAgain(t *testing.T) {
	each(t, func(r *rig) {
		p := r.phone("ins")
		none := func(wire.PullRow) error { return nil }
		_, err := r.sync.Pull(ctx, p.caller, sync.Query{Epoch: "old", Cursor: nil, Limit: 0}, none)
		code(r.t, err, "sync.epoch")
		_, err = r.sync.Pull(ctx, p.caller, sync.Query{Epoch: "", Cursor: map[string]int64{"org": 1}, Limit: 0}, none)
		code(r.t, err, "sync.epoch")
		_, err = r.sync.Pull(ctx, p.caller, sync.Query{Epoch: r.epoch, Cursor: map[string]int64{"org": 1 << 40}, Limit: 0}, none)
		code(r.t, err, "sync.epoch")
		_, err = r.sync.Pull(ctx, p.caller, sync.Query{Epoch: r.epoch, Cursor: map[string]int64{"station:s2": 1}, Limit: 0}, none)
		r.must(err) // a lane that the person lost is simply not answered
	})
}

func TestPull_RightsAreThoseOfNow(t *testing.T) {
	each(t, func(r *rig) {
		p := r.phone("ins")
		put := func(u people.User) {
			storetest.Put(r.t, r.s, fold.Put{Kind: model.KindUser, ID: "ins", Lane: model.OrgLane, Record: u})
		}
		u := p.caller.User
		u.Stations = []string{"s2"}
		put(u)
		if rows := p.pull(); len(rows["customer"]) != 0 {
			r.t.Error("a station that was taken away is still given out")
		}
		u.Inactive = true
		put(u)
		_, err := r.sync.Pull(ctx, p.caller, sync.Query{Epoch: "", Cursor: nil, Limit: 0}, func(wire.PullRow) error { return nil })
		code(r.t, err, "auth.forbidden")
	})
}
