package identity

import (
	"context"
	"fmt"
	"slices"

	"dianqin/data/model"
	"dianqin/data/model/people"
	"dianqin/server/store"
)

// Devices lists the devices of those whom a person looks after (people.User.Sees),
// with the moment of the server's clock to count their ages from.
func (s *Service) Devices(ctx context.Context, by people.User) ([]people.Device, model.Millis, error) {
	var out []people.Device
	err := s.store.Read(ctx, func(t *store.Tx) error {
		users, err := t.Users()
		if err != nil {
			return err
		}
		seen := map[string]bool{}
		for _, u := range users {
			seen[u.ID] = by.Sees(u)
		}
		all, err := t.Devices()
		out = slices.DeleteFunc(all, func(d people.Device) bool { return !seen[d.UserID] })
		return err
	})
	if err != nil {
		return nil, 0, fmt.Errorf("list devices: %w", err)
	}
	return out, s.millis(), nil
}

// Revoke ends the trust in a device at the request of a person; a device that is
// revoked already stays as it is. Codes: device.not_found, and those of
// people.User.Manages.
func (s *Service) Revoke(ctx context.Context, by people.User, deviceID string) error {
	err := s.store.Write(ctx, func(t *store.Tx) error {
		d, found, err := t.Device(deviceID)
		if err != nil {
			return err
		}
		if !found {
			return model.Fail("device.not_found")
		}
		owner, _, err := t.User(d.UserID) // one who was deleted is of no station
		if err != nil {
			return err
		}
		if bad := by.Manages(owner); bad != nil {
			return bad
		}
		return t.RevokeDevice(d.ID, s.millis())
	})
	if err != nil {
		return fmt.Errorf("revoke device %s: %w", deviceID, err)
	}
	return nil
}
