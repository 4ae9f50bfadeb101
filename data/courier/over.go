package courier

import "net/http"

// Over makes the client speak through a transport of the caller's and returns it:
// the proof plays the network request by request.
func (c *Client) Over(t http.RoundTripper) *Client {
	c.http.SetTransport(t)
	return c
}
