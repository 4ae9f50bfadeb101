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
type Sign string

// The signs.
const (
	Right     Sign = "right"
	Wrong     Sign = "wrong"
	Attention Sign = "attention"
)

// Feel remembers the signs it was told to give. The zero value is ready.
type Feel struct {
	mu    sync.Mutex
	signs []Sign
}

var _ feel.Feel = (*Feel)(nil)

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
