package demo

import (
	"testing"

	"dianqin/data/model"
	"dianqin/data/model/geo"
	"dianqin/data/model/people"
	"dianqin/data/model/work"
)

func TestTasks_FillEveryInspectorsDay(t *testing.T) {
	w := worldOf(t, 6000)
	days, kinds := map[string][]work.Task{}, map[work.Kind]int{}
	boxes := map[string]bool{}
	free := map[string]int{}
	for _, x := range w.tasks {
		if x.AssigneeID == "" {
			if o := has(t, w.orders, x.OrderID, "task"); o.Kind != x.Kind || o.DueAt != x.DueAt || boxes[x.BoxID] {
				t.Fatalf("order %+v of the free task %+v", o, x)
			}
			boxes[x.BoxID] = true
			free[x.StationID]++
			continue
		}
		o, u, b := has(t, w.orders, x.OrderID, "task"), has(t, w.users, x.AssigneeID, "task"), has(t, w.boxes, x.BoxID, "task")
		c := has(t, w.customers, x.CustomerID, "task")
		if o.Number != x.Number || o.Kind != x.Kind || o.BoxID != b.ID || o.StationID != b.StationID || o.DueAt != x.DueAt {
			t.Fatalf("order %+v of task %+v", o, x)
		}
		if !has(t, w.users, o.CreatedBy, "order").Has(people.Supervisor) || o.CreatedAt >= today {
			t.Fatalf("order %+v", o)
		}
		if u.Stations[0] != x.StationID || x.Name != c.Name || x.Address != b.Address || x.Position != b.Position || x.State != work.Todo {
			t.Fatalf("task %+v", x)
		}
		if boxes[b.ID] {
			t.Fatalf("two go to %s", b.Address)
		}
		boxes[b.ID] = true
		days[u.ID] = append(days[u.ID], x)
		kinds[x.Kind]++
	}
	for _, u := range w.users {
		if u.Has(people.Inspector) != (len(days[u.ID]) == tasksADay) {
			t.Errorf("%s has %d tasks", u.Login, len(days[u.ID]))
		}
	}
	full := 0
	for station, n := range free {
		if n > len(freeKinds) {
			t.Errorf("%d tasks of %s are nobody's", n, station)
		}
		if n == len(freeKinds) {
			full++
		}
	}
	if full == 0 {
		t.Error("at no station all kinds wait for somebody")
	}
	for _, tasks := range days {
		walk := make([]work.Task, tasksADay)
		for _, x := range tasks {
			walk[x.Sequence-1] = x
		}
		inWorkingHours(t, walk)
		nearestNext(t, walk)
	}
	if kinds[work.SealCheck] <= 2*kinds[work.Inspection] || kinds[work.Inspection] == 0 {
		t.Errorf("kinds %v", kinds)
	}
}

func inWorkingHours(t *testing.T, walk []work.Task) {
	t.Helper()
	if a, b := model.CivilTime(walk[0].DueAt), model.CivilTime(walk[len(walk)-1].DueAt); a.Format("01-02 15:04") != "11-23 08:30" || b.Format("01-02 15:04") != "11-23 17:00" {
		t.Errorf("the day goes from %s to %s", a, b)
	}
	for k := 1; k < len(walk); k++ {
		if walk[k].DueAt <= walk[k-1].DueAt {
			t.Error("a later task is due before an earlier one")
		}
	}
}

func nearestNext(t *testing.T, walk []work.Task) {
	t.Helper()
	at := func(i int) geo.Point { return geo.Point{Lat: walk[i].Position.Lat, Lon: walk[i].Position.Lon} }
	for k := 1; k < len(walk); k++ {
		for i := k + 1; i < len(walk); i++ {
			if geo.Distance(at(k-1), at(i)) < geo.Distance(at(k-1), at(k)) {
				t.Fatalf("task %d is nearer to %d than the next one", i+1, k)
			}
		}
	}
}
