package model

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Error is a rule's "no", or what is wrong with an input. Code is stable and is
// translated from assets/words ("errors.<code>"); Field is the JSON pointer of
// the input that it is about, or empty; Args fill the sentence.
type Error struct {
	Code  string         `json:"code"`
	Field string         `json:"pointer,omitempty"`
	Args  map[string]any `json:"params,omitempty"`
}

// Fail makes an Error from a code and pairs of name and value.
func Fail(code string, pairs ...any) *Error {
	e := &Error{Code: code}
	for i := 0; i+1 < len(pairs); i += 2 {
		if e.Args == nil {
			e.Args = map[string]any{}
		}
		e.Args[fmt.Sprint(pairs[i])] = pairs[i+1]
	}
	return e
}

// At returns a copy of the error that names the field it is about, as a JSON
// pointer ("/body/number").
func (e *Error) At(pointer string) *Error {
	c := *e
	c.Field = pointer
	return &c
}

// Error is for logs; people see the sentence that assets/words makes of Code.
func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString(e.Code)
	if e.Field != "" {
		b.WriteString(" at " + e.Field)
	}
	for _, k := range slices.Sorted(maps.Keys(e.Args)) {
		fmt.Fprintf(&b, " %s=%v", k, e.Args[k])
	}
	return b.String()
}

// Reason is a code with parameters where nothing failed: why a verdict is what
// it is, why a case was opened.
type Reason struct {
	Code string         `json:"code"`
	Args map[string]any `json:"params,omitempty"`
}
