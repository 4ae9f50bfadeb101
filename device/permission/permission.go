// Package permission asks the person whether the app may use what is theirs: the
// camera, the place. A machine without such a question has granted everything.
//
//	Askable --Ask, the person says yes--> Granted
//	        --Ask, no-------------------> Refused   (a later Ask asks again)
//	        --Ask, no question appears--> Barred    (only the settings help: OpenSettings)
//
// It never uses what it asks for, never asks by itself, and keeps nothing: the
// person may change their mind in the settings at any time.
package permission

import "context"

// What is what may be asked for.
type What string

// What there is to ask for.
const (
	Camera What = "camera"
	Place  What = "place"
)

// State is how a permission stands.
type State string

// The states.
const (
	Askable State = "askable" // not granted: asked never yet, or refused once; Ask tells
	Granted State = "granted"
	Refused State = "refused" // the person has just said no
	Barred  State = "barred"  // refused for good: the system asks no more, only the settings help
)

// Asker asks. Its methods may be called from any goroutine but the one that paints:
// they wait for the system, and Ask for the person.
type Asker interface {
	// State is how a permission stands, without asking: Granted or Askable.
	State(ctx context.Context, w What) (State, error)
	// Ask asks the person and waits for the answer: Granted, Refused or Barred. What is
	// granted already is not asked for. An error is ErrUnable or the context's.
	Ask(ctx context.Context, w What) (State, error)
	// OpenSettings shows the system's page with this app's permissions. It fails with
	// ErrUnable where there is none.
	OpenSettings(ctx context.Context) error
}

// Code is a reason that a program can act on and a table of words can translate.
type Code string

// ErrUnable: the system does not do what was asked of it.
const ErrUnable Code = "permission.unable"

// Error is the code; words for people are not made here.
func (c Code) Error() string { return string(c) }

// Free is the asker of a machine that asks nobody: everything is granted.
func Free() Asker { return free{} }

type free struct{}

func (free) State(ctx context.Context, _ What) (State, error) { return Granted, ctx.Err() }
func (free) Ask(ctx context.Context, _ What) (State, error)   { return Granted, ctx.Err() }
func (free) OpenSettings(context.Context) error               { return ErrUnable }
