package sim

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"dianqin/data/local"
	"dianqin/data/model"
	"dianqin/data/model/evidence"
	"dianqin/data/model/geo"
	"dianqin/data/model/people"
	"dianqin/data/model/place"
	"dianqin/data/model/seal"
	"dianqin/data/model/work"
	"dianqin/data/wire"
)

// do writes down a fact:
//
//	sight NUMBER [CONDITION]  note NUMBER CONDITION  apply NUMBER BOX
//	remove NUMBER             task TASK STATE        file TEXT
//	place BOX EAST            order PERSON TASK,...
func (p *phone) do(ctx context.Context, s Step) error {
	what, arg := s[2], s[3]
	more := append(slices.Clone(s[4:]), "")[0]
	op := wire.Operation{}
	var body any
	box := p.boxOf(ctx, arg)
	switch what {
	case "sight":
		op.Kind, body = "seal.sighted", seal.Sighted{Number: arg, BoxID: box, Condition: seal.Condition(more)}
	case "note":
		op.Kind, body = "seal.condition", seal.Inspected{Number: arg, BoxID: box, Place: "door", Condition: seal.Condition(more)}
	case "apply":
		op.Kind, body = "seal.applied", seal.PutOn{Number: arg, BoxID: more, Place: "cover"}
	case "remove":
		op.Kind, body = "seal.removed", seal.TakenOff{Number: arg, BoxID: box, Reason: "sim"}
	case "task":
		op.Kind, op.Task, body = "task.moved", arg, work.Moved{To: work.State(more), Reason: "sim"}
	case "place":
		east, err := strconv.Atoi(more)
		if err != nil {
			return fmt.Errorf("%q: %w", s, err)
		}
		at := geo.Offset(geo.Point{Lat: 31, Lon: 121}, float64(east), 0)
		op.Kind, op.Target = "position.proposed", &wire.Target{Kind: string(model.KindBox), Id: arg}
		body = place.Proposed{Position: model.Position{Lat: at.Lat, Lon: at.Lon, AccuracyM: 5, Source: "gps"}, How: place.Site}
	case "order":
		op.Kind, body = "tasks.ordered", work.Ordered{AssigneeID: arg, TaskIDs: strings.Split(more, ",")}
	case "file":
		f, err := p.store.KeepFile(ctx, strings.NewReader(picture(arg)), 1<<20)
		if err != nil {
			return err
		}
		f.Mime, f.Name = "text/plain", arg
		op.Kind, body = "file.declared", evidence.Declared{SHA256: f.SHA256, Bytes: f.Bytes, Mime: f.Mime, Name: f.Name, BoxID: "b1"}
		return p.record(ctx, op, body, f)
	default:
		return fmt.Errorf("%q: nobody does that", s)
	}
	return p.record(ctx, op, body)
}

// boxOf is where a person would stand for a seal: where the phone says that it hangs.
func (p *phone) boxOf(ctx context.Context, number string) string {
	var s seal.Seal
	if found, err := p.store.Get(ctx, model.KindSeal, number, &s); err == nil && found && s.BoxID != "" {
		return s.BoxID
	}
	return "b1"
}

// patch sets a field by hand: patch PHONE CUSTOMER FIELD VALUE.
func (p *phone) patch(ctx context.Context, s Step) error {
	versions, err := p.store.Versions(ctx, model.KindCustomer, "id = ?", s[2])
	if err != nil {
		return err
	}
	epoch, _, err := p.store.Cursor(ctx)
	if err != nil {
		return err
	}
	op := wire.Operation{Kind: "customer", Target: &wire.Target{Kind: "customer", Id: s[2], BaseVer: versions[s[2]], Epoch: epoch}}
	return p.record(ctx, op, map[string]any{"set": map[string]string{s[3]: s[4]}})
}

// command asks for what wants authority:
//
//	assign TASK PERSON   issue NUMBER PERSON   stations PERSON STATION,...
func (p *phone) command(ctx context.Context, s Step) error {
	more := append(slices.Clone(s[4:]), "")[0]
	switch s[2] {
	case "assign":
		return p.record(ctx, wire.Operation{Kind: "task.assign"}, work.Assignment{TaskID: s[3], ToID: more})
	case "issue":
		return p.record(ctx, wire.Operation{Kind: "seal.issue"}, seal.Issue{Numbers: []string{s[3]}, ToID: more})
	case "stations":
		role := people.Inspector
		if s[3] == "sup" {
			role = people.Supervisor
		}
		return p.record(ctx, wire.Operation{Kind: "user.enroll", Author: "adm"},
			people.Enroll{Login: s[3], Name: s[3], Roles: []people.Role{role}, Stations: strings.Split(more, ",")})
	}
	return fmt.Errorf("%q: nobody commands that", s)
}

// record makes the operation, with an id that is the same every time the schedule
// is played. What the rules refuse here already leaves no trace.
func (p *phone) record(ctx context.Context, op wire.Operation, body any, files ...local.NewFile) error {
	raw, err := json.Marshal(body)
	if err != nil {
		return err
	}
	p.w.ops++
	op.OpId = fmt.Sprintf("%08x-%04x-7000-8000-%012x", p.w.now.UnixMilli()>>16, p.w.now.UnixMilli()&0xffff, p.w.ops)
	op.Device, op.At, op.OffsetMs, op.Body = p.device, p.clock().UnixMilli(), p.skew.Milliseconds(), raw
	if op.Author == "" {
		op.Author = p.user
	}
	made, err := p.store.Record(ctx, op, p.key, files...)
	var refused *model.Error
	if errors.As(err, &refused) {
		return nil
	}
	if err != nil {
		return err
	}
	p.made[made.OpId] = true
	return nil
}
