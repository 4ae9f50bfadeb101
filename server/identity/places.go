package identity

import (
	"context"
	"fmt"
	"slices"

	"dianqin/data/model"
	"dianqin/data/model/people"
	"dianqin/server/store"
)

// LastPlaces lists where those were last whom a person may know of (people.User.Places),
// as far back as the utility lets it be known, with the moment of the server's clock.
func (s *Service) LastPlaces(ctx context.Context, by people.User) ([]people.LastPlace, model.Millis, error) {
	now := s.millis()
	var out []people.LastPlace
	err := s.store.Read(ctx, func(t *store.Tx) error {
		set, err := t.Policy()
		if err != nil {
			return err
		}
		since, some := people.PlacesSince(now, set.Place(now).SeenHours)
		if !some {
			return nil
		}
		users, err := t.Users()
		if err != nil {
			return err
		}
		seen := map[string]bool{}
		for _, u := range users {
			seen[u.ID] = by.Places(u)
		}
		all, err := t.LastPlaces(since)
		out = slices.DeleteFunc(all, func(p people.LastPlace) bool { return !seen[p.UserID] })
		return err
	})
	if err != nil {
		return nil, 0, fmt.Errorf("list places: %w", err)
	}
	return out, now, nil
}
