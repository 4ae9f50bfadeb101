package app

import "testing"

func TestVersion_IsWhatThePackageWasStampedWith(t *testing.T) {
	defer func(before string) { stamp = before }(stamp)
	stamp = "1.2.3-0123456789+"
	if Version() != stamp || ShortVersion() != "1.2.3" {
		t.Errorf("%q, in short %q", Version(), ShortVersion())
	}
	stamp = ""
	if Version() == "" || ShortVersion() == "" {
		t.Error("without a stamp it has no name at all")
	}
}
