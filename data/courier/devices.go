package courier

import (
	"context"
	"net/http"
	"net/url"

	"dianqin/data/wire"
)

// IssueCode asks for an enrolment code for a person. Codes besides those of every
// call: user.unknown, lane.foreign, auth.forbidden.
func (c *Client) IssueCode(ctx context.Context, userID string) (wire.CodeAnswer, error) {
	var a wire.CodeAnswer
	return a, c.call(ctx, http.MethodPost, "/v1/enrolment-codes", wire.CodeRequest{UserId: userID}, &a, true)
}

// Devices lists the devices of those whom the person looks after. Code besides
// those of every call: auth.forbidden.
func (c *Client) Devices(ctx context.Context) (wire.DeviceList, error) {
	var a wire.DeviceList
	return a, c.call(ctx, http.MethodGet, "/v1/devices", nil, &a, true)
}

// RevokeDevice ends the trust in a device. Codes besides those of every call:
// device.not_found, lane.foreign, auth.forbidden.
func (c *Client) RevokeDevice(ctx context.Context, deviceID string) error {
	return c.call(ctx, http.MethodPost, "/v1/devices/"+url.PathEscape(deviceID)+"/revoke", nil, nil, true)
}
