package storetest

import (
	"context"
	"slices"
	"testing"

	"dianqin/data/model"
	"dianqin/data/model/evidence"
	"dianqin/data/model/fold"
	"dianqin/server/store"
)

func files(t *testing.T, open Open) {
	s := open(t)
	for _, station := range []string{"s1", "s2"} {
		Put(t, s, fold.Put{Kind: model.KindFile, ID: "f" + station, Lane: model.StationLane(station),
			Record: evidence.File{ID: "f" + station, StationID: station, SHA256: "aa", State: evidence.Awaited}})
	}
	write(t, s, func(tx *store.Tx) error {
		stored, err := tx.FileStored("aa")
		expect(t, "not stored yet", !stored, err)
		expect(t, "add", true, tx.AddFile("aa", 5, "image/jpeg", "u1", 1))
		expect(t, "add again", true, tx.AddFile("aa", 5, "image/jpeg", "u1", 2))
		n, mime, ok, err := tx.HasFile("aa")
		expect(t, "has", ok && n == 5 && mime == "image/jpeg", err)
		lanes, err := tx.FileLanes("aa")
		expect(t, "lanes", slices.Equal(lanes, []model.Lane{"station:s1", "station:s2"}), err)
		return nil
	})
	rows := Rows(t, s, "station:s1", 1)
	if len(rows) != 1 || rows[0].Ver != 2 {
		t.Fatalf("the feed does not carry the stored file: %+v", rows)
	}
	read(t, s, func(tx *store.Tx) error {
		var f evidence.File
		found, err := tx.Get(model.KindFile, "fs1", &f)
		expect(t, "marked", found && f.State == evidence.Stored, err)
		return nil
	})
}

func operations(t *testing.T, open Open) {
	s := open(t)
	write(t, s, func(tx *store.Tx) error {
		for i, id := range []string{"o3", "o2", "o1"} {
			expect(t, "add", true, tx.AddOperation(store.Operation{ID: id, Device: "d1", DevSeq: int64(3 - i), Hash: "h" + id,
				Status: store.Held, Raw: []byte(`{"n":"` + id + `","x":"\u0000"}`), Answer: []byte(`{}`)}))
		}
		o, found, err := tx.NextHeld("d1", 2)
		expect(t, "next held", found && o.ID == "o1", err)
		expect(t, "answer", true, tx.SetAnswer("o1", "applied", []byte(`{"a":1}`)))
		o, found, err = tx.NextHeld("d1", 1)
		expect(t, "nothing held below", !found, err)
		o, found, err = tx.Operation("o1")
		expect(t, "kept", found && o.Hash == "ho1" && o.Status == "applied" && string(o.Answer) == `{"a":1}`, err)
		return nil
	})
	var raws []string
	must(t, s.Operations(context.Background(), func(raw, _ []byte) error {
		raws = append(raws, string(raw[6:8]))
		return nil
	}))
	if !slices.Equal(raws, []string{"o1", "o2", "o3"}) {
		t.Errorf("exported %v", raws)
	}
}
