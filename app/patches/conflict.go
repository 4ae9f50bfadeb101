package patches

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"dianqin/app/act"
	"dianqin/data/model"
	"dianqin/data/model/cases"
	"dianqin/data/model/fold"
	"dianqin/data/model/people"
	"dianqin/data/wire"
)

// patience is how long a position is waited for.
const patience = 8 * time.Second

// Side is who set a value and when.
type Side struct {
	Name string // "" where that is not known
	At   model.Millis
}

// Field is one field that two people set.
type Field struct {
	Name         string
	Mine, Theirs json.RawMessage // nil: nothing
}

// Conflict is a patch that met another's change, with both sides.
type Conflict struct {
	cases.Exception
	Title        string // name of the customer or number of the usage point
	Mine, Theirs Side
	Fields       []Field     // in the order of their names
	Decider      string      // name of who resolved it
	base         wire.Target // what stands, as it was shown
}

// Conflict reads the conflict that an operation met, and what stands now. It is
// exception.unknown until the pull has brought it.
func (p *Patches) Conflict(ctx context.Context, opID string) (Conflict, error) {
	var c Conflict
	found, err := p.store.Get(ctx, model.KindException, model.Derive(opID, "exception"), &c.Exception)
	switch {
	case err != nil:
		return c, err
	case !found || c.RecordID == "":
		return c, model.Fail("exception.unknown", "id", opID)
	}
	if c.base, err = p.base(ctx, c.RecordKind, c.RecordID); err != nil {
		return c, err
	}
	stands := fold.Fields{}
	if _, err := p.store.Get(ctx, c.RecordKind, c.RecordID, &stands); err != nil {
		return c, err
	}
	for _, name := range fold.Fields(c.Exception.Mine).Names() {
		c.Fields = append(c.Fields, Field{Name: name, Mine: c.Exception.Mine[name], Theirs: stands[name]})
		if !slices.Equal(stands[name], c.Exception.Theirs[name]) { // changed once more since
			c.TheirAuthor, c.TheirAt = "", 0
		}
	}
	c.Title = title(stands)
	return c, p.sides(ctx, &c)
}

// title is how a record is called.
func title(record fold.Fields) string {
	for _, name := range []string{"name", "number"} {
		var text string
		if json.Unmarshal(record[name], &text) == nil && text != "" {
			return text
		}
	}
	return ""
}

func (p *Patches) sides(ctx context.Context, c *Conflict) error {
	c.Mine.At, c.Theirs.At = c.At, c.TheirAt
	for id, name := range map[string]*string{c.Author: &c.Mine.Name, c.TheirAuthor: &c.Theirs.Name, c.DecidedBy: &c.Decider} {
		if id == "" {
			continue
		}
		var u people.User
		if _, err := p.store.Get(ctx, model.KindUser, id, &u); err != nil {
			return err
		}
		*name = u.Name
	}
	return nil
}

// Resolve ends a conflict by the values that a person chose, by field. What is chosen
// as it stands is not set again: where all of it is, the conflict only ends. A field
// without a choice is patch.not_chosen.
func (p *Patches) Resolve(ctx context.Context, c Conflict, chosen map[string]json.RawMessage) error {
	set := fold.Fields{}
	for _, f := range c.Fields {
		value, ok := chosen[f.Name]
		if !ok {
			return model.Fail("patch.not_chosen").At("/body/set/" + f.Name)
		}
		if !slices.Equal(value, f.Theirs) && len(value) > 0 {
			set[f.Name] = value
		}
	}
	base := c.base
	_, err := p.rec.Do(ctx, act.Act{Kind: base.Kind, Target: &base, Body: fold.Patch{Set: set, Resolves: c.OpID}})
	return err
}
