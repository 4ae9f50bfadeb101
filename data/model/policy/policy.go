// Package policy holds the rules that differ by jurisdiction or utility as dated
// rows: bar-code layouts, seal kinds and colours, how many persons a task needs.
// A rule asks for the rows in force at the time of the act; no such number is a
// literal in the code.
package policy

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"dianqin/data/model"
)

// Subject says what a row is about and so what its body holds.
type Subject string

// The subjects.
const (
	SubjectLayout   Subject = "barcode_layout" // Layout
	SubjectSealKind Subject = "seal_kind"      // SealKind
	SubjectPersons  Subject = "persons"        // Persons
	SubjectSheet    Subject = "sheet"          // Sheet
	SubjectSuspect  Subject = "suspicion"      // Suspicion
	SubjectPlace    Subject = "place"          // Place

	SubjectRetention Subject = "retention"  // Retention
	SubjectHold      Subject = "legal_hold" // Hold
)

// Row is one dated rule as it is stored and synced.
type Row struct {
	ID      string          `json:"id"`
	Subject Subject         `json:"subject"`
	From    model.Millis    `json:"from"`            // in force from
	Until   model.Millis    `json:"until,omitempty"` // no longer in force from; 0 = open
	Source  string          `json:"source"`          // the regulation or the utility's paper
	Body    json.RawMessage `json:"body"`
}

func (r Row) inForce(at model.Millis) bool {
	return r.From <= at && (r.Until == 0 || at < r.Until)
}

// SealKind is a kind of seal: where it belongs and how one tells it.
type SealKind struct {
	Code     string   `json:"code"`      // cover, terminal, box, collector, test_block
	Colour   string   `json:"colour"`    // green, yellow, blue, white, red
	NameZH   string   `json:"name_zh"`   //
	NameEN   string   `json:"name_en"`   //
	MayApply []string `json:"may_apply"` // roles that may apply or remove it; empty = any
}

// Persons is how many people a kind of task needs on site.
type Persons struct {
	TaskKind string `json:"task_kind"`
	Persons  int    `json:"persons"`
}

// Suspicion is what makes an area or a meter worth a look.
type Suspicion struct {
	LineLossPercent float64  `json:"line_loss_percent"` // an area that lost more in a month is over the limit
	EventDays       int      `json:"event_days"`        // so many civil days an event counts, the day itself included
	EventCodes      []string `json:"event_codes"`       // events of meters that somebody may have caused
}

// Sheet is a versioned checklist for a kind of task.
type Sheet struct {
	TaskKind string      `json:"task_kind"`
	Version  int         `json:"version"`
	Items    []SheetItem `json:"items"`
}

// SheetItem is one question of a checklist.
type SheetItem struct {
	Code     string `json:"code"`
	TextZH   string `json:"text_zh"`
	TextEN   string `json:"text_en"`
	Required bool   `json:"required"`
	Photo    bool   `json:"photo"` // an abnormal answer needs a picture
}

// Set is the rows that are known, read once and then only asked.
type Set struct {
	layouts []dated[Layout]
	seals   []dated[SealKind]
	persons []dated[Persons]
	sheets  []dated[Sheet]
	suspect []dated[Suspicion]
	places  []dated[Place]

	retention []dated[Retention]
	holds     []dated[Hold]
}

type dated[T any] struct {
	row  Row
	body T
}

// NewSet reads rows. A row that cannot be read is an error that names it; the
// others are in the set all the same, so that one bad row stops nobody's work.
func NewSet(rows []Row) (Set, error) {
	var s Set
	var failed error
	for _, r := range rows {
		var err error
		switch r.Subject {
		case SubjectLayout:
			err = read(&s.layouts, r)
		case SubjectSealKind:
			err = read(&s.seals, r)
		case SubjectPersons:
			err = read(&s.persons, r)
		case SubjectSheet:
			err = read(&s.sheets, r)
		case SubjectSuspect:
			err = read(&s.suspect, r)
		case SubjectPlace:
			err = read(&s.places, r)
		case SubjectRetention:
			err = read(&s.retention, r)
		case SubjectHold:
			err = read(&s.holds, r)
		}
		if err != nil && failed == nil {
			failed = fmt.Errorf("policy row %s: %w", r.ID, err)
		}
	}
	return s, failed
}

func read[T any](into *[]dated[T], r Row) error {
	var body T
	if err := json.Unmarshal(r.Body, &body); err != nil {
		return err
	}
	if string(bytes.TrimSpace(r.Body)) == "null" { // decodes into anything, and an empty layout would take every text
		return errors.New("the body is null")
	}
	if c, ok := any(body).(interface{ check() error }); ok {
		if err := c.check(); err != nil {
			return err
		}
	}
	*into = append(*into, dated[T]{r, body})
	// The newest row comes first, so that it wins where two are in force; of the
	// same age the smaller id, so that phone and server agree whatever order their
	// tables give.
	slices.SortStableFunc(*into, func(a, b dated[T]) int {
		return cmp.Or(cmp.Compare(b.row.From, a.row.From), cmp.Compare(a.row.ID, b.row.ID))
	})
	return nil
}

func find[T any](rows []dated[T], at model.Millis, fits func(T) bool) (T, bool) {
	for _, d := range rows {
		if d.row.inForce(at) && fits(d.body) {
			return d.body, true
		}
	}
	var none T
	return none, false
}

// SealKind returns the kind with a code in force at a moment.
func (s Set) SealKind(code string, at model.Millis) (SealKind, bool) {
	return find(s.seals, at, func(k SealKind) bool { return k.Code == code })
}

// Persons returns how many people a task of a kind needs on site; 1 where no row
// says otherwise.
func (s Set) Persons(taskKind string, at model.Millis) int {
	p, ok := find(s.persons, at, func(p Persons) bool { return p.TaskKind == taskKind })
	if !ok {
		return 1
	}
	return max(p.Persons, 1)
}

// Sheet returns the checklist for a kind of task.
func (s Set) Sheet(taskKind string, at model.Millis) (Sheet, bool) {
	return find(s.sheets, at, func(p Sheet) bool { return p.TaskKind == taskKind })
}

// Suspicion returns what is suspicious at a moment; false where no row says: then
// nothing is.
func (s Set) Suspicion(at model.Millis) (Suspicion, bool) {
	return find(s.suspect, at, func(Suspicion) bool { return true })
}

func (s Suspicion) check() error {
	if s.LineLossPercent <= 0 || s.LineLossPercent >= 100 || s.EventDays < 0 {
		return fmt.Errorf("limits of %v %% and %d days", s.LineLossPercent, s.EventDays)
	}
	return nil
}
