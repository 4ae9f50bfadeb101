package sim

import (
	"slices"
	"sync"

	"dianqin/device/feel"
	"dianqin/device/link"
)

// NewLink is a link that is switched by hand: Set(link.State{Online: true}).
func NewLink(online bool) *link.Switch { return link.NewSwitch(link.State{Online: online}) }

// Sign is one of the signs that a Feel gives.
type Sign = feel.Sign

// The signs.
const (
	Right     = feel.Right
	Wrong     = feel.Wrong
	Attention = feel.Attention
)

// Feel remembers the signs it was told to give, as a feel.Feel or as the outlet of
// one. The zero value is ready.
type Feel struct {
	mu      sync.Mutex
	signs   []Sign
	choices []feel.Choice
}

var (
	_ feel.Feel   = (*Feel)(nil)
	_ feel.Outlet = (*Feel)(nil)
)

// Give is remembered with the senses it was wanted by.
func (f *Feel) Give(s Sign, c feel.Choice) {
	f.note(s)
	f.mu.Lock()
	defer f.mu.Unlock()
	f.choices = append(f.choices, c)
}

// Choices lists by which senses the signs of an outlet were wanted, oldest first.
func (f *Feel) Choices() []feel.Choice {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Clone(f.choices)
}

// Right is remembered.
func (f *Feel) Right() { f.note(Right) }

// Wrong is remembered.
func (f *Feel) Wrong() { f.note(Wrong) }

// Attention is remembered.
func (f *Feel) Attention() { f.note(Attention) }

func (f *Feel) note(s Sign) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.signs = append(f.signs, s)
}

// Signs lists what was given since the beginning, oldest first.
func (f *Feel) Signs() []Sign {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Clone(f.signs)
}
