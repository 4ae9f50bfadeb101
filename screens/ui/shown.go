package ui

// WhileShown is what a page listens to only while it is in front. A page embeds it,
// and calls UntilHidden in OnShown.
type WhileShown struct{ off []func() }

// UntilHidden keeps what ends when the page is hidden.
func (s *WhileShown) UntilHidden(off ...func()) { s.off = append(s.off, off...) }

// OnHidden implements Hidden.
func (s *WhileShown) OnHidden() {
	for _, off := range s.off {
		off()
	}
	s.off = nil
}

// InFront tells whether the page listens to anything: it is shown.
func (s *WhileShown) InFront() bool { return s.off != nil }
