package courier

import (
	"context"
	"net/http"

	"dianqin/data/wire"
)

// LastPlaces lists where the people of a supervisor were last. Code besides those of
// every call: auth.forbidden.
func (c *Client) LastPlaces(ctx context.Context) (wire.LastPlaceList, error) {
	var a wire.LastPlaceList
	return a, c.call(ctx, http.MethodGet, "/v1/people/places", nil, &a, true)
}
