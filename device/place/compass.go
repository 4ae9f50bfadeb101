//go:build android || jvm

package place

/*
#cgo android LDFLAGS: -landroid -lm
#cgo jvm CFLAGS: -I${SRCDIR}/testdata/ndk
#cgo jvm LDFLAGS: -lm
#include "sensor.h"
*/
import "C"

import (
	"context"
	"runtime"
	"time"

	"dianqin/device/internal/jni"
)

// settles is how long the sensor gets to say how the device is turned.
const settles = 600 * time.Millisecond

// Heading is where the device looks, in degrees clockwise from true north: to where its
// back camera does, lying flat to where its top edge points. It takes half a second at
// most, and fails with ErrNone without a sensor, and with ErrUnknown where that says
// nothing or the place is not known, for north differs from place to place.
//
// The course of a person walking is no answer: they may look anywhere.
func (p *phone) Heading(ctx context.Context) (float64, error) {
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	here, err := p.last()
	if err != nil {
		return 0, err
	}
	if here.Source == "" {
		return 0, ErrUnknown
	}
	off, err := declination(here)
	if err != nil {
		return 0, reason(err)
	}
	wait := settles
	if end, bounded := ctx.Deadline(); bounded {
		wait = min(wait, time.Until(end))
	}
	q, err := rotation(wait)
	if err != nil {
		return 0, err
	}
	degrees, ok := facing(q)
	if !ok {
		return 0, ErrUnknown
	}
	return turn(degrees + off), nil
}

// rotation asks the sensor on a thread of its own, which ends with it: the thread is
// given a looper that nobody else should find.
func rotation(wait time.Duration) (q [4]float64, err error) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		runtime.LockOSThread() // and never unlocked: so the thread ends
		var out [4]C.float
		switch C.dq_rotation(C.int(wait.Milliseconds()), &out[0]) {
		case 1:
			for i, v := range out {
				q[i] = float64(v)
			}
		case 0:
			err = ErrUnknown
		default:
			err = ErrNone
		}
	}()
	<-done
	return q, err
}

// declination is how far the needle points east of true north there, in degrees.
func declination(f Fix) (degrees float64, err error) {
	err = jni.Do("find true north", func(e *jni.Env) {
		field := e.New("android/hardware/GeomagneticField", "(FFFJ)V", f.Lat, f.Lon, 0.0, f.At.UnixMilli())
		degrees = e.Call(field, "getDeclination", "()F").Float()
	})
	return degrees, err
}
