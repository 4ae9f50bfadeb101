package syncing

import (
	"errors"
	"testing"

	"dianqin/data/model"
)

func TestAFileSaysWhyItDoesNotGoUpUnlessTheNetworkIsToBlame(t *testing.T) {
	u := uploads{&Sync{}}
	u.Sending("a", true, nil)
	if now, _ := u.under.of("a"); !now {
		t.Error("it is on its way, and that is not told")
	}
	for code, of := range map[string]bool{"file.lost": true, "file.hash_differs": true, "network.unreachable": false, "auth.expired": false, "device.revoked": false} {
		u.Sending("a", false, errors.Join(model.Fail(code), errors.New("in full")))
		if now, why := u.under.of("a"); now || (why != nil) != of {
			t.Errorf("%s: on its way %v, blamed on the file: %v", code, now, why)
		}
	}
	u.Sending("a", false, model.Fail("file.lost"))
	u.under.forget()
	if _, why := u.under.of("a"); why != nil {
		t.Error("a file that is tried again is still blamed")
	}
}

func TestADownloadThatGoesOnCountsWhatItHad(t *testing.T) {
	s := State{Had: 40 << 20, Bytes: 10 << 20, Of: 100 << 20}
	if s.Share() != 0.5 {
		t.Errorf("share %v", s.Share())
	}
}
