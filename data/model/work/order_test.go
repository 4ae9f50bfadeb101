package work

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"dianqin/data/model"
)

func TestPlace_TheOrderThatWasMadeLaterCountsWhicheverArrivesFirst(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		base := Task{ID: "t", AssigneeID: "ann", State: Todo}
		type order struct {
			seq int
			at  model.Millis
		}
		n := rapid.IntRange(1, 6).Draw(t, "orders")
		orders := make([]order, n)
		for i := range orders {
			orders[i] = order{i + 1, model.Millis(10 * (i + 1))}
		}
		for _, o := range rapid.Permutation(orders).Draw(t, "arrival") {
			base, _ = Place(base, "ann", o.seq, o.at)
		}
		if base.Sequence != n {
			t.Fatalf("place %d, want %d", base.Sequence, n)
		}
	})
}

func TestPlace_LeavesWhatIsAnothersOrClosedAlone(t *testing.T) {
	for _, task := range []Task{{AssigneeID: "bob", State: Todo}, {State: Todo}, {AssigneeID: "ann", State: Done}, {AssigneeID: "ann", State: Returned}} {
		if got, concerns := Place(task, "ann", 3, 9); concerns || got != task {
			t.Errorf("%+v became %+v", task, got)
		}
	}
}

func TestAssign_TakesATaskOutOfTheOrderOfThePersonWhoHadIt(t *testing.T) {
	had := Task{AssigneeID: "ann", State: Todo, Sequence: 4, OrderedAt: 100}
	if same, _ := Assign(had, "ann", 0); same.Sequence != 4 || same.OrderedAt != 100 {
		t.Errorf("given to the same person: %+v", same)
	}
	if other, _ := Assign(had, "bob", 0); other.Sequence != 0 || other.OrderedAt != 0 {
		t.Errorf("given to another: %+v", other)
	}
}

func TestSort_NewOnesFirstThenTheOrder(t *testing.T) {
	tasks := []Task{{ID: "second", Sequence: 2}, {ID: "late", DueAt: 9}, {ID: "first", Sequence: 1, DueAt: 99}, {ID: "soon", DueAt: 1}}
	Sort(tasks)
	var ids []string
	for _, t := range tasks {
		ids = append(ids, t.ID)
	}
	if want := []string{"soon", "late", "first", "second"}; !slices.Equal(ids, want) {
		t.Errorf("%v, want %v", ids, want)
	}
}

func TestCheck_OfOrdersAndAppointments(t *testing.T) {
	many := make([]string, mostOrdered+1)
	for i := range many {
		many[i] = string(rune('a' + i))
	}
	create := Create{StationID: "s", Kind: Survey, CustomerID: "c"}
	hours := func(from, until model.Millis) Create {
		c := create
		c.AppointmentFrom, c.AppointmentUntil = from, until
		return c
	}
	for _, c := range []struct {
		name string
		body interface{ Check() *model.Error }
		want string
	}{
		{"Good", Ordered{AssigneeID: "u", TaskIDs: []string{"a", "b"}}, ""},
		{"Nobodys", Ordered{TaskIDs: []string{"a"}}, "field.required"},
		{"Nothing", Ordered{AssigneeID: "u"}, "field.required"},
		{"Twice", Ordered{AssigneeID: "u", TaskIDs: []string{"a", "b", "a"}}, "task.twice"},
		{"TooMany", Ordered{AssigneeID: "u", TaskIDs: many}, "request.too_large"},
		{"AnyTime", create, ""},
		{"FromTenToEleven", hours(10, 11), ""},
		{"FromTen", hours(10, 0), ""},
		{"UntilEleven", hours(0, 11), "field.required"},
		{"EndsBeforeItBegins", hours(11, 10), "order.appointment"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := ""
			if why := c.body.Check(); why != nil {
				got = why.Code
			}
			if got != c.want {
				t.Errorf("%q, want %q", got, c.want)
			}
		})
	}
}
