package store

import (
	"encoding/json"
	"fmt"

	"dianqin/data/model"
	"dianqin/data/model/people"
)

// NotePlace keeps where somebody was, unless something newer is known of them.
func (t *Tx) NotePlace(p people.LastPlace) error {
	body, err := json.Marshal(p)
	if err != nil {
		return fmt.Errorf("note a place: %w", err)
	}
	_, err = t.exec(`INSERT INTO last_place (user_id, at, body) VALUES ($1, $2, $3)
		ON CONFLICT (user_id) DO UPDATE SET at = excluded.at, body = excluded.body WHERE excluded.at > last_place.at`, p.UserID, int64(p.At), string(body))
	if err != nil {
		return fmt.Errorf("note a place: %w", err)
	}
	return nil
}

// LastPlaces lists where people were last who were anywhere since a moment, by user.
func (t *Tx) LastPlaces(since model.Millis) ([]people.LastPlace, error) {
	out, err := decodeAll[people.LastPlace](t, "SELECT body FROM last_place WHERE at >= $1 ORDER BY user_id", int64(since))
	if err != nil {
		return nil, fmt.Errorf("list places: %w", err)
	}
	return out, nil
}

// ForgetPlaces deletes where people were last before a moment.
func (t *Tx) ForgetPlaces(before model.Millis) error {
	if _, err := t.exec("DELETE FROM last_place WHERE at < $1", int64(before)); err != nil {
		return fmt.Errorf("forget places: %w", err)
	}
	return nil
}
