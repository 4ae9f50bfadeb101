//go:build jvm && !android

package place

// #include "fake_sensor.h"
import "C"

// The sensor of a desktop, for tests: cgo is not to be had in these.
func fakeSensor(kind, afterMs int, q [4]float64) {
	C.fake_sensor(C.int(kind), C.int(afterMs), C.float(q[0]), C.float(q[1]), C.float(q[2]))
}

func fakeSensorOpen() int { return int(C.fake_sensor_open()) }
