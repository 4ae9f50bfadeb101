//go:build cgo && linux && !android && fakecam

package camera

/*
#include <stdlib.h>
#include "fake_ndk.h"
*/
import "C"

import (
	"image"
	"sync/atomic"
	"unsafe"
)

// This file steers the fake NDK for the tests, which may not use C themselves.

// fakePhone is the phone that the fake NDK pretends to be.
type fakePhone struct {
	cameras, orientation, regions                     int
	flash, fixedLens, oddShape                        bool
	digitalZoom, zoomRatio                            float64
	refuseOpen, refuseSession, refuseSet, refusePhoto int
	pad, pixelStride                                  int
	periodMicros                                      int
	picture                                           *image.YCbCr // 4:2:0 without gaps, of the frame's size; nil: grey
	photo                                             []byte
}

var fakeDisplay atomic.Int32

func displayTurn() int { return int(fakeDisplay.Load()) }

// be makes the fake NDK this phone, also in the midst of a run.
func (p fakePhone) be() {
	one := func(b bool) C.int32_t {
		if b {
			return 1
		}
		return 0
	}
	c := C.fake_phone{
		cameras: C.int32_t(p.cameras), orientation: C.int32_t(p.orientation), regions: C.int32_t(p.regions),
		flash: one(p.flash), fixed_lens: one(p.fixedLens), odd_shape: one(p.oddShape),
		digital_zoom: C.float(p.digitalZoom), zoom_ratio: C.float(p.zoomRatio),
		refuse_open: C.int32_t(p.refuseOpen), refuse_session: C.int32_t(p.refuseSession), refuse_set: C.int32_t(p.refuseSet), refuse_photo: C.int32_t(p.refusePhoto),
		pad: C.int32_t(p.pad), pixel_stride: C.int32_t(p.pixelStride), period_us: C.int32_t(p.periodMicros),
		photo: given(p.photo), photo_len: C.int32_t(len(p.photo)),
	}
	if p.picture != nil {
		c.y, c.cb, c.cr = given(p.picture.Y), given(p.picture.Cb), given(p.picture.Cr)
	}
	C.fake_be(&c)
}

func given(b []byte) *C.uint8_t { return (*C.uint8_t)(C.CBytes(b)) }

func fakeLose(byError bool) {
	how := C.int(0)
	if byError {
		how = 1
	}
	C.fake_lose(how)
}

// fakeObjects counts what was not given back to the NDK.
func fakeObjects() int { return int(C.fake_objects()) }

// fakeLog is what was asked of the NDK since the last call, a request a line.
func fakeLog() string {
	buf := (*C.char)(C.malloc(1 << 16))
	defer C.free(unsafe.Pointer(buf))
	C.fake_log(buf, 1<<16)
	return C.GoString(buf)
}
