package fold

import (
	"slices"

	"dianqin/data/model"
	"dianqin/data/model/cases"
	"dianqin/data/model/customer"
	"dianqin/data/model/inspection"
	"dianqin/data/model/metering"
	"dianqin/data/model/people"
	"dianqin/data/model/seal"
	"dianqin/data/model/work"
)

// TaskMoved folds a step on site. A step that the rules do not allow (the task
// was given to somebody else meanwhile) is disputed and the task stays.
func TaskMoved(w World, op Op, b work.Moved) (Outcome, error) {
	d := &draft{World: w, op: op}
	s, problem, err := d.siteOf("")
	if err != nil || problem != nil {
		return d.done("", problem), err
	}
	set, err := w.Policy()
	if err != nil {
		return Outcome{}, err
	}
	t, why := work.Step(s.task, work.Move{To: b.To, By: op.Author, At: op.At, Reason: b.Reason, Code: b.Code,
		Track: b.Track, Begin: b.TrackBegin, Pos: op.Pos, Rule: set.Place(op.At)})
	if why == nil {
		d.put(model.KindTask, t.ID, s.lane(), t)
	}
	return d.done(s.lane(), why), nil
}

// InspectionRecorded folds a sheet: kept as it is, a case for each seal that it
// calls broken or missing (joined to the one that the scan opened), disputed
// where fewer people signed than the policy wanted at the time.
func InspectionRecorded(w World, op Op, b inspection.Recorded) (Outcome, error) {
	d := &draft{World: w, op: op}
	s, problem, err := d.siteOf("")
	if err != nil || s.stationID == "" {
		return d.done("", problem), err
	}
	i := inspection.Inspection{ID: model.Derive(op.ID, "inspection"), StationID: s.stationID, TaskID: op.TaskID,
		BoxID: s.task.BoxID, CustomerID: s.task.CustomerID, Sheet: b.Sheet, Items: b.Items, Seals: b.Seals,
		Persons: b.Persons, At: op.At, By: op.Author}
	d.put(model.KindInspection, i.ID, s.lane(), i)
	if _, err := w.Get(model.KindBox, s.task.BoxID, &s.box); err != nil {
		return Outcome{}, err
	}
	for _, l := range b.Seals {
		if kind, opens := cases.OfCondition(seal.Condition(l.Condition)); opens {
			why := model.Reason{Code: "condition_" + l.Condition, Args: map[string]any{"place": l.Place}}
			if err := d.suspect(s, kind, l.Number, l.Place, why); err != nil {
				return Outcome{}, err
			}
		}
	}
	set, err := w.Policy()
	if err != nil {
		return Outcome{}, err
	}
	if needed := set.Persons(string(s.task.Kind), op.At); problem == nil && len(b.Persons) < needed {
		problem = model.Fail("finish.persons", "needed", needed, "here", len(b.Persons)).At("/body/persons")
	}
	return d.done(s.lane(), problem), nil
}

// OrderCreate folds the command that makes an order with its task.
func OrderCreate(w World, op Op, b work.Create) (Outcome, error) {
	d := &draft{World: w, op: op}
	lane := model.StationLane(b.StationID)
	o := work.Order{ID: model.Derive(op.ID, "order"), StationID: b.StationID, Kind: b.Kind, CustomerID: b.CustomerID,
		BoxID: b.BoxID, Note: b.Note, DueAt: b.DueAt, CreatedAt: op.At, CreatedBy: op.Author, AppointmentFrom: b.AppointmentFrom, AppointmentUntil: b.AppointmentUntil}
	t := work.Task{ID: model.Derive(op.ID, "task"), StationID: b.StationID, OrderID: o.ID, Kind: b.Kind,
		State: work.Todo, AssigneeID: b.AssigneeID, CustomerID: b.CustomerID, BoxID: b.BoxID, DueAt: b.DueAt,
		AppointmentFrom: b.AppointmentFrom, AppointmentUntil: b.AppointmentUntil}
	if why, err := d.locate(&t, b); why != nil || err != nil {
		return refused(lane, why), err
	}
	if b.AssigneeID != "" {
		if why, err := d.assignable(b.AssigneeID, b.StationID, "/body/assignee_id"); why != nil || err != nil {
			return refused(lane, why), err
		}
	}
	n, err := w.Number(model.KindOrder, b.StationID)
	if err != nil {
		return Outcome{}, err
	}
	o.Number, t.Number = n, n
	d.put(model.KindOrder, o.ID, lane, o)
	d.put(model.KindTask, t.ID, lane, t)
	return d.done(lane, nil), nil
}

