// Package work is a person's day: the tasks, the site of each, starting and
// finishing them; and on the desk the orders and who does them.
package work

import (
	"context"
	"slices"

	"dianqin/app/act"
	"dianqin/data/local"
	"dianqin/data/model"
	"dianqin/data/model/cases"
	"dianqin/data/model/customer"
	"dianqin/data/model/evidence"
	"dianqin/data/model/inspection"
	"dianqin/data/model/metering"
	"dianqin/data/model/people"
	"dianqin/data/model/policy"
	"dianqin/data/model/seal"
	"dianqin/data/model/work"
)

// Work is the use cases about orders and tasks.
type Work struct {
	store *local.Store
	rec   *act.Recorder
}

// New wires the use cases.
func New(store *local.Store, rec *act.Recorder) *Work { return &Work{store, rec} }

// Today lists the person's tasks in the day's order: open ones first.
func (w *Work) Today(ctx context.Context) ([]work.Task, error) {
	tasks, err := local.Find[work.Task](ctx, w.store, model.KindTask, "assignee_id = ? AND state <> 'cancelled' ORDER BY due_at", w.rec.User().ID)
	slices.SortStableFunc(tasks, func(a, b work.Task) int {
		if a.Open() != b.Open() {
			if a.Open() {
				return -1
			}
			return 1
		}
		return work.Compare(a, b)
	})
	return tasks, err
}

// Site is all that a person needs at a place: the task and what is known there.
type Site struct {
	Task     work.Task
	Customer customer.Customer
	Box      metering.Box
	Meters   []metering.Meter
	Sweep    seal.Sweep
	Sheet    policy.Sheet
	Files    []evidence.File
	Photos   map[string]int // pictures that were taken on site, by what they show
	Cases    []cases.Case
	Draft    Draft
	Needed   int // persons that the policy wants
	Lacking  []*model.Error
}

// Draft is the part of a sheet that is not recorded yet; it is kept at every change.
type Draft struct {
	Items   []inspection.Item `json:"items"`
	Persons []string          `json:"persons"`
}

// Site reads the site of a task.
func (w *Work) Site(ctx context.Context, taskID string) (Site, error) {
	var s Site
	found, err := w.store.Get(ctx, model.KindTask, taskID, &s.Task)
	if err != nil {
		return s, err
	}
	if !found {
		return s, model.Fail("task.unknown", "id", taskID)
	}
	if _, err := w.store.Get(ctx, model.KindCustomer, s.Task.CustomerID, &s.Customer); err != nil {
		return s, err
	}
	if _, err := w.store.Get(ctx, model.KindBox, s.Task.BoxID, &s.Box); err != nil {
		return s, err
	}
	for _, read := range []func(context.Context, *Site) error{w.readSeals, w.readFiles, w.readSheet} {
		if err := read(ctx, &s); err != nil {
			return s, err
		}
	}
	s.Lacking = work.Lacking(work.Site{Task: s.Task, Sweep: s.Sweep, Sheet: s.Sheet, Items: s.Draft.Items,
		Photos: s.Photos, Persons: len(s.Draft.Persons), Needed: s.Needed})
	return s, nil
}

func (w *Work) readSeals(ctx context.Context, s *Site) error {
	expected, err := local.Find[seal.Seal](ctx, w.store, model.KindSeal, local.OnBox, s.Box.ID)
	if err != nil {
		return err
	}
	slices.SortStableFunc(expected, func(a, b seal.Seal) int { return placeIndex(s.Box, a.Place) - placeIndex(s.Box, b.Place) })
	events, err := w.visit(ctx, s.Task.ID, s.Box.ID)
	if err != nil {
		return err
	}
	s.Sweep = seal.SweepOf(expected, seal.FoundBy(events))
	s.Meters, err = local.Find[metering.Meter](ctx, w.store, model.KindMeter, "box_id = ? ORDER BY number", s.Box.ID)
	return err
}

// visit lists what was done with seals for a task, oldest first.
func (w *Work) visit(ctx context.Context, taskID, boxID string) ([]seal.Event, error) {
	all, err := local.Find[seal.Event](ctx, w.store, model.KindSealEvent,
		"task_id = ? ORDER BY at", taskID)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(all, func(e seal.Event) bool { return e.BoxID != boxID }), nil
}

