#ifndef DIANQIN_PLACE_SENSOR_H
#define DIANQIN_PLACE_SENSOR_H
// Waits at most so many milliseconds for how the device is turned: x, y, z, w. It must
// run on a thread of its own, which it gives a looper. 1, or 0 where nothing came and
// -1 where there is no such sensor.
int dq_rotation(int ms, float out[4]);
#endif