// locate copies name, address and position of the customer or the box into the
// task: it must be readable on a phone that lacks them.
func (d *draft) locate(t *work.Task, b work.Create) (*model.Error, error) {
	if b.BoxID != "" {
		var box metering.Box
		found, err := d.Get(model.KindBox, b.BoxID, &box)
		if err != nil {
			return nil, err
		}
		if !found || box.StationID != b.StationID {
			return model.Fail("box.unknown", "id", b.BoxID).At("/body/box_id"), nil
		}
		t.Address, t.Position = box.Address, box.Position
	}
	if b.CustomerID != "" {
		var c customer.Customer
		found, err := d.Get(model.KindCustomer, b.CustomerID, &c)
		if err != nil {
			return nil, err
		}
		if !found || c.StationID != b.StationID {
			return model.Fail("customer.unknown", "id", b.CustomerID).At("/body/customer_id"), nil
		}
		t.Name = c.Name
		if t.Address == "" {
			t.Address, t.Position = c.Address, c.Position
		}
	}
	return nil, nil
}

// assignable says why a person may not get tasks of a station; pointer is the
// field that named the person.
func (d *draft) assignable(userID, stationID, pointer string) (*model.Error, error) {
	var u people.User
	found, err := d.Get(model.KindUser, userID, &u)
	if err != nil {
		return nil, err
	}
	if !found || u.Inactive || !slices.Contains(u.Stations, stationID) {
		return model.Fail("task.no_such_person", "id", userID).At(pointer), nil
	}
	return nil, nil
}

// TaskAssign folds the command that gives a task to a person.
func TaskAssign(w World, op Op, b work.Assignment) (Outcome, error) {
	d := &draft{World: w, op: op}
	var t work.Task
	found, err := w.Get(model.KindTask, b.TaskID, &t)
	if err != nil {
		return Outcome{}, err
	}
	if !found {
		return refused("", model.Fail("task.unknown", "id", b.TaskID).At("/body/task_id")), nil
	}
	lane := model.StationLane(t.StationID)
	if b.ToID != "" {
		if why, err := d.assignable(b.ToID, t.StationID, "/body/to_id"); why != nil || err != nil {
			return refused(lane, why), err
		}
	}
	next, why := work.Assign(t, b.ToID, b.DueAt)
	if why != nil {
		return refused(lane, why), nil
	}
	d.put(model.KindTask, t.ID, lane, next)
	return d.done(lane, nil), nil
}

// TasksOrdered folds the order of a person's day, made by that person or by the office.
// What it names that is not that person's any more, is closed, was ordered later or is
// not the author's to write is passed by.
func TasksOrdered(w World, op Op, b work.Ordered) (Outcome, error) {
	d := &draft{World: w, op: op}
	var author people.User
	if _, err := w.Get(model.KindUser, op.Author, &author); err != nil {
		return Outcome{}, err
	}
	var lane model.Lane
	for i, id := range b.TaskIDs {
		var t work.Task
		found, err := w.Get(model.KindTask, id, &t)
		if err != nil {
			return Outcome{}, err
		}
		at := model.StationLane(t.StationID)
		if !found || !author.MayWrite(at) {
			continue
		}
		if lane == "" {
			lane = at
		}
		if next, concerns := work.Place(t, b.AssigneeID, i+1, op.True); concerns {
			d.put(model.KindTask, t.ID, at, next)
		}
	}
	switch {
	case lane == "":
		return d.done("", model.Fail("tasks.unknown").At("/body/task_ids")), nil
	case op.Author != b.AssigneeID && !author.Has(people.Supervisor):
		return Outcome{Lane: lane, Problem: model.Fail("tasks.not_yours", "assignee", b.AssigneeID).At("/body/assignee_id")}, nil
	}
	return d.done(lane, nil), nil
}

// UserEnroll folds the command that enters a person, or changes one with the
// same login.
func UserEnroll(w World, op Op, b people.Enroll) (Outcome, error) {
	d := &draft{World: w, op: op}
	u, found, err := w.UserByLogin(b.Login)
	if err != nil {
		return Outcome{}, err
	}
	if !found {
		u = people.User{ID: model.Derive(op.ID, "user"), Login: b.Login}
	}
	u.Name, u.Roles, u.Stations, u.Phone = b.Name, b.Roles, b.Stations, b.Phone
	d.put(model.KindUser, u.ID, model.OrgLane, u)
	return d.done(model.OrgLane, nil), nil
}
