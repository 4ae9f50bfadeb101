// Package feel tells a person something without being looked at: a beep, a vibration.
// It never decides what is right; it never waits and never fails: a device that cannot
// be felt is no reason to stop working.
//
//	Feel (Right, Wrong, Attention) -- New asks what is wanted --> Outlet (this device)
package feel

import (
	"io"
	"os"
)

// Feel gives three signs that can be told apart with a glove on.
type Feel interface {
	Right()     // short: as expected
	Wrong()     // long or twice: look at this
	Attention() // something arrived
}

// Sign is one of the signs that a Feel gives.
type Sign string

// The signs.
const (
	Right     Sign = "right"
	Wrong     Sign = "wrong"
	Attention Sign = "attention"
)

// Choice is by which senses a person wants signs. The zero value is silence.
type Choice struct {
	Sound     bool
	Vibration bool
}

// Outlet is what a device has to give signs with. Give returns at once; what the device
// has not is left out.
type Outlet interface {
	Give(s Sign, c Choice)
}

// New gives signs through an outlet by the senses that choice names at that moment:
// a change of mind counts from the next sign on.
func New(out Outlet, choice func() Choice) Feel { return chosen{out, choice} }

type chosen struct {
	out    Outlet
	choice func() Choice
}

func (f chosen) Right()     { f.give(Right) }
func (f chosen) Wrong()     { f.give(Wrong) }
func (f chosen) Attention() { f.give(Attention) }

func (f chosen) give(s Sign) {
	if c := f.choice(); c != (Choice{}) {
		f.out.Give(s, c)
	}
}

// Silent gives no sign.
func Silent() Outlet { return silent{} }

type silent struct{}

func (silent) Give(Sign, Choice) {}

// Bell rings a terminal's bell: once, for Wrong three times. What cannot be written is
// let go. Writers that may block do not belong here.
func Bell(w io.Writer) Outlet { return bell{w} }

type bell struct{ w io.Writer }

func (b bell) Give(s Sign, c Choice) {
	switch {
	case !c.Sound: // a terminal has no motor
	case s == Wrong:
		_, _ = io.WriteString(b.w, "\a\a\a")
	default:
		_, _ = io.WriteString(b.w, "\a")
	}
}

// forFile is the bell of the terminal that the program was started from, else silence.
func forFile(f *os.File) Outlet {
	if info, err := f.Stat(); err == nil && info.Mode()&os.ModeCharDevice != 0 {
		return Bell(f)
	}
	return Silent()
}
