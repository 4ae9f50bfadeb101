package ui

import "time"

// A phone may end the app at any moment after it has left the foreground, and some
// show a black window when it returns.

// awayLimit is how long leaving may take: the system waits for it.
const awayLimit = time.Second

// repaintAfter is when a returned window is painted once more: on some phones the first
// painting comes before the system has given the window its surface.
const repaintAfter = 300 * time.Millisecond

// Away is called as the app leaves the foreground: what waits for a pause in typing,
// drafts above all, is done now.
func (c *Context) Away() { c.Hurry(awayLimit) }

// Returned is called as the app comes to the foreground: everything is painted anew.
func (c *Context) Returned() {
	c.repaint()
	c.After(repaintAfter, c.repaint)
}

func (c *Context) repaint() {
	if o := c.window.Content(); o != nil {
		o.Refresh()
	}
}

// pause stands by for a time, or until somebody hurries.
func (b *Bridge) pause(d time.Duration) {
	if d <= 0 {
		return
	}
	b.mu.Lock()
	hurry := b.hurry
	b.mu.Unlock()
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
	case <-hurry:
	}
}

// Hurry ends every pause and returns when the works that run have done their part, or
// when the limit is over. What they bring to the thread that paints comes later, so it
// may be called on that thread.
func (b *Bridge) Hurry(limit time.Duration) {
	deadline := time.Now().Add(limit)
	wake := time.AfterFunc(limit, func() {
		b.mu.Lock()
		b.change.Broadcast()
		b.mu.Unlock()
	})
	defer wake.Stop()
	b.mu.Lock()
	defer b.mu.Unlock()
	close(b.hurry)
	b.hurry = make(chan struct{})
	for b.works > 0 && time.Now().Before(deadline) {
		b.change.Wait()
	}
}