func (w *Work) readFiles(ctx context.Context, s *Site) error {
	var err error
	s.Files, err = local.Find[evidence.File](ctx, w.store, model.KindFile, "task_id = ?", s.Task.ID)
	if err != nil {
		return err
	}
	s.Photos = map[string]int{}
	s.Files = slices.DeleteFunc(s.Files, func(f evidence.File) bool { return f.Withdrawn })
	for _, p := range evidence.Pictures(s.Files) {
		if p.OnSite() { // one from a file proves nothing of this visit
			s.Photos[p.Shows]++
		}
	}
	s.Cases, err = local.Find[cases.Case](ctx, w.store, model.KindCase, "task_id = ?", s.Task.ID)
	return err
}

func (w *Work) readSheet(ctx context.Context, s *Site) error {
	set, err := w.store.World().Policy()
	if err != nil {
		return err
	}
	s.Sheet, _ = set.Sheet(string(s.Task.Kind), w.rec.Now())
	s.Needed = set.Persons(string(s.Task.Kind), w.rec.Now())
	found, err := w.store.Draft(ctx, draftKey(s.Task.ID), &s.Draft)
	if err != nil || found {
		return err
	}
	s.Draft.Persons = []string{w.rec.User().Name}
	return nil
}

func draftKey(taskID string) string { return "sheet:" + taskID }

func placeIndex(b metering.Box, code string) int {
	i := slices.IndexFunc(b.Places, func(p metering.Place) bool { return p.Code == code })
	if i < 0 {
		return len(b.Places)
	}
	return i
}

// SaveDraft keeps the sheet as it is filled so far.
func (w *Work) SaveDraft(ctx context.Context, taskID string, d Draft) error {
	return w.store.SaveDraft(ctx, draftKey(taskID), d)
}

// Start begins a task.
func (w *Work) Start(ctx context.Context, t work.Task) error {
	return w.StartAway(ctx, t, "")
}

// StartAway is Start for somebody who is not at the place and says why, or does not. How
// far it is goes into the record by itself.
func (w *Work) StartAway(ctx context.Context, t work.Task, why string) error {
	if t.State == work.Started {
		return nil
	}
	return w.move(ctx, t, work.Started, why)
}

// Return gives a task back to the office; why is told.
func (w *Work) Return(ctx context.Context, t work.Task, why string) error {
	return w.move(ctx, t, work.Returned, why)
}

func (w *Work) move(ctx context.Context, t work.Task, to work.State, why string) error {
	if _, bad := work.Step(t, work.Move{To: to, By: w.rec.User().ID, At: w.rec.Now(), Reason: why}); bad != nil {
		return bad
	}
	_, err := w.rec.Do(ctx, act.Act{Kind: "task.moved", TaskID: t.ID, Body: work.Moved{To: to, Reason: why}})
	return err
}

// Finish records the sheet and ends the task. What is lacking is an error that
// names the first thing; Site lists them all.
func (w *Work) Finish(ctx context.Context, taskID string) error {
	s, err := w.Site(ctx, taskID)
	if err != nil {
		return err
	}
	if len(s.Lacking) > 0 {
		return s.Lacking[0]
	}
	if err := w.Start(ctx, s.Task); err != nil { // a task may be finished in one go
		return err
	}
	body := inspection.Recorded{Sheet: s.Sheet.Version, Items: append([]inspection.Item{}, s.Draft.Items...),
		Seals: sealLines(s.Sweep), Persons: s.Draft.Persons}
	if _, err := w.rec.Do(ctx, act.Act{Kind: "inspection.recorded", TaskID: taskID, Body: body}); err != nil {
		return err
	}
	s.Task.State = work.Started
	if err := w.move(ctx, s.Task, work.Done, ""); err != nil {
		return err
	}
	return w.store.DropDraft(ctx, draftKey(taskID))
}

func sealLines(sw seal.Sweep) []inspection.SealLine {
	lines := []inspection.SealLine{}
	for _, l := range sw.Lines {
		lines = append(lines, sealLine(l.Seal.Number, l.Seal.Place, *l.Verdict))
	}
	for _, f := range sw.Strange {
		lines = append(lines, sealLine(f.Number, "", f.Verdict))
	}
	return lines
}

func sealLine(number, place string, v seal.Verdict) inspection.SealLine {
	return inspection.SealLine{Number: number, Place: place, Identity: string(v.Identity),
		Condition: string(v.Condition), Expected: string(v.Expected)}
}

// People lists the staff that may be given work at a station, by name.
func (w *Work) People(ctx context.Context, stationID string) ([]people.User, error) {
	all, err := local.Find[people.User](ctx, w.store, model.KindUser, "1 = 1 ORDER BY name")
	return slices.DeleteFunc(all, func(u people.User) bool {
		return u.Inactive || stationID != "" && !slices.Contains(u.Stations, stationID) || !u.Has(people.Inspector, people.Surveyor)
	}), err
}
