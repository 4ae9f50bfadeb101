package courier_test

import (
	"errors"
	"os"
	"path/filepath"
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
