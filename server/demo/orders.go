package demo

import (
	"dianqin/data/model"
	"dianqin/data/model/geo"
	"dianqin/data/model/people"
	"dianqin/data/model/work"
)

// tasksADay is what one inspector is given, where the station has boxes enough.
const tasksADay = 8

// planned is a task of today with its order.
type planned struct {
	order work.Order
	task  work.Task
	box   int // index in the station
}

// planTasks gives each inspector a part of the station's boxes and some of them
// for today, each next one the nearest of those that are left; and leaves a few
// orders to nobody.
func (r *Region) planTasks() {
	running := 0
	for _, s := range r.stations {
		for j, who := range s.staff.inspectors {
			from, to := len(s.boxes)*j/inspectors, len(s.boxes)*(j+1)/inspectors
			walk := r.byNearness(s, spread(from, to))
			for k, b := range walk {
				running++
				s.tasks = append(s.tasks, r.task(s, who, running, b, k, len(walk)))
			}
		}
		running = r.planFree(s, running)
	}
}

// freeKinds are what waits at a station to be given to somebody.
var freeKinds = [...]work.Kind{work.Reconnection, work.Survey, work.Inspection, work.SealCheck}

// planFree leaves some orders of a station to nobody: at boxes where no one goes
// today, and where a small station has none left, at others.
func (r *Region) planFree(s *station, running int) int {
	taken := map[int]bool{}
	for _, t := range s.tasks {
		taken[t.box] = true
	}
	apart := max(1, len(s.boxes)/(2*len(freeKinds)))
	for _, visited := range []bool{false, true} {
		for first := range apart {
			for b := first; b < len(s.boxes) && len(s.free) < len(freeKinds); b += apart {
				if taken[b] != visited {
					continue
				}
				running++
				s.free = append(s.free, r.freeTask(s, running, b, len(s.free)))
			}
		}
	}
	return running
}

// freeTask makes the k-th task of nobody.
func (r *Region) freeTask(s *station, running, box, k int) planned {
	p := r.task(s, people.User{}, running, box, k, len(freeKinds))
	p.order.Kind, p.task.Kind = freeKinds[k], freeKinds[k]
	p.order.DueAt = r.calendar.midnight + model.Millis(11+2*k)*hour
	p.task.DueAt, p.task.Sequence = p.order.DueAt, 0
	return p
}

// spread picks boxes at even distances, the first one first.
func spread(from, to int) []int {
	n := min(tasksADay, to-from)
	out := make([]int, n)
	for k := range out {
		out[k] = from + (to-from)*k/n
	}
	return out
}

// byNearness orders boxes for a walk that begins at the first.
func (r *Region) byNearness(s *station, boxes []int) []int {
	at := func(i int) geo.Point {
		p := r.position(&s.boxes[i])
		return geo.Point{Lat: p.Lat, Lon: p.Lon}
	}
	for k := 1; k < len(boxes); k++ {
		best := k
		for i := k + 1; i < len(boxes); i++ {
			if geo.Distance(at(boxes[k-1]), at(boxes[i])) < geo.Distance(at(boxes[k-1]), at(boxes[best])) {
				best = i
			}
		}
		boxes[k], boxes[best] = boxes[best], boxes[k]
	}
	return boxes
}

// task makes the k-th of n tasks of a person's day.
func (r *Region) task(s *station, who people.User, running, index, k, n int) planned {
	b := &s.boxes[index]
	c := r.customer(s, b, 0)
	x := r.box(s, b)
	kind := work.SealCheck
	if k%3 == 2 && k < 6 {
		kind = work.Inspection
	}
	o := work.Order{ID: r.id("order", running), StationID: s.ID, Number: compact(r.calendar.now) + "-" + padded(running, 4), Kind: kind,
		CustomerID: c.ID, BoxID: x.ID, DueAt: r.dueAt(k, n), CreatedAt: r.calendar.midnight - 8*hour, CreatedBy: s.staff.supervisor.ID}
	t := work.Task{ID: r.id("task", running), StationID: s.ID, OrderID: o.ID, Number: o.Number, Kind: kind, State: work.Todo,
		AssigneeID: who.ID, CustomerID: c.ID, BoxID: x.ID, Name: c.Name, Address: x.Address, Position: x.Position,
		Sequence: k + 1, DueAt: o.DueAt}
	return planned{order: o, task: t, box: index}
}

// dueAt spreads a day's tasks over 08:30 to 17:00.
func (r *Region) dueAt(k, n int) model.Millis {
	const first, last = 8*hour + hour/2, 17 * hour
	minutes := (last - first) / 60_000
	return r.calendar.midnight + first + minutes*model.Millis(k)/model.Millis(max(1, n-1))*60_000
}
