// Package inspection holds the sheet that is filled on site 检查单: a versioned
// checklist with an answer an item.
package inspection

import (
	"slices"

	"dianqin/data/model"
	"dianqin/data/model/policy"
)

// Answer to an item of a sheet.
type Answer string

// The answers.
const (
	OK            Answer = "ok"
	Abnormal      Answer = "abnormal"
	NotApplicable Answer = "not_applicable"
)

// Answers lists every answer.
var Answers = []Answer{OK, Abnormal, NotApplicable}

// Item is one answered question.
type Item struct {
	Code   string `json:"code"`
	Answer Answer `json:"answer"`
	Note   string `json:"note,omitempty"`
}

// Inspection is a recorded sheet.
type Inspection struct {
	ID         string       `json:"id"`
	StationID  string       `json:"station_id"`
	TaskID     string       `json:"task_id"`
	BoxID      string       `json:"box_id,omitempty"`
	CustomerID string       `json:"customer_id,omitempty"`
	Sheet      int          `json:"sheet"` // version of the checklist
	Items      []Item       `json:"items"`
	Seals      []SealLine   `json:"seals"`
	Persons    []string     `json:"persons"` // names of who was there
	At         model.Millis `json:"at"`
	By         string       `json:"by"` // user id
}

// SealLine is what the sheet says of one seal.
type SealLine struct {
	Number    string `json:"number"`
	Place     string `json:"place,omitempty"`
	Identity  string `json:"identity"`
	Condition string `json:"condition"`
	Expected  string `json:"expected"`
}

// Recorded is the body of the fact inspection.recorded.
type Recorded struct {
	Sheet   int        `json:"sheet"`
	Items   []Item     `json:"items"`
	Seals   []SealLine `json:"seals"`
	Persons []string   `json:"persons"`
}

// Check returns what is wrong with the body, or nil.
func (r Recorded) Check() *model.Error {
	for _, l := range r.Seals {
		if l.Number == "" { // cases are told apart by it
			return model.Fail("field.required").At("/body/seals")
		}
	}
	for _, i := range r.Items {
		if i.Code == "" {
			return model.Fail("field.required").At("/body/items")
		}
		if !slices.Contains(Answers, i.Answer) {
			return model.Fail("inspection.unknown_answer", "item", i.Code, "answer", string(i.Answer)).At("/body/items")
		}
	}
	return nil
}

// Lacking lists the items that a sheet still wants: unanswered required ones,
// and pictures of what was called abnormal where the sheet asks for one.
// photos counts pictures by item code.
func Lacking(sheet policy.Sheet, items []Item, photos map[string]int) []*model.Error {
	var out []*model.Error
	for _, want := range sheet.Items {
		i := slices.IndexFunc(items, func(i Item) bool { return i.Code == want.Code })
		switch {
		case (i < 0 || items[i].Answer == "") && want.Required:
			out = append(out, model.Fail("finish.item_open", "item", want.Code).At("/items/"+want.Code))
		case i >= 0 && items[i].Answer == Abnormal && want.Photo && photos[want.Code] == 0:
			out = append(out, model.Fail("finish.photo_missing", "item", want.Code).At("/photos/"+want.Code))
		}
	}
	return out
}
