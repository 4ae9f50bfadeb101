package courier_test

import (
	"database/sql"
	"path/filepath"
	"testing"
	"time"

	_ "modernc.org/sqlite"

	"dianqin/data/model"
)

func TestMend_FetchesOnlyWhatDiffers(t *testing.T) {
	srv, codes := startServer(t, small, always)
	d := enrolled(t, srv.URL(), codes["inspector"])
	dir := t.TempDir()
	s := openStore(t, dir)
	_, err := d.Pull(t.Context(), s, nil)
	no(t, err)
	want := everything(t, s)
	if n, err := d.Mend(t.Context(), s); n != 0 || err != nil {
		t.Fatalf("%d parts differ of what was pulled just now: %v", n, err)
	}
	no(t, s.Close())
	spoil(t, dir)
	s = openStore(t, dir)
	before := everything(t, s)
	if len(before) == len(want) {
		t.Fatal("nothing is spoiled")
	}
	n, err := d.Mend(t.Context(), s)
	no(t, err)
	same(t, "mended", everything(t, s), want)
	if n == 0 || n > 20 {
		t.Errorf("%d parts of some hundreds were fetched", n)
	}
	if n, err := d.Mend(t.Context(), s); n != 0 || err != nil {
		t.Errorf("mended twice: %d, %v", n, err)
	}
	hits, err := s.Search(t.Context(), "1", 20)
	if err != nil || len(hits) == 0 {
		t.Error("nothing is found any more:", err)
	}
	if k, err := s.Count(t.Context(), model.KindSeal, "1 = 1"); k == 0 || err != nil {
		t.Error(k, err)
	}
}

// spoil takes a few seals away, makes one older and puts one twice, as no program of
// ours would.
func spoil(t *testing.T, dir string) {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(dir, "base*.db"))
	no(t, err)
	db, err := sql.Open("sqlite", "file:"+names[len(names)-1])
	no(t, err)
	for _, text := range []string{
		"DELETE FROM rec_seal WHERE rowid IN (SELECT rowid FROM rec_seal ORDER BY rowid LIMIT 5)",
		"UPDATE rec_meter SET ver = 0 WHERE rowid = (SELECT min(rowid) FROM rec_meter)",
		"INSERT INTO rec_box SELECT id || 'x', lane, ver, shape, area_id, number, body FROM rec_box LIMIT 1",
	} {
		_, err := db.Exec(text)
		no(t, err)
	}
	no(t, db.Close())
}

func TestWake_TellsAnotherDeviceAtOnceAndSleepsOtherwise(t *testing.T) {
	srv, codes := startServer(t, small, always)
	d := enrolled(t, srv.URL(), codes["inspector"])
	s := openStore(t, t.TempDir())
	_, err := d.Pull(t.Context(), s, nil)
	no(t, err)
	began := time.Now()
	changed, err := d.Wake(t.Context(), s, time.Second)
	if changed || err != nil || time.Since(began) < 900*time.Millisecond {
		t.Fatalf("woken for nothing: %v, %v after %s", changed, err, time.Since(began))
	}
	empty := openStore(t, t.TempDir())
	if changed, err := d.Wake(t.Context(), empty, time.Second); !changed || err != nil {
		t.Errorf("one who has nothing sleeps: %v, %v", changed, err)
	}
}
