// Package feel tells a person something without being looked at: a beep, a vibration.
// It never decides what is right; it never waits and never fails: a device that cannot
// be felt is no reason to stop working.
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

// Silent gives no sign.
func Silent() Feel { return silent{} }

type silent struct{}

func (silent) Right()     {}
func (silent) Wrong()     {}
func (silent) Attention() {}

// Bell rings a terminal's bell: once, for Wrong three times. What cannot be written is
// let go. Writers that may block do not belong here.
func Bell(w io.Writer) Feel { return bell{w} }

type bell struct{ w io.Writer }

func (b bell) Right()     { _, _ = io.WriteString(b.w, "\a") }
func (b bell) Wrong()     { _, _ = io.WriteString(b.w, "\a\a\a") }
func (b bell) Attention() { _, _ = io.WriteString(b.w, "\a") }

// Default is what this machine has: the bell of the terminal that the program was
// started from, else silence. Platforms with a motor and a speaker will bring their
// own file.
func Default() Feel { return forFile(os.Stderr) }

func forFile(f *os.File) Feel {
	if info, err := f.Stat(); err == nil && info.Mode()&os.ModeCharDevice != 0 {
		return Bell(f)
	}
	return Silent()
}
