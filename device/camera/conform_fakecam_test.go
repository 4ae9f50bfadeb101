//go:build cgo && linux && !android && fakecam

package camera_test

import (
	"testing"

	"dianqin/device/camera"
	"dianqin/device/camera/cameratest"
)

func TestNDK_HoldsWhatACameraMust(t *testing.T) {
	cameratest.Run(t, func(t *testing.T) cameratest.Subject {
		camera.BeAPhone(t)
		c := camera.Default()
		return cameratest.Subject{
			Camera: c, Lose: camera.LosePhone, Find: func() {},
			Close: func() { camera.PhoneIsGone(t, c) },
		}
	})
}
