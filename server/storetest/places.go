package storetest

import (
	"testing"

	"dianqin/data/model/people"
	"dianqin/server/store"
)

func lastPlaces(t *testing.T, open Open) {
	s := open(t)
	write(t, s, func(tx *store.Tx) error {
		for _, p := range []people.LastPlace{{UserID: "u1", At: 20, TaskID: "new"}, {UserID: "u1", At: 10, TaskID: "old"}, {UserID: "u2", At: 5}} {
			expect(t, "noted", true, tx.NotePlace(p))
		}
		all, err := tx.LastPlaces(0)
		expect(t, "the newest of each", len(all) == 2 && all[0].TaskID == "new" && all[1].UserID == "u2", err)
		some, err := tx.LastPlaces(10)
		expect(t, "since a moment", len(some) == 1 && some[0].UserID == "u1", err)
		expect(t, "forgotten", true, tx.ForgetPlaces(10))
		left, err := tx.LastPlaces(0)
		expect(t, "what is left", len(left) == 1, err)
		return nil
	})
}
