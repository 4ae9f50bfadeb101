//go:build jvm && !android

// A desktop's sensor of how the device is turned, for the tests of sensor.c. It aborts
// where it is used in the wrong order.
#include "fake_sensor.h"
#include <android/sensor.h>
#include <stdlib.h>
#include <unistd.h>

static struct { int kind, after_ms; float x, y, z; } set;
static int queues, enabled, prepared, events;

void fake_sensor(int kind, int after_ms, float x, float y, float z) {
	set.kind = kind, set.after_ms = after_ms, set.x = x, set.y = y, set.z = z;
	events = 0;
}
int fake_sensor_open(void) { return queues + enabled; }

ALooper *ALooper_prepare(int opts) {
	if (opts != ALOOPER_PREPARE_ALLOW_NON_CALLBACKS) abort();
	prepared = 1;
	return (ALooper *)&prepared;
}
int ALooper_pollOnce(int ms, int *fd, int *events, void **data) {
	(void)fd, (void)events, (void)data;
	if (!enabled) abort();
	usleep((ms < set.after_ms ? ms : set.after_ms) * 1000);
	return ms < set.after_ms ? ALOOPER_POLL_TIMEOUT : 1;
}
ASensorManager *ASensorManager_getInstance(void) { return (ASensorManager *)&set; }
ASensor const *ASensorManager_getDefaultSensor(ASensorManager *m, int type) {
	return m && set.kind == type ? (ASensor const *)&set.kind : NULL;
}
ASensorEventQueue *ASensorManager_createEventQueue(ASensorManager *m, ALooper *l, int ident, ALooper_callbackFunc f, void *data) {
	(void)m, (void)data;
	if (!prepared || !l || ident != 1 || f) abort();
	queues++;
	return (ASensorEventQueue *)&queues;
}
int ASensorManager_destroyEventQueue(ASensorManager *m, ASensorEventQueue *q) {
	(void)m;
	if (!q || enabled) abort();
	queues--;
	return 0;
}
int ASensorEventQueue_enableSensor(ASensorEventQueue *q, ASensor const *s) {
	if (!q || !s) abort();
	enabled++;
	return 0;
}
int ASensorEventQueue_disableSensor(ASensorEventQueue *q, ASensor const *s) {
	if (!q || !s || !enabled) abort();
	enabled--;
	return 0;
}
int ASensorEventQueue_setEventRate(ASensorEventQueue *q, ASensor const *s, int32_t usec) {
	(void)q, (void)s;
	if (!enabled || usec <= 0) abort();
	return 0;
}
ssize_t ASensorEventQueue_getEvents(ASensorEventQueue *q, ASensorEvent *e, size_t count) {
	static int turn; // two events, then none, as a queue runs dry
	if (!q || !enabled || count != 1) abort();
	if (turn++ % 3 == 2) return 0;
	e->type = set.kind;
	e->data[0] = events < 4 ? 0 : set.x, e->data[1] = events < 4 ? 0 : set.y, e->data[2] = events < 4 ? 0.7f : set.z;
	events++;
	return 1;
}
