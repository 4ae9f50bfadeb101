package server_test

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"dianqin/data/model/evidence"
	"dianqin/data/wire"
	"dianqin/server"
)

// TestBackup_RestoreDrill backs up while a phone works, loses the server, restores
// elsewhere, and the phone finds out and sends again what the backup does not have.
func TestBackup_RestoreDrill(t *testing.T) {
	w := start(t)
	p := w.phone("inspector")
	w.ask("PUT", "/v1/files/"+hashOf(pictureA), p.session.AccessToken, pictureA, "Content-Type", "image/jpeg").into(http.StatusCreated, nil)
	p.push(p.op("seal.sighted", sighted("a"), nil))
	folder := t.TempDir()
	c := server.Config{Data: w.dir, Database: w.url}
	first, err := server.Backup(t.Context(), c, folder)
	if err != nil || first.Operations != 1 || first.Files != 1 || first.Brought != 1 {
		t.Fatalf("%+v %v", first, err)
	}
	again, err := server.Backup(t.Context(), c, folder) // into the same folder: nothing is copied twice
	if err != nil || again.Brought != 0 {
		t.Fatalf("%+v %v", again, err)
	}
	late := p.op("seal.sighted", sighted("a"), nil)
	p.push(late)

	dir := t.TempDir()
	r, err := server.Restore(t.Context(), server.Config{Data: dir}, folder)
	if err != nil || r.NewEpoch == first.Epoch || r.Epoch != first.Epoch || len(r.Lost) != 0 {
		t.Fatalf("%+v %v", r, err)
	}
	if _, err := server.Restore(t.Context(), server.Config{Data: dir}, folder); err == nil {
		t.Error("a database was overwritten")
	}
	back, err := server.Start(t.Context(), server.Config{Data: dir, Listen: "127.0.0.1:0", Now: w.Now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = back.Close() })
	w2 := &world{Server: back, t: t, log: &bytes.Buffer{}, now: w.now}
	p.world = w2
	p.get("/v1/sync/pull?epoch=" + first.Epoch + "&cursor=%7B%22org%22:1%7D").refused("sync.epoch")
	var a wire.PushAnswer
	p.pushed(late).into(http.StatusOK, &a)
	if a.Results[0].Status != wire.Applied || a.DevSeq != 2 {
		t.Errorf("what the backup did not have: %+v", a)
	}
	if got := p.get("/v1/files/" + hashOf(pictureA)); got.status != http.StatusOK || !bytes.Equal(got.body, pictureA) {
		t.Errorf("the picture: %d", got.status)
	}
}

func TestRestore_RefusesWhatIsBroken(t *testing.T) {
	w := start(t)
	p := w.phone("inspector")
	w.ask("PUT", "/v1/files/"+hashOf(pictureA), p.session.AccessToken, pictureA, "Content-Type", "image/jpeg").into(http.StatusCreated, nil)
	folder := t.TempDir()
	if _, err := server.Backup(t.Context(), server.Config{Data: w.dir, Database: w.url}, folder); err != nil {
		t.Fatal(err)
	}
	database := filepath.Join(folder, "dianqin.db")
	whole, err := os.ReadFile(database)
	if err != nil {
		t.Fatal(err)
	}
	broken := slices.Clone(whole)
	copy(broken[8192:], bytes.Repeat([]byte{0xA5}, 4096))
	for name, text := range map[string][]byte{"broken": broken, "cut": whole[:len(whole)/2], "empty": nil} {
		if err := os.WriteFile(database, text, 0o600); err != nil {
			t.Fatal(err)
		}
		dir := t.TempDir()
		if _, err := server.Restore(t.Context(), server.Config{Data: dir}, folder); err == nil {
			t.Errorf("%s: restored", name)
		}
		if left, _ := filepath.Glob(filepath.Join(dir, "*")); len(left) != 0 {
			t.Errorf("%s: left behind: %v", name, left)
		}
	}
	if err := os.WriteFile(database, whole, 0o600); err != nil {
		t.Fatal(err)
	}

	// A file that is broken is not restored as if it were whole.
	kept := filepath.Join(folder, "files", hashOf(pictureA)[:2], hashOf(pictureA))
	if err := os.WriteFile(kept, []byte("something else"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := server.Restore(t.Context(), server.Config{Data: t.TempDir()}, folder); err == nil || !strings.Contains(err.Error(), "hash_differs") {
		t.Errorf("a broken file: %v", err)
	}
	if err := os.Remove(kept); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	r, err := server.Restore(t.Context(), server.Config{Data: dir}, folder)
	if err != nil || !slices.Equal(r.Lost, []string{hashOf(pictureA)}) {
		t.Fatalf("%+v %v", r.Lost, err)
	}
	// The record awaits its bytes again.
	back, err := server.Start(t.Context(), server.Config{Data: dir, Listen: "127.0.0.1:0", Now: w.Now})
	if err != nil {
		t.Fatal(err)
	}
	defer back.Close()
	p.world = &world{Server: back, t: t, log: &bytes.Buffer{}, now: w.now}
	state := evidence.State("")
	for _, row := range p.pullAll("20000") {
		var f evidence.File
		if row.Id == "file-a" && json.Unmarshal(*row.Body, &f) == nil {
			state = f.State
		}
	}
	if state != evidence.Awaited {
		t.Errorf("the record says %q", state)
	}
}

func TestCheck_FindsWhatDoesNotBelongTogether(t *testing.T) {
	w := start(t)
	c := server.Config{Data: w.dir, Database: w.url}
	if n, err := server.Check(context.Background(), c); err != nil || n.Records == 0 {
		t.Fatal(n, err)
	}
	for name, text := range map[string]string{
		"a record without its feed row": "DELETE FROM feed WHERE id = 'seal-a'",
		"a feed row without its record": "DELETE FROM rec_seal WHERE id = 'seal-b'",
		"a counter that went back":      "UPDATE lane_counter SET v = 1 WHERE lane = 'org'",
	} {
		db := raw(t, w.url)
		if _, err := db.Exec(text); err != nil {
			t.Fatal(err)
		}
		if _, err := server.Check(context.Background(), c); err == nil {
			t.Errorf("%s: not found", name)
		}
	}
}
