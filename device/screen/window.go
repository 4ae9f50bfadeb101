//go:build android || jvm

package screen

/*
#cgo android LDFLAGS: -landroid
#cgo jvm CFLAGS: -I${SRCDIR}/testdata/ndk
#include "window.h"
*/
import "C"

// Flags of a window, as WindowManager.LayoutParams has them.
const (
	keepScreenOn = 0x00000080
	secure       = 0x00002000
)

// window is the phone's: what is set holds for the activities that follow too.
type window struct{}

func (window) KeepAwake(on bool) { set(keepScreenOn, on) }
func (window) Secure(on bool)    { set(secure, on) }

func set(flag C.uint32_t, on bool) {
	var way C.int
	if on {
		way = 1
	}
	C.dq_window_flags(flag, way)
}
