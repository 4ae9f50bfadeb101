package atlas_test

import (
	"context"
	"slices"
	"testing"

	"dianqin/app/atlas"
	"dianqin/data/model"
	"dianqin/data/model/people"
	"dianqin/data/model/work"
)

// street puts four tasks along a street that nobody has ordered, due from far to near.
func (r *rig) street() {
	r.rules()
	for i, east := range []float64{4000, 3000, 2000, 1000} {
		r.has(r.walk(i, east))
	}
}

func (r *rig) walk(i int, east float64) work.Task {
	return work.Task{ID: string(rune('a' + i)), StationID: "s1", AssigneeID: "u1", State: work.Todo, Kind: work.SealCheck, Position: at(east, 0), DueAt: hours(30 + i)}
}

// ids are the open tasks in the day's order.
func (r *rig) ids() []string {
	r.Helper()
	stops, err := r.Stops(context.Background(), "")
	if err != nil {
		r.Fatal(err)
	}
	var out []string
	for _, s := range stops {
		out = append(out, s.ID)
	}
	return out
}

// over gives a task back at a place and lets the rest be put in order.
func (r *rig) over(id string, east float64) atlas.Arranged {
	r.Helper()
	ctx := context.Background()
	var t work.Task
	if _, err := r.store.Get(ctx, model.KindTask, id, &t); err != nil {
		r.Fatal(err)
	}
	r.stands(at(east, 0))
	if err := r.NotFound(ctx, t, "no such door"); err != nil {
		r.Fatal(err)
	}
	a, err := r.Rest(ctx)
	if err != nil {
		r.Fatal(err)
	}
	return a
}

func (r *rig) want(ids ...string) {
	r.Helper()
	if got := r.ids(); !slices.Equal(got, ids) {
		r.Errorf("the day is %v, want %v", got, ids)
	}
}

func TestRest_OrdersADayThatNobodyOrderedAnewAfterEachStop(t *testing.T) {
	r := opened(t)
	r.street()
	if a := r.over("d", 1000); !a.Changed() || a.From != atlas.FromHere {
		t.Errorf("%v from %q", a.IDs(), a.From)
	}
	r.want("c", "b", "a")
	if a := r.over("c", 5000); !a.Changed() { // the person went on to the other end of the street
		t.Error("what was found before is taken for chosen")
	}
	r.want("a", "b")
	r.has(r.walk(4, 4900)) // a new one comes in at this end
	r.has(r.walk(5, 4700))
	r.over("e", 4900)
	r.want("f", "a", "b")
}

func TestRest_LeavesADayThatWasChosen(t *testing.T) {
	ctx := context.Background()
	for name, choose := range map[string]func(*rig){
		"by hand":       func(r *rig) { r.must(r.SetOrder(ctx, "", []string{"a", "d", "b", "c"})) },
		"one by hand":   func(r *rig) { r.must(r.SetOrder(ctx, "", []string{"a", "c", "b", "d"})) },
		"from the list": func(r *rig) { r.must(r.keepPreview("a", "d", "b", "c")) },
		"undone": func(r *rig) {
			r.stands(at(0, 0))
			a, err := r.Rest(ctx)
			r.must(err)
			if !a.Changed() {
				r.Error("nothing to undo")
			}
			r.must(r.SetOrder(ctx, "", a.Before))
		},
		"in the office": func(r *rig) {
			r.stands(at(0, 0))
			_, err := r.Rest(ctx)
			r.must(err)
			for i, id := range []string{"b", "d", "a", "c"} {
				x := r.walk(int(id[0]-'a'), 4000-1000*float64(id[0]-'a'))
				x.Sequence, x.OrderedAt = i+1, model.MillisOf(now())
				r.has(x)
			}
		},
		"in the office before": func(r *rig) {
			for i := range 4 {
				x := r.walk(i, 4000-1000*float64(i))
				x.Sequence = i + 1
				r.has(x)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			r := opened(t)
			r.user.Roles = []people.Role{people.Inspector}
			r.street()
			choose(r)
			before := slices.DeleteFunc(r.ids(), func(id string) bool { return id == "d" })
			if a := r.over("d", 1000); a.Changed() {
				t.Errorf("%v became %v", a.Before, a.IDs())
			}
			r.want(before...)
		})
	}
}

func TestRest_AnOrderOfAnotherDayIsNotChosenForToday(t *testing.T) {
	r := opened(t)
	r.rules()
	for i, east := range []float64{4000, 3000, 2000, 1000} {
		x := r.walk(i, east)
		x.Sequence, x.OrderedAt = i+1, hours(-24)
		r.has(x)
	}
	r.over("d", 1000)
	r.want("c", "b", "a")
}

func TestRest_WaitsForNobodyWhoDoesNotKnowWhereHeIs(t *testing.T) {
	r := opened(t)
	r.street()
	a, err := r.Rest(context.Background())
	if err != nil || a.Changed() {
		t.Errorf("%v %v", a.IDs(), err)
	}
	r.want("a", "b", "c", "d")
	if waiting, err := r.store.Pending(context.Background(), 9); err != nil || len(waiting) > 0 {
		t.Errorf("%d operations wait: %v", len(waiting), err)
	}
}

func (r *rig) must(err error) {
	r.Helper()
	if err != nil {
		r.Fatal(err)
	}
}

// keepPreview keeps an order that a person drew on the list of the map.
func (r *rig) keepPreview(ids ...string) error {
	a, err := r.Preview(context.Background(), "", atlas.FromHere, ids)
	if err != nil {
		return err
	}
	return r.Keep(context.Background(), a)
}
