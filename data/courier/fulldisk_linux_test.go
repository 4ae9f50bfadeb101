package courier_test

import (
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"syscall"
	"testing"

	"dianqin/server/snapshot"
)

// TestAFullDiskIsSaidAndWhatCameIsKept fetches a pack onto a disk that is too small
// for it, makes room, and goes on.
func TestAFullDiskIsSaidAndWhatCameIsKept(t *testing.T) {
	dir := t.TempDir()
	err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=1m")
	if errors.Is(err, syscall.EPERM) || errors.Is(err, syscall.EACCES) {
		t.Skip("only root may mount a small disk")
	}
	no(t, err)
	t.Cleanup(func() { no(t, syscall.Unmount(dir, syscall.MNT_DETACH)) })
	srv, codes := startServer(t, small, snapshot.Policy{})
	d := enrolled(t, srv.URL(), codes["inspector"])
	want := offerPack(t, srv, "land", "1", 3<<20)
	part := filepath.Join(dir, "part")
	refused(t, "a full disk", d.Pack(t.Context(), want, part, nil), "storage.full")
	info, err := os.Stat(part)
	no(t, err)
	if info.Size() < 900<<10 {
		t.Errorf("%d bytes are kept", info.Size())
	}
	no(t, syscall.Mount("tmpfs", dir, "tmpfs", syscall.MS_REMOUNT, "size=8m"))
	had := int64(0)
	no(t, d.Pack(t.Context(), want, part, func(h, _ int64) { had = h }))
	if had != info.Size() {
		t.Errorf("goes on from %d, want %d", had, info.Size())
	}
}

// TestAFullDiskUnderASnapshotIsSaidAndTheOldBaseStays fetches the whole base onto disks
// that are too small for what comes, for what it is unpacked to, and for what taking it
// needs; each time the store is opened again as a restart would, and it goes on as soon
// as there is room.
func TestAFullDiskUnderASnapshotIsSaidAndTheOldBaseStays(t *testing.T) {
	dir := t.TempDir()
	size := func(flags uintptr, bytes int64) error {
		return syscall.Mount("tmpfs", dir, "tmpfs", flags, "size="+strconv.FormatInt(bytes, 10))
	}
	err := size(0, 64<<20)
	if errors.Is(err, syscall.EPERM) || errors.Is(err, syscall.EACCES) {
		t.Skip("only root may mount a small disk")
	}
	no(t, err)
	t.Cleanup(func() { no(t, syscall.Unmount(dir, syscall.MNT_DETACH)) })
	srv, codes := startServer(t, small, always)
	d := enrolled(t, srv.URL(), codes["desk"])
	offer := offered(t, d)
	no(t, openStore(t, dir).Close())
	used := func() int64 {
		var s syscall.Statfs_t
		no(t, syscall.Statfs(dir, &s))
		return int64(s.Blocks-s.Bfree) * int64(s.Bsize)
	}
	both := (offer.Bytes+4095)/4096*4096 + offer.RawBytes
	for _, c := range []struct {
		name string
		room int64
	}{
		{"its log", both}, {"its log in memory", both + 24<<10}, {"what it is unpacked to", offer.Bytes + offer.RawBytes/2}, {"what comes", offer.Bytes / 2},
	} {
		no(t, size(syscall.MS_REMOUNT, 64<<20))
		s := openStore(t, dir)
		left, _ := filepath.Glob(filepath.Join(dir, "snapshot-*"))
		for _, part := range left {
			no(t, os.Remove(part))
		}
		no(t, size(syscall.MS_REMOUNT, used()+c.room))
		_, err := d.Pull(t.Context(), s, nil)
		refused(t, "no room for "+c.name, err, "storage.full")
		if _, cursor, err := s.Cursor(t.Context()); err != nil || len(cursor) != 0 {
			t.Errorf("no room for %s, and taken: %v, %v", c.name, cursor, err)
		}
		if bases, _ := filepath.Glob(filepath.Join(dir, "base-*")); len(bases) > 0 {
			t.Errorf("no room for %s leaves %v", c.name, bases)
		}
		if torn, _ := filepath.Glob(filepath.Join(dir, "snapshot-*.db*")); len(torn) > 0 {
			t.Errorf("no room for %s leaves %v", c.name, torn)
		}
		no(t, s.Close())
	}
	no(t, size(syscall.MS_REMOUNT, 64<<20))
	s := openStore(t, dir) // what came is kept beside
	done, err := d.Pull(t.Context(), s, nil)
	no(t, err)
	rows := openStore(t, t.TempDir())
	_, err = d.Pull(t.Context(), rowsOnly{rows}, nil)
	no(t, err)
	same(t, "after a full disk", everything(t, s), everything(t, rows))
	if left, _ := filepath.Glob(filepath.Join(dir, "snapshot-*")); len(left) > 0 {
		t.Errorf("left over: %v", left)
	}
	t.Logf("%d bytes came after there was room, of %d", done.Bytes, offer.Bytes)
}
