#ifndef DIANQIN_PLACE_FAKE_SENSOR_H
#define DIANQIN_PLACE_FAKE_SENSOR_H
// Which kind of sensor there is (0: none), after how many milliseconds it speaks, and
// what it says then; it says something else before it has settled.
void fake_sensor(int kind, int after_ms, float x, float y, float z);
int fake_sensor_open(void); // queues and sensors that were not given back
#endif
