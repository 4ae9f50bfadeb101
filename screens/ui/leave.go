package ui

import "net/url"

// Leave opens a link in another program: a call, the way there. Where nothing takes
// it the link goes to the clipboard.
func (c *Context) Leave(link string) {
	u, err := url.Parse(link)
	if err == nil {
		err = c.app.OpenURL(u)
	}
	if err != nil {
		c.Copy(link)
	}
}
