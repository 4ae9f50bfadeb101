package storetest

import (
	"testing"

	"dianqin/data/wire"
	"dianqin/server/store"
)

func packs(t *testing.T, open Open) {
	s := open(t)
	town := wire.Pack{Id: "town", Name: "城区", StationId: "s1", Version: "1", Sha256: "aa", Bytes: 7, Format: wire.Pbf, Datum: wire.WGS84,
		West: 121.5, South: 31.1, East: 121.6, North: 31.2, MinZoom: 12, MaxZoom: 17, Approval: "GS(2026)1号", ApprovalChecked: "2026-03-01", AddedAt: 5}
	write(t, s, func(tx *store.Tx) error {
		before, err := tx.PutPack(town)
		expect(t, "the first", before == "", err)
		_, err = tx.PutPack(wire.Pack{Id: "region", Sha256: "bb"})
		expect(t, "another", true, err)
		got, found, err := tx.Pack("town")
		expect(t, "found", found && got == town, err)
		_, found, err = tx.Pack("none")
		expect(t, "not found", !found, err)
		town.Version, town.Sha256 = "2", "cc"
		before, err = tx.PutPack(town)
		expect(t, "renewed", before == "aa", err)
		all, err := tx.Packs()
		expect(t, "listed by id", len(all) == 2 && all[0].Id == "region" && all[1] == town, err)
		n, err := tx.PackBytes("aa")
		expect(t, "nobody's", n == 0, err)
		n, err = tx.PackBytes("cc")
		expect(t, "one's", n == 1, err)
		expect(t, "drop", true, tx.DropPack("region"))
		expect(t, "drop again", true, tx.DropPack("region"))
		all, err = tx.Packs()
		expect(t, "one is left", len(all) == 1, err)
		return nil
	})
}
