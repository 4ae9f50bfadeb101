package policy

import (
	"fmt"
	"slices"
	"strings"

	"dianqin/data/model"
)

// What the number on a bar code stands for.
const (
	TargetSeal      = "seal"
	TargetMeter     = "meter"
	TargetBox       = "box"
	TargetEnrolment = "enrolment"
	TargetOther     = "other"
)

// Layout says how the text of a bar code is read. Segments follow each other;
// the length of the text must be their sum. State Grid's Q/GDW 1205-2013 has 22
// digits: unit 5, type 2, serial 14, check 1. A layout without segments takes
// every text with its Prefix.
type Layout struct {
	Code     string            `json:"code"`
	Prefix   string            `json:"prefix,omitempty"`
	Segments []Segment         `json:"segments,omitempty"`
	Targets  map[string]string `json:"targets,omitempty"` // value of the type segment -> target
	Target   string            `json:"target,omitempty"`  // for layouts without a type segment
	Formats  []string          `json:"formats,omitempty"` // bar-code formats that may carry it; empty = any
}

// Segment is a run of characters of a layout.
type Segment struct {
	Name   string `json:"name"` // unit, type, serial, check, or free
	Length int    `json:"length"`
	Digits bool   `json:"digits"` // only 0-9
}

// check refuses a layout that no text could be cut by.
func (l Layout) check() error {
	for _, seg := range l.Segments {
		if seg.Length <= 0 {
			return fmt.Errorf("segment %q has length %d", seg.Name, seg.Length)
		}
	}
	return nil
}

// Reading is what a text was found to be.
type Reading struct {
	Target string            // TargetSeal, ...
	Number string            // the text as it is kept
	Layout string            // code of the layout, empty where none fits
	Parts  map[string]string // segment name -> value
}

// Read finds the first layout in force that a text fits. The check digit never
// rejects: its rule is in no published source. A text that fits nothing is
// TargetOther.
func (s Set) Read(text, format string, at model.Millis) Reading {
	text = strings.TrimSpace(text)
	for _, d := range s.layouts {
		if !d.row.inForce(at) {
			continue
		}
		if r, ok := d.body.read(text, format); ok {
			return r
		}
	}
	return Reading{Target: TargetOther, Number: text}
}

func (l Layout) read(text, format string) (Reading, bool) {
	// A number that a person typed carries no format and fits any layout.
	if format != "" && len(l.Formats) > 0 && !slices.Contains(l.Formats, format) {
		return Reading{}, false
	}
	rest, ok := strings.CutPrefix(text, l.Prefix)
	if !ok || rest == "" {
		return Reading{}, false
	}
	r := Reading{Target: l.Target, Number: text, Layout: l.Code, Parts: map[string]string{}}
	for _, seg := range l.Segments {
		if len(rest) < seg.Length || seg.Digits && !digits(rest[:seg.Length]) {
			return Reading{}, false
		}
		r.Parts[seg.Name] = rest[:seg.Length]
		rest = rest[seg.Length:]
	}
	if len(l.Segments) > 0 && rest != "" {
		return Reading{}, false
	}
	if target, ok := l.Targets[r.Parts["type"]]; ok {
		r.Target = target
	}
	if r.Target == "" {
		r.Target = TargetOther
	}
	return r, true
}

func digits(s string) bool {
	for _, c := range []byte(s) {
		if c < '0' || c > '9' {
			return false
		}
	}
	return true
}
