package work

import (
	"cmp"
	"context"
	"slices"
	"time"

	"dianqin/data/local"
	"dianqin/data/model"
	"dianqin/data/model/geo"
	"dianqin/data/model/people"
	"dianqin/data/model/work"
)

// The hours that a board shows, and what of a day a person is planned for, in minutes.
const (
	BoardFrom = 7 * 60
	BoardTo   = 18 * 60
	workday   = 8 * 60
	leastLong = 60 // a shorter block could be neither read nor hit
)

// lengths is how long a task of a kind is taken to last, in minutes.
func lengths(k work.Kind) int { return int(work.Usual(k).Minutes()) }

// Board is a day's work by person.
type Board struct {
	Day    model.Millis // 0:00 of the civil day
	Free   []work.Task  // nobody's, and those that came back; the most urgent first
	People []PersonDay  // by name
}

// PersonDay is what one person has on a day.
type PersonDay struct {
	Person    people.User
	Blocks    []Block // from left to right
	Lanes     int     // how many blocks stand below each other at most, at least 1
	Minutes   int     // planned altogether
	DistanceM float64 // from place to place in the order of the day, as the crow flies; 0 = not known
	Late      int     // open ones whose hour is past
	Open      int
}

// Load is the planned share of a working day; 1 is a full one.
func (p PersonDay) Load() float32 { return float32(p.Minutes) / workday }

// Block is a task on the board. It ends when the task is due, or stands at its
// appointment, in minutes of the day, and never leaves the hours that the board shows.
type Block struct {
	Task     work.Task
	From, To int
	Lane     int // from 0; blocks that overlap are in different ones
	Late     bool
}

// Board reads the board of the civil day of a moment. Today's also has what was
// left undone before.
func (w *Work) Board(ctx context.Context, at time.Time) (Board, error) {
	day := midnight(at)
	tasks, err := local.Find[work.Task](ctx, w.store, model.KindTask,
		"state IN ('todo', 'started', 'returned') OR (due_at >= ? AND due_at < ?) ORDER BY due_at, id", day, day+dayLong)
	if err != nil {
		return Board{}, err
	}
	all, err := local.Find[people.User](ctx, w.store, model.KindUser, "1 = 1 ORDER BY name, id")
	if err != nil {
		return Board{}, err
	}
	return boardOf(tasks, mates(all, w.rec.User()), day, w.rec.Now()), nil
}

// mates takes those who share no station with the person at the desk for people who
// have left: they are on the board only for as long as there is work of theirs.
func mates(all []people.User, who people.User) []people.User {
	out := slices.Clone(all)
	for i, u := range out {
		if !slices.ContainsFunc(u.Stations, func(s string) bool { return slices.Contains(who.Stations, s) }) {
			out[i].Inactive = true
		}
	}
	return out
}

const dayLong = model.Millis(24 * time.Hour / time.Millisecond)

func midnight(at time.Time) model.Millis {
	t := model.CivilTime(model.MillisOf(at))
	return model.MillisOf(time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, t.Location()))
}

// boardOf shares tasks among people. Somebody who is no field worker any more is
// on the board for as long as there is work of theirs.
func boardOf(tasks []work.Task, all []people.User, day, now model.Millis) Board {
	b := Board{Day: day}
	mine := map[string][]work.Task{}
	for _, t := range tasks {
		switch {
		case t.State == work.Returned, t.AssigneeID == "" && t.Open():
			b.Free = append(b.Free, t)
		case t.AssigneeID != "" && t.State != work.Cancelled && onDay(t, day, now):
			mine[t.AssigneeID] = append(mine[t.AssigneeID], t)
		}
	}
	slices.SortStableFunc(b.Free, moreUrgent)
	for _, u := range all {
		if len(mine[u.ID]) > 0 || !u.Inactive && u.Has(people.Inspector, people.Surveyor) {
			b.People = append(b.People, dayOf(u, mine[u.ID], day, now))
		}
	}
	return b
}

// onDay says whether a task is on the board of a day: somebody is expected on it, it is
// due on it, or it is on today's because it was left undone before, or has no hour.
func onDay(t work.Task, day, now model.Millis) bool {
	today, at := now >= day && now < day+dayLong, t.DueAt
	if t.Open() && t.AppointmentFrom != 0 {
		at = t.AppointmentFrom
	}
	return at >= day && at < day+dayLong || today && t.Open() && at < day
}

