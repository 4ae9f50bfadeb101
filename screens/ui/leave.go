package ui

import (
	"context"
	"net/url"
	"strings"
	"time"
)

// Opener gives a link to the program outside that takes it; an error says that none
// does. It may wait.
type Opener func(ctx context.Context, link string) error

// leaveLimit is how long another program may take to say that it takes a link.
const leaveLimit = 10 * time.Second

// SetOpener puts the device's way to other programs in place of the toolkit's, which
// on a phone does not say whether anything opened.
func (c *Context) SetOpener(o Opener) { c.opener = o }

// Leave opens a link in another program: a call, the way there. Where nothing takes
// it, what it is about goes to the clipboard.
func (c *Context) Leave(link string) {
	c.LeaveThen(link, func(err error) {
		if err != nil {
			c.Copy(strings.TrimPrefix(link, "tel:"))
		}
	})
}

// LeaveThen opens a link in another program and tells whether that took it.
func (c *Context) LeaveThen(link string, then func(error)) {
	c.Go(func() func() {
		err := c.openOutside(link)
		return func() { then(err) }
	})
}

func (c *Context) openOutside(link string) error {
	if c.opener != nil {
		ctx, cancel := context.WithTimeout(context.Background(), leaveLimit)
		defer cancel()
		return c.opener(ctx, link)
	}
	u, err := url.Parse(link)
	if err != nil {
		return err
	}
	return c.app.OpenURL(u)
}
