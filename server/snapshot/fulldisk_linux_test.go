package snapshot_test

import (
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"dianqin/data/wire"
	"dianqin/server/snapshot"
)

// heard is what a log says, a line at a time.
type heard chan string

func (h heard) Write(p []byte) (int, error) { h <- string(p); return len(p), nil }

// TestSnapshot_AFullDiskLeavesNothingTornAndTheRowsArePulled builds on disks that are
// too small for the file, for what it is packed into, and for what is known of it, then
// on one that has room.
func TestSnapshot_AFullDiskLeavesNothingTornAndTheRowsArePulled(t *testing.T) {
	policy := snapshot.Policy{MinRows: 1}
	each(t, policy, func(r *rig) {
		need := r.ready("a", "") // with room
		r.must(r.v.Close())
		r.dir = r.TempDir()
		said := make(heard, 100)
		size := func(flags uintptr, bytes int64) error {
			return syscall.Mount("tmpfs", r.dir, "tmpfs", flags, fmt.Sprint("size=", bytes))
		}
		if err := size(0, 64<<10); errors.Is(err, syscall.EPERM) || errors.Is(err, syscall.EACCES) {
			r.Skip("only root may mount a small disk")
		} else {
			r.must(err)
		}
		r.Cleanup(func() { r.must(syscall.Unmount(r.dir, syscall.MNT_DETACH)) })
		v, err := snapshot.New(r.dir, r.s, policy, func() time.Time { return r.now }, slog.New(slog.NewTextHandler(said, nil)))
		r.must(err)
		r.v = v
		r.Cleanup(func() { r.must(v.Close()) })
		pages := func(bytes int64) int64 { return (bytes + 4095) / 4096 * 4096 }
		// The last lacks room for the head alone.
		for _, room := range []int64{64 << 10, pages(need.RawBytes) / 2, pages(need.RawBytes) + 4096, pages(need.RawBytes) + pages(need.Bytes)} {
			r.must(size(syscall.MS_REMOUNT, room))
			r.now = r.now.Add(2 * time.Minute) // the rest after the last is over
			if o := r.offer("a"); o.State != wire.Building {
				r.Fatalf("%d bytes: %+v", room, o)
			}
			if line := <-said; !strings.Contains(line, "could not be made") || !strings.Contains(line, "storage.full") {
				r.Fatalf("%d bytes of %d and %d: %s", room, need.RawBytes, need.Bytes, line)
			}
			if o := r.offer("a"); o.State != wire.None { // nobody waits for it, and it is not begun again at once
				r.Errorf("%d bytes, after it failed: %+v", room, o)
			}
			if left, err := filepath.Glob(filepath.Join(r.dir, "*")); err != nil || len(left) > 0 {
				r.Errorf("%d bytes leave %v, %v", room, left, err)
			}
		}
		r.must(size(syscall.MS_REMOUNT, 64<<20))
		r.now = r.now.Add(2 * time.Minute)
		o := r.ready("a", "")
		r.must(r.fetch("a", o))
		if line := <-said; !strings.Contains(line, "is ready") { // said when what it was made of is removed
			r.Error(line)
		}
		if half, err := os.ReadDir(r.dir); err != nil || len(half) != 2 {
			r.Errorf("beside the file and its head: %v, %v", half, err)
		}
	})
}
