//go:build cgo && linux && !android && fakecam

package camera

import "testing"

// For the suite, which looks from outside.

// BeAPhone makes the fake NDK a common phone.
func BeAPhone(t *testing.T) { aPhone(t).be() }

// LosePhone takes the camera away.
func LosePhone() { fakeLose(false) }

// PhoneIsGone fails the test where something of the NDK is left.
func PhoneIsGone(t *testing.T, c Camera) { gone(t, c) }
