package wire

import (
	"bytes"
	"encoding/json"
	"slices"

	"dianqin/data/model"
	"dianqin/data/model/fold"
	"dianqin/data/model/people"
)

// Class is what the server may answer to an operation.
type Class string

// The classes. A fact is stored always and at most disputed; a patch merges or
// becomes a conflict; a command may be refused.
const (
	Fact    Class = "fact"
	Patch   Class = "patch"
	Command Class = "command"
)

// Kind is one kind of operation.
type Kind struct {
	Name     string
	Class    Class
	Audience []people.Role // who may send it
	body     func() any
	check    func(Operation) *model.Error
	fold     func(fold.World, Operation) (fold.Outcome, error)
}

// NewBody returns a pointer to an empty body of the kind. Its schema is BodySealSighted
// for "seal.sighted", and BodyPatch for every patch.
func (k Kind) NewBody() any { return k.body() }

// Check returns what is wrong with the operation's body, or nil.
func (k Kind) Check(op Operation) *model.Error { return k.check(op) }

// Fold says what follows from the operation, by the model.
func (k Kind) Fold(w fold.World, op Operation) (fold.Outcome, error) { return k.fold(w, op) }

var (
	fieldStaff = []people.Role{people.Inspector, people.Surveyor, people.SealKeeper, people.Supervisor}
	anyWriter  = append([]people.Role{people.Integration}, fieldStaff...)
	office     = []people.Role{people.Supervisor}
)

// registry is the one list of kinds of operation.
var registry = map[string]Kind{}

func init() {
	add("seal.sighted", Fact, fieldStaff, fold.SealSighted)
	add("seal.applied", Fact, fieldStaff, fold.SealApplied)
	add("seal.removed", Fact, fieldStaff, fold.SealRemoved)
	add("seal.condition", Fact, fieldStaff, fold.SealInspected)
	add("task.moved", Fact, fieldStaff, fold.TaskMoved)
	add("tasks.ordered", Fact, fieldStaff, fold.TasksOrdered)
	add("inspection.recorded", Fact, fieldStaff, fold.InspectionRecorded)
	add("file.declared", Fact, fieldStaff, fold.FileDeclared)
	add("file.withdrawn", Fact, fieldStaff, fold.FileWithdrawn)
	add("position.proposed", Fact, fieldStaff, fold.PositionProposed)
	addPatch("customer", model.KindCustomer)
	addPatch("usage_point", model.KindUsagePoint)
	add("order.create", Command, office, fold.OrderCreate)
	add("task.assign", Command, office, fold.TaskAssign)
	add("seal.issue", Command, []people.Role{people.SealKeeper, people.Supervisor}, fold.SealIssue)
	add("case.decide", Command, []people.Role{people.Supervisor, people.Approver}, fold.CaseDecide)
	add("exception.settle", Command, office, fold.ExceptionSettle)
	add("user.enroll", Command, []people.Role{people.Admin}, fold.UserEnroll)
}

// Lookup returns the kind of operation with a name.
func Lookup(name string) (Kind, bool) {
	k, ok := registry[name]
	return k, ok
}

// Kinds lists the names of all kinds, sorted.
func Kinds() []string {
	names := make([]string, 0, len(registry))
	for n := range registry {
		names = append(names, n)
	}
	slices.Sort(names)
	return names
}

type checked interface{ Check() *model.Error }

func add[B checked](name string, class Class, audience []people.Role, f func(fold.World, fold.Op, B) (fold.Outcome, error)) {
	registry[name] = Kind{Name: name, Class: class, Audience: audience, body: record[B],
		check: func(op Operation) *model.Error {
			b, bad := decode[B](op)
			if bad != nil {
				return bad
			}
			return b.Check()
		},
		fold: func(w fold.World, op Operation) (fold.Outcome, error) {
			b, bad := decode[B](op)
			if bad != nil {
				return fold.Outcome{Problem: bad}, nil
			}
			return f(w, op.Model(), b)
		}}
}

func addPatch(name string, kind model.Kind) {
	registry[name] = Kind{Name: name, Class: Patch, Audience: anyWriter, body: record[fold.Patch],
		check: func(op Operation) *model.Error {
			b, bad := decode[fold.Patch](op)
			switch {
			case bad != nil:
				return bad
			case op.Target == nil || op.Target.Kind != string(kind) || op.Target.Id == "":
				return model.Fail("field.required").At("/target")
			}
			return fold.CheckPatch(kind, b)
		},
		fold: func(w fold.World, op Operation) (fold.Outcome, error) {
			b, bad := decode[fold.Patch](op)
			if bad != nil {
				return fold.Outcome{Problem: bad}, nil
			}
			return fold.Patched(w, op.Model(), b)
		}}
}

func decode[B any](op Operation) (B, *model.Error) {
	var b B
	// null decodes into anything; it says nothing.
	if err := json.Unmarshal(op.Body, &b); err != nil || string(bytes.TrimSpace(op.Body)) == "null" {
		return b, model.Fail("body.malformed").At("/body")
	}
	return b, nil
}

// Model returns the operation as the rules see it: the one mapping to the model.
func (o Operation) Model() fold.Op {
	op := fold.Op{ID: o.OpId, Kind: o.Kind, Author: o.Author, At: model.Millis(o.At), True: model.Millis(o.At - o.OffsetMs), Pos: o.Pos, TaskID: o.Task}
	if o.Target != nil {
		op.Target = fold.Target{Kind: model.Kind(o.Target.Kind), ID: o.Target.Id}
	}
	return op
}
