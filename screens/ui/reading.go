package ui

import "time"

// Reading is what pages have in common that read the store beside the screen: whether
// they have, what went wrong, and what ends when they are hidden. Everything in it
// belongs to the thread that paints.
type Reading struct {
	WhileShown
	Read  bool  // something was read, or failed to be
	Fault error // why reading failed

	c    *Context
	load *Latest
}

func newReading(c *Context) Reading { return Reading{c: c, load: NewLatest(c.Bridge)} }

// Known tells whether there is something to show that was read.
func (r *Reading) Known() bool { return r.Read && r.Fault == nil }

// Pause is d, or none before anything was read.
func (r *Reading) Pause(d time.Duration) time.Duration {
	if !r.Read {
		return 0
	}
	return d
}

// Load runs work after a pause as Latest.Go does; hiding the page drops it.
func (r *Reading) Load(pause time.Duration, work func() func()) { r.load.Go(pause, work) }

// OnHidden implements Hidden.
func (r *Reading) OnHidden() {
	r.WhileShown.OnHidden()
	r.load.Drop()
}
