package seal

import (
	"slices"

	"dianqin/data/model"
)

// Sighted is the body of the fact seal.sighted: a number was scanned at a box.
// The verdict is what the person was shown; the server judges again.
type Sighted struct {
	Number    string    `json:"number"`
	Format    string    `json:"format,omitempty"` // bar-code format, empty = typed
	Typed     string    `json:"typed,omitempty"`  // why it was typed, where it was
	BoxID     string    `json:"box_id"`
	Place     string    `json:"place,omitempty"`
	Condition Condition `json:"condition,omitempty"`
	Verdict   Verdict   `json:"verdict"`
}

// Inspected is the body of the fact seal.condition: a person looked at an
// expected seal and noted its condition.
type Inspected struct {
	Number    string    `json:"number"`
	BoxID     string    `json:"box_id"`
	Place     string    `json:"place,omitempty"`
	Condition Condition `json:"condition"`
	Note      string    `json:"note,omitempty"`
}

// PutOn is the body of the fact seal.applied 加封.
type PutOn struct {
	Number  string `json:"number"`
	BoxID   string `json:"box_id"`
	MeterID string `json:"meter_id,omitempty"`
	Place   string `json:"place"`
}

// TakenOff is the body of the fact seal.removed 启封.
type TakenOff struct {
	Number    string    `json:"number"`
	BoxID     string    `json:"box_id"`
	Reason    string    `json:"reason,omitempty"`
	Condition Condition `json:"condition,omitempty"`
}

// Issue is the body of the command seal.issue: seals of the store go to a person.
type Issue struct {
	Numbers []string `json:"numbers"`
	ToID    string   `json:"to_id"`
}

// Check returns what is wrong with the body, or nil.
func (b Sighted) Check() *model.Error { return need(b.Number, b.BoxID, b.Condition, true) }

// Check returns what is wrong with the body, or nil.
func (b Inspected) Check() *model.Error { return need(b.Number, b.BoxID, b.Condition, false) }

// Check returns what is wrong with the body, or nil.
func (b PutOn) Check() *model.Error {
	if b.Place == "" {
		return model.Fail("field.required").At("/body/place")
	}
	return need(b.Number, b.BoxID, "", true)
}

// Check returns what is wrong with the body, or nil.
func (b TakenOff) Check() *model.Error { return need(b.Number, b.BoxID, b.Condition, true) }

// Check returns what is wrong with the body, or nil.
func (b Issue) Check() *model.Error {
	switch {
	case len(b.Numbers) == 0:
		return model.Fail("field.required").At("/body/numbers")
	case b.ToID == "":
		return model.Fail("field.required").At("/body/to_id")
	}
	return nil
}

func need(number, boxID string, c Condition, optional bool) *model.Error {
	switch {
	case number == "":
		return model.Fail("field.required").At("/body/number")
	case len(number) > 128:
		return model.Fail("field.too_long", "max", 128).At("/body/number")
	case boxID == "":
		return model.Fail("field.required").At("/body/box_id")
	case c == "" && optional, slices.Contains(Conditions, c):
		return nil
	}
	return model.Fail("seal.unknown_condition", "condition", string(c)).At("/body/condition")
}
