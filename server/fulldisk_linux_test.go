package server_test

import (
	"bytes"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"net/http"
	"strconv"
	"syscall"
	"testing"

	"dianqin/data/wire"
	"dianqin/server"
)

// smallDisk mounts a disk of so many megabytes, or skips where that is not allowed.
func smallDisk(t *testing.T, megabytes string) (dir string, grow func(megabytes string)) {
	t.Helper()
	dir = t.TempDir()
	err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size="+megabytes+"m")
	if errors.Is(err, syscall.EPERM) || errors.Is(err, syscall.EACCES) {
		t.Skip("only root may mount a small disk")
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { // before the folder is removed
		if err := syscall.Unmount(dir, syscall.MNT_DETACH); err != nil {
			t.Error(err)
		}
	})
	return dir, func(megabytes string) {
		if err := syscall.Mount("tmpfs", dir, "tmpfs", syscall.MS_REMOUNT, "size="+megabytes+"m"); err != nil {
			t.Fatal(err)
		}
	}
}

// TestFullDisk_SaysSoAndLosesNothing fills the disk with files and operations. What
// was acknowledged stays, what was not goes through when there is room again, and
// people can read all the while.
func TestFullDisk_SaysSoAndLosesNothing(t *testing.T) {
	dir, grow := smallDisk(t, "12")
	w := startIn(t, dir)
	p := w.phone("inspector")
	token := p.session.AccessToken

	full, stored := false, 0
	for range 40 {
		picture := make([]byte, 500_000)
		if _, err := rand.Read(picture); err != nil {
			t.Fatal(err)
		}
		r := w.ask("PUT", "/v1/files/"+hashOf(picture), token, picture)
		if r.status == http.StatusCreated {
			stored++
			continue
		}
		r.refused("storage.full")
		full = true
		break
	}
	if !full || stored == 0 {
		t.Fatalf("%d files and the disk is not full", stored)
	}
	picture := bytes.Repeat([]byte("0123456789abcdef"), 100_000) // in pieces, too
	begin := func() reply {
		return w.ask("POST", "/v1/uploads", token, nil, "Tus-Resumable", "1.0.0", "Upload-Length", strconv.Itoa(len(picture)),
			"Upload-Metadata", "sha256 "+base64.StdEncoding.EncodeToString([]byte(hashOf(picture))))
	}
	more := func(at string) reply {
		n, err := strconv.Atoi(at)
		if err != nil {
			t.Fatal(err)
		}
		return w.ask("PATCH", "/v1/uploads/"+hashOf(picture), token, picture[n:], "Tus-Resumable", "1.0.0", "Upload-Offset", at,
			"Content-Type", "application/offset+octet-stream")
	}
	if r := begin(); r.status == http.StatusCreated {
		more(r.header.Get("Upload-Offset")).refused("storage.full")
	} else {
		r.refused("storage.full")
	}

	var last []byte
	acknowledged := 0
	for range 3000 {
		last = p.op("seal.sighted", sighted("a"), nil)
		r := p.pushed(last)
		if r.status != http.StatusOK {
			r.refused("storage.full")
			var problem wire.Problem
			r.into(http.StatusInsufficientStorage, &problem)
			if problem.Retry != wire.After {
				t.Errorf("the phone is told to retry %q", problem.Retry)
			}
			break
		}
		acknowledged++
		last = nil
	}
	if last == nil || acknowledged == 0 {
		t.Fatalf("%d operations and the disk is not full", acknowledged)
	}
	if rows := p.pullAll("20000"); len(rows) < acknowledged {
		t.Errorf("%d rows are read of %d operations", len(rows), acknowledged)
	}
	t.Logf("the disk was full after %d files and %d operations", stored, acknowledged)

	grow("64")
	var a wire.PushAnswer
	p.pushed(last).into(http.StatusOK, &a)
	if a.Results[0].Status != wire.Applied || a.DevSeq != int64(acknowledged+1) {
		t.Errorf("after there was room: %+v", a)
	}
	r := begin()
	r.into(http.StatusCreated, nil)
	more(r.header.Get("Upload-Offset")).into(http.StatusNoContent, nil)
	n, err := server.Check(t.Context(), server.Config{Data: dir, Database: w.url})
	if err != nil || n.Operations != int64(acknowledged+1) || n.Files != int64(stored+1) {
		t.Errorf("%+v %v", n, err)
	}
	var says string
	if err := raw(t, w.url).QueryRow("PRAGMA integrity_check").Scan(&says); err != nil || says != "ok" {
		t.Errorf("%s %v", says, err)
	}
}