// moreUrgent orders what nobody has: the earliest due first, without an hour last;
// at one hour, who waits for power comes first.
func moreUrgent(a, b work.Task) int {
	due := func(t work.Task) model.Millis {
		if t.DueAt == 0 {
			return 1 << 62
		}
		return t.DueAt
	}
	rank := func(t work.Task) int {
		if t.Kind == work.Reconnection {
			return 0
		}
		return 1
	}
	return cmp.Or(cmp.Compare(due(a), due(b)), rank(a)-rank(b), cmp.Compare(a.Number, b.Number))
}

func dayOf(u people.User, tasks []work.Task, day, now model.Millis) PersonDay {
	p := PersonDay{Person: u, DistanceM: wayOf(tasks)}
	for _, t := range tasks {
		b := blockOf(t, day)
		if t.Open() {
			p.Open++
			if t.DueAt != 0 && t.DueAt < now {
				b.Late = true
				p.Late++
			}
		}
		p.Minutes += lengths(t.Kind)
		p.Blocks = append(p.Blocks, b)
	}
	p.Lanes = stack(p.Blocks)
	return p
}

// blockOf places a task by its appointment where that is on the day, else by its hour;
// one without an hour stands at the end.
func blockOf(t work.Task, day model.Millis) Block {
	long, end := max(leastLong, lengths(t.Kind)), BoardTo
	if from := t.AppointmentFrom; from >= day && from < day+dayLong {
		at := int((from - day) / 60_000)
		if t.AppointmentUntil > from {
			long = max(long, int((t.AppointmentUntil-from)/60_000))
		}
		at = min(max(at, BoardFrom), BoardTo-leastLong)
		return Block{Task: t, From: at, To: min(at+long, BoardTo)}
	}
	if t.DueAt != 0 {
		end = int((t.DueAt - day) / 60_000)
	}
	end = min(max(end, BoardFrom+long), BoardTo)
	return Block{Task: t, From: end - long, To: end}
}

// stack orders blocks by their beginning and gives each the first lane that is
// free, so that none hides another. It returns the number of lanes, at least 1.
func stack(blocks []Block) int {
	slices.SortStableFunc(blocks, func(a, b Block) int {
		return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.Task.DueAt, b.Task.DueAt), cmp.Compare(a.Task.Sequence, b.Task.Sequence))
	})
	var until []int // by lane
	for i := range blocks {
		lane := slices.IndexFunc(until, func(end int) bool { return end <= blocks[i].From })
		if lane < 0 {
			lane = len(until)
			until = append(until, 0)
		}
		until[lane] = blocks[i].To
		blocks[i].Lane = lane
	}
	return max(1, len(until))
}

// wayOf is the length of the way through the places of tasks in the day's order,
// in metres; those of unknown position are passed by.
func wayOf(tasks []work.Task) float64 {
	order := slices.Clone(tasks)
	slices.SortStableFunc(order, func(a, b work.Task) int {
		return cmp.Or(cmp.Compare(a.Sequence, b.Sequence), cmp.Compare(a.DueAt, b.DueAt))
	})
	sum, last := 0.0, model.Position{}
	for _, t := range order {
		if !t.Position.Valid() {
			continue
		}
		if last.Valid() {
			sum += geo.Distance(geo.Point{Lat: last.Lat, Lon: last.Lon}, geo.Point{Lat: t.Position.Lat, Lon: t.Position.Lon})
		}
		last = t.Position
	}
	return sum
}

// Given remembers whose tasks were before they were given to somebody else, so
// that it can be undone: ids by person, "" for nobody.
type Given map[string][]string

// Count is how many tasks changed hands.
func (g Given) Count() int {
	n := 0
	for _, ids := range g {
		n += len(ids)
	}
	return n
}

// Give assigns tasks to a person, or takes them back where toID is empty. Those
// that are the person's already, or are closed, are left alone. An error leaves
// given what is in Given.
func (w *Work) Give(ctx context.Context, taskIDs []string, toID string) (Given, error) {
	done := Given{}
	for _, id := range taskIDs {
		var t work.Task
		found, err := w.store.Get(ctx, model.KindTask, id, &t)
		if err != nil {
			return done, err
		}
		if !found || t.State == work.Done || t.State == work.Cancelled || t.AssigneeID == toID && t.State != work.Returned {
			continue
		}
		if err := w.Assign(ctx, []string{id}, toID); err != nil {
			return done, err
		}
		done[t.AssigneeID] = append(done[t.AssigneeID], id)
	}
	return done, nil
}

// Undo gives tasks back to whose they were. What came back from the site is to be
// done again now: that it was returned is not undone.
func (w *Work) Undo(ctx context.Context, g Given) error {
	for person, ids := range g {
		if err := w.Assign(ctx, ids, person); err != nil {
			return err
		}
	}
	return nil
}
