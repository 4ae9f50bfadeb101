package evidence

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"dianqin/data/model/evidence"
)

// smallDisk puts a disk of so much room under a folder.
func smallDisk(t *testing.T, dir, room string) {
	t.Helper()
	err := os.MkdirAll(dir, 0o700)
	if err == nil {
		err = syscall.Mount("tmpfs", dir, "tmpfs", 0, "size="+room)
	}
	if errors.Is(err, syscall.EPERM) || errors.Is(err, syscall.EACCES) {
		t.Skip("only root may mount a small disk")
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(dir, syscall.MNT_DETACH); err != nil {
			t.Error(err)
		}
	})
}

func TestBringAhead_OnAFullDiskKeepsWhatIsWholeAndGoesOnLater(t *testing.T) {
	th := others(t)
	dir := filepath.Join(th.dir, "ahead")
	smallDisk(t, dir, "64k")
	small, large := th.picture("small", "b1", 1000, 1), th.picture("large", "b1", 200<<10, 2)
	th.pull([]evidence.File{small, large})
	if err := th.bring(1); !errors.Is(err, syscall.ENOSPC) {
		t.Error(err)
	}
	th.has(small, true)
	if left := th.here(); len(left) != 1 || strings.HasPrefix(left[0], ".part-") {
		t.Errorf("on the disk: %v", left)
	}
	th.must(syscall.Mount("tmpfs", dir, "tmpfs", syscall.MS_REMOUNT, "size=1m"))
	th.must(th.bring(0))
	th.now = th.now.Add(diskRest)
	th.must(th.bring(1))
	th.has(large, true)
}

// TestTake_HasTheRoomOfWhatWasBroughtAhead: the pictures of others fill the disk, and
// somebody takes one that must not be lost.
func TestTake_HasTheRoomOfWhatWasBroughtAhead(t *testing.T) {
	th := others(t)
	disk := t.TempDir()
	smallDisk(t, disk, "400k")
	for _, name := range []string{"files", "ahead"} { // one disk has both, as on a phone
		th.must(os.MkdirAll(filepath.Join(disk, name), 0o700))
		th.must(os.RemoveAll(filepath.Join(th.dir, name)))
		th.must(os.Symlink(filepath.Join(disk, name), filepath.Join(th.dir, name)))
	}
	brought := th.picture("large", "b1", 380<<10, 1)
	th.pull([]evidence.File{brought})
	th.must(th.bring(1))
	kept, err := th.Take(t.Context(), seal72, shot(t, 1200, 900))
	if err != nil || kept.Unstamped != nil {
		t.Fatal(err, kept)
	}
	it := th.items(1)[0]
	for _, f := range it.Files() {
		if hashOf(th.site.bytes(f)) != f.SHA256 {
			t.Errorf("%s is not whole", f.Name)
		}
	}
	th.has(brought, false)
	asked := len(th.asked)
	th.must(th.bring(0))
	if len(th.asked) != asked {
		t.Error("the room is taken again at once")
	}
}
