package work

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"dianqin/app/act"
	"dianqin/data/local"
	"dianqin/data/model"
	"dianqin/data/model/cases"
	"dianqin/data/model/grid"
	"dianqin/data/model/inspection"
	"dianqin/data/model/people"
	"dianqin/data/model/work"
)

// Filter narrows the desk's list; empty members take everything.
type Filter struct {
	StationID string
	State     work.State
	Kind      work.Kind
	PersonID  string // "-" = nobody's
	Text      string // in number, name or address
}

// Row is one line of the desk's list.
type Row struct {
	Task    work.Task
	Person  string // name of the assignee, empty = nobody
	Station string
}

// MostClosed is how many tasks that are done or cancelled a list holds: those due
// last. Of the others it holds all.
const MostClosed = 1000

// inFilter is what the columns say of a Filter.
const inFilter = "(?1 = '' OR kind = ?1) AND (?2 = '' OR assignee_id = ?2 OR ?2 = '-' AND coalesce(assignee_id, '') = '') AND (?3 = '' OR station_id = ?3)"

// Orders lists tasks for the desk, the next due first.
func (w *Work) Orders(ctx context.Context, f Filter) ([]Row, error) {
	tasks, err := local.Find[work.Task](ctx, w.store, model.KindTask, inFilter+" AND state IN ('todo', 'started', 'returned')", string(f.Kind), f.PersonID, f.StationID)
	if err != nil {
		return nil, err
	}
	closed, err := local.Find[work.Task](ctx, w.store, model.KindTask, inFilter+" AND state IN ('done', 'cancelled') ORDER BY due_at DESC LIMIT ?4",
		string(f.Kind), f.PersonID, f.StationID, MostClosed)
	if err != nil {
		return nil, err
	}
	tasks = append(tasks, closed...)
	slices.SortStableFunc(tasks, func(a, b work.Task) int { return cmp.Or(cmp.Compare(a.DueAt, b.DueAt), cmp.Compare(a.ID, b.ID)) })
	names, stations, err := w.names(ctx)
	if err != nil {
		return nil, err
	}
	rows := []Row{}
	for _, t := range tasks {
		if f.fits(t) {
			rows = append(rows, Row{t, names[t.AssigneeID], stations[t.StationID]})
		}
	}
	return rows, nil
}

func (f Filter) fits(t work.Task) bool {
	return (f.StationID == "" || f.StationID == t.StationID) &&
		(f.State == "" || f.State == t.State) &&
		(f.Kind == "" || f.Kind == t.Kind) &&
		(f.PersonID == "" || f.PersonID == t.AssigneeID || f.PersonID == "-" && t.AssigneeID == "") &&
		(f.Text == "" || strings.Contains(t.Number+" "+t.Name+" "+t.Address, f.Text))
}

func (w *Work) names(ctx context.Context) (users, stations map[string]string, err error) {
	users, stations = map[string]string{}, map[string]string{}
	all, err := local.Find[people.User](ctx, w.store, model.KindUser, "1 = 1")
	if err != nil {
		return nil, nil, err
	}
	for _, u := range all {
		users[u.ID] = u.Name
	}
	some, err := local.Find[grid.Station](ctx, w.store, model.KindStation, "1 = 1")
	for _, s := range some {
		stations[s.ID] = s.Name
	}
	return users, stations, err
}

// Assign gives tasks to a person. It is a command: it is made here, and counts
// when the server says so.
func (w *Work) Assign(ctx context.Context, taskIDs []string, toID string) error {
	for _, id := range taskIDs {
		_, err := w.rec.Do(ctx, act.Act{Kind: "task.assign", Body: work.Assignment{TaskID: id, ToID: toID}})
		if err != nil {
			return err
		}
	}
	return nil
}

// Create makes an order.
func (w *Work) Create(ctx context.Context, c work.Create) error {
	_, err := w.rec.Do(ctx, act.Act{Kind: "order.create", Body: c})
	return err
}

// Result is what came back from a task: the recorded sheet.
func (w *Work) Result(ctx context.Context, taskID string) (inspection.Inspection, bool, error) {
	all, err := local.Find[inspection.Inspection](ctx, w.store, model.KindInspection, "task_id = ?", taskID)
	if err != nil || len(all) == 0 {
		return inspection.Inspection{}, false, err
	}
	return slices.MaxFunc(all, func(a, b inspection.Inspection) int { return int(a.At - b.At) }), true, nil
}

// Cases lists the cases that are not closed, the newest first.
func (w *Work) Cases(ctx context.Context) ([]cases.Case, error) {
	return local.Find[cases.Case](ctx, w.store, model.KindCase, "state <> 'closed' ORDER BY opened_at DESC")
}

// Exceptions lists disputed facts and conflicts that wait for a person.
func (w *Work) Exceptions(ctx context.Context) ([]cases.Exception, error) {
	return local.Find[cases.Exception](ctx, w.store, model.KindException, "state = 'open' ORDER BY at DESC")
}
