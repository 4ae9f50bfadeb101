// Package storetest holds what every database behind server/store must do: one
// suite, a file a subject, run on SQLite always and on PostgreSQL where there is
// one. It is for tests only and holds no rule of its own.
//
//	DIANQIN_TEST_POSTGRES  a postgres:// address; each test gets a schema of its own
//	DIANQIN_REQUIRE=1      fail where that address is missing, instead of skipping
package storetest

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/hex"
	"net/url"
	"os"
	"path/filepath"
	"testing"

	"dianqin/data/model"
	"dianqin/data/model/customer"
	"dianqin/data/model/fold"
	"dianqin/server/store"
)

// Open makes an empty store that is closed when the test ends.
type Open func(t *testing.T) *store.Store

// Run runs the suite on the stores that open makes.
func Run(t *testing.T, open Open) {
	for name, test := range map[string]func(*testing.T, Open){
		"Records": records, "Feed": feed, "World": world, "Rollback": rollback, "Concurrent": concurrent,
		"Devices": devices, "Tokens": tokens, "Files": files, "Operations": operations, "Load": load, "Meta": meta,
		"Watch": watch, "Together": together, "Packs": packs, "LastPlaces": lastPlaces,
	} {
		t.Run(name, func(t *testing.T) { test(t, open) })
	}
}

// Each runs a test on both databases.
func Each(t *testing.T, test func(t *testing.T, open Open)) {
	t.Run("SQLite", func(t *testing.T) { test(t, func(t *testing.T) *store.Store { return SQLite(t) }) })
	t.Run("PostgreSQL", func(t *testing.T) { test(t, PostgreSQL) })
}

// SQLite opens a store in a temporary folder.
func SQLite(t testing.TB) *store.Store {
	t.Helper()
	return opened(t, "sqlite:"+filepath.Join(t.TempDir(), "truth ?#%.db"))
}

// PostgreSQL opens a store in a new schema, or skips.
func PostgreSQL(t *testing.T) *store.Store {
	t.Helper()
	return opened(t, Schema(t))
}

// Schema makes a new schema in PostgreSQL, or skips, and returns its address, for
// tests that open it more than once.
func Schema(t testing.TB) string {
	t.Helper()
	address := os.Getenv("DIANQIN_TEST_POSTGRES")
	if address == "" {
		if os.Getenv("DIANQIN_REQUIRE") == "1" {
			t.Fatal("DIANQIN_TEST_POSTGRES is not set")
		}
		t.Skip("DIANQIN_TEST_POSTGRES is not set")
	}
	name := "t" + random(t)
	db, err := sql.Open("pgx", address)
	must(t, err)
	_, err = db.Exec("CREATE SCHEMA " + name)
	must(t, err)
	t.Cleanup(func() {
		if _, err := db.Exec("DROP SCHEMA " + name + " CASCADE"); err != nil {
			t.Error(err)
		}
		_ = db.Close()
	})
	u, err := url.Parse(address)
	must(t, err)
	q := u.Query()
	q.Set("search_path", name)
	u.RawQuery = q.Encode()
	return u.String()
}

func opened(t testing.TB, address string) *store.Store {
	t.Helper()
	s, err := store.Open(context.Background(), address)
	must(t, err)
	t.Cleanup(func() { must(t, s.Close()) })
	return s
}

func random(t testing.TB) string {
	var b [8]byte
	_, err := rand.Read(b[:])
	must(t, err)
	return hex.EncodeToString(b[:])
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// write runs f in a transaction that must succeed.
func write(t *testing.T, s *store.Store, f func(*store.Tx) error) {
	t.Helper()
	must(t, s.Write(context.Background(), f))
}

// read runs f on a snapshot.
func read(t *testing.T, s *store.Store, f func(*store.Tx) error) {
	t.Helper()
	must(t, s.Read(context.Background(), f))
}

// Put writes records.
func Put(t *testing.T, s *store.Store, puts ...fold.Put) {
	t.Helper()
	write(t, s, func(tx *store.Tx) error {
		for _, p := range puts {
			if _, err := tx.Put(p); err != nil {
				return err
			}
		}
		return nil
	})
}

// Customer is a put of a customer of a station.
func Customer(id, station string) fold.Put {
	return fold.Put{Kind: model.KindCustomer, ID: id, Lane: model.StationLane(station),
		Record: customer.Customer{ID: id, StationID: station, Number: "31" + id, Name: "王建国"}}
}

// Rows reads the feed of a lane after a number.
func Rows(t *testing.T, s *store.Store, lane model.Lane, after int64) (out []store.Row) {
	t.Helper()
	read(t, s, func(tx *store.Tx) error {
		_, _, err := tx.Rows(lane, after, 1<<20, func(r store.Row) error {
			out = append(out, r)
			return nil
		})
		return err
	})
	return out
}
