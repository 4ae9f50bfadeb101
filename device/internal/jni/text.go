//go:build android || jvm

package jni

/*
#include "call.h"
*/
import "C"

import (
	"fmt"
	"math"
	"unicode/utf16"
)

// fits checks arguments against a signature: Java itself would trust us blindly.
func (s signature) fits(args []any) error {
	if len(args) != len(s.params) {
		return fmt.Errorf("%d arguments for %d parameters", len(args), len(s.params))
	}
	for i, a := range args {
		ok := false
		switch s.params[i] {
		case 'I':
			n, is := a.(int)
			ok = is && n >= math.MinInt32 && n <= math.MaxInt32
		case 'J':
			_, ok = a.(int64)
		case 'F', 'D':
			_, ok = a.(float64)
		case 'Z':
			_, ok = a.(bool)
		case 'L':
			switch a.(type) {
			case string, Object, Global, nil:
				ok = true
			}
		case '[':
			switch a.(type) {
			case []string, []int64, Object, Global, nil:
				ok = true
			}
		}
		if !ok {
			return fmt.Errorf("argument %d is a %T %v, the parameter %c", i+1, a, a, s.params[i])
		}
	}
	return nil
}

// argument is the bits of a checked argument, and whether it is a reference that was
// made for this call.
func (e *Env) argument(a any) (bits uint64, made bool) {
	switch v := a.(type) {
	case int:
		return uint64(int64(v)), false
	case int64:
		return uint64(v), false
	case float64:
		return math.Float64bits(v), false
	case bool:
		if v {
			return 1, false
		}
	case Object:
		return uint64(v), false
	case Global:
		return uint64(v), false
	case string:
		return uint64(e.NewString(v)), true
	case []int64:
		return uint64(e.longs(v)), true
	case []string:
		return uint64(e.strings(v)), true
	}
	return 0, false
}

// NewString makes a Java string. What is no UTF-8 becomes U+FFFD.
func (e *Env) NewString(s string) Object {
	if e.err != nil {
		return 0
	}
	text := append(utf16.Encode([]rune(s)), 0) // never empty: there is a first to point at
	thrown := new(C.dq_thrown)
	o := C.dq_string(e.env, (*C.uint16_t)(&text[0]), C.int(len(text)-1), thrown)
	e.note(thrown)
	return Object(o)
}

// String is the text of a Java string; "" for null. Half of a pair becomes U+FFFD.
func (e *Env) String(o Object) string {
	if e.err != nil || o == 0 {
		return ""
	}
	thrown := new(C.dq_thrown)
	n := int(C.dq_string_len(e.env, C.uintptr_t(o), thrown))
	text := make([]uint16, n+1)
	if n > 0 {
		C.dq_string_get(e.env, C.uintptr_t(o), C.int(n), (*C.uint16_t)(&text[0]), thrown)
	}
	e.note(thrown)
	return string(utf16.Decode(text[:n]))
}

func (e *Env) longs(values []int64) Object {
	if e.err != nil {
		return 0
	}
	room := append(values[:len(values):len(values)], 0)
	thrown := new(C.dq_thrown)
	o := C.dq_longs(e.env, (*C.int64_t)(&room[0]), C.int(len(values)), thrown)
	e.note(thrown)
	return Object(o)
}

func (e *Env) strings(values []string) Object {
	if e.err != nil {
		return 0
	}
	thrown := new(C.dq_thrown)
	array := C.dq_strings(e.env, C.int(len(values)), thrown)
	e.note(thrown)
	for i, v := range values {
		s := e.NewString(v)
		if e.err != nil {
			break
		}
		C.dq_strings_set(e.env, array, C.int(i), C.uintptr_t(s), thrown)
		e.note(thrown)
		C.dq_forget(e.env, C.uintptr_t(s))
	}
	return Object(array)
}

func decode(text []C.uint16_t) string {
	units := make([]uint16, len(text))
	for i, u := range text {
		units[i] = uint16(u)
	}
	return string(utf16.Decode(units))
}
