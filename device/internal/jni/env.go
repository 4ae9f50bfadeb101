//go:build android || jvm

package jni

/*
#include <stdlib.h>
#include "call.h"
*/
import "C"

import (
	"fmt"
	"math"
	"unsafe"
)

// room is how many references a Do may hold without asking for more; more are had too.
const room = 32

// Env is a thread that may call Java, for as long as the function that Do runs. It must
// not be kept, nor used by another goroutine.
type Env struct {
	env     C.uintptr_t
	context Object
	err     error
}

// Object is a reference to a Java object, alive until its Do ends; zero is null.
type Object uintptr

// Global is a reference that lives until Drop. Zero is null.
type Global uintptr

// Object is the object behind, for a call.
func (g Global) Object() Object { return Object(g) }

// Value is what a call returned; ask for what the signature says.
type Value struct{ bits uint64 }

// Int is a Java int, short or byte.
func (v Value) Int() int { return int(int64(v.bits)) }

// Long is a Java long.
func (v Value) Long() int64 { return int64(v.bits) }

// Bool is a Java boolean.
func (v Value) Bool() bool { return v.bits != 0 }

// Float is a Java float or double.
func (v Value) Float() float64 { return math.Float64frombits(v.bits) }

// Object is a Java object or array.
func (v Value) Object() Object { return Object(v.bits) }

// within runs f with room for references of its own, and says what went wrong.
func within(env, context uintptr, what string, f func(*Env)) error {
	e := &Env{env: C.uintptr_t(env), context: Object(context)}
	e.Frame(func() { f(e) })
	if e.err != nil {
		return fmt.Errorf("%s: %w", what, e.err)
	}
	return nil
}

// Frame runs f and then lets go of every object that it was given: for loops.
func (e *Env) Frame(f func()) {
	if e.err != nil {
		return
	}
	thrown := new(C.dq_thrown)
	if C.dq_push(e.env, room, thrown) == 0 {
		e.note(thrown)
		return
	}
	defer C.dq_pop(e.env)
	f()
}

// Context is the activity.
func (e *Env) Context() Object { return e.context }

// Err is what went wrong first; nil so far.
func (e *Env) Err() error { return e.err }

// Fail notes an error of the caller's own.
func (e *Env) Fail(err error) {
	if e.err == nil {
		e.err = err
	}
}

// Try runs f and returns what went wrong in it, which then counts no further: for what
// not every phone has. After an earlier error nothing runs.
func (e *Env) Try(f func()) error {
	if e.err != nil {
		return e.err
	}
	f()
	err := e.err
	e.err = nil
	return err
}

// Call calls a method of an object; sig is its signature, "(Ljava/lang/String;I)Z".
// Arguments are int, int64, float64, bool, string, []string, []int64, Object or Global,
// as the signature wants them.
func (e *Env) Call(o Object, name, sig string, args ...any) Value {
	if e.err == nil && o == 0 {
		e.err = fmt.Errorf("%s: %w", name, ErrNull)
	}
	return e.call(o, "", name, sig, args)
}

// CallStatic calls a method of a class; its name is written "android/net/Uri".
func (e *Env) CallStatic(class, name, sig string, args ...any) Value {
	return e.call(0, class, name, sig, args)
}

// New makes an object of a class; sig is the constructor's, which returns V.
func (e *Env) New(class, sig string, args ...any) Object {
	return e.call(0, class, "<init>", sig, args).Object()
}

// StaticInt reads an int field of a class.
func (e *Env) StaticInt(class, name string) int {
	if e.err != nil {
		return 0
	}
	c, n := C.CString(class), C.CString(name)
	defer C.free(unsafe.Pointer(c))
	defer C.free(unsafe.Pointer(n))
	thrown := new(C.dq_thrown)
	v := C.dq_static_int(e.env, c, n, thrown)
	e.note(thrown)
	return Value{uint64(v)}.Int()
}

// Is tells whether an object is of a class; null is of none.
func (e *Env) Is(o Object, class string) bool {
	if e.err != nil || o == 0 {
		return false
	}
	c := C.CString(class)
	defer C.free(unsafe.Pointer(c))
	thrown := new(C.dq_thrown)
	is := C.dq_is(e.env, C.uintptr_t(o), c, thrown) != 0
	e.note(thrown)
	return is
}

// Keep makes a reference that outlives this Do; the caller drops it. Null stays null.
func (e *Env) Keep(o Object) Global {
	if e.err != nil || o == 0 {
		return 0
	}
	thrown := new(C.dq_thrown)
	g := C.dq_keep(e.env, C.uintptr_t(o), thrown)
	e.note(thrown)
	return Global(g)
}

// Drop ends a kept reference, also after an error.
func (e *Env) Drop(g Global) {
	if g != 0 {
		C.dq_drop(e.env, C.uintptr_t(g))
	}
}

func (e *Env) call(o Object, class, name, sig string, args []any) Value {
	if e.err != nil {
		return Value{}
	}
	s, err := parse(sig)
	if err == nil {
		err = s.fits(args)
	}
	if err != nil {
		e.err = fmt.Errorf("%s: %w", name, err)
		return Value{}
	}
	var bits [most]uint64
	for i, a := range args {
		made := false
		if bits[i], made = e.argument(a); made {
			defer C.dq_forget(e.env, C.uintptr_t(bits[i]))
		}
	}
	if e.err != nil {
		return Value{}
	}
	texts := [4]*C.char{C.CString(class), C.CString(name), C.CString(sig), C.CString(s.params)}
	for _, t := range texts {
		defer C.free(unsafe.Pointer(t))
	}
	thrown := new(C.dq_thrown)
	v := C.dq_call(e.env, C.uintptr_t(o), texts[0], texts[1], texts[2], texts[3], C.char(s.result), (*C.uint64_t)(&bits[0]), thrown)
	e.note(thrown)
	return Value{uint64(v)}
}

// note makes an error of what was thrown.
func (e *Env) note(t *C.dq_thrown) {
	if t.thrown != 0 && e.err == nil {
		e.err = &Thrown{Class: decode(t.class_name[:t.class_len]), Message: decode(t.text[:t.text_len])}
	}
}
