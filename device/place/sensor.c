//go:build android || jvm

#include "sensor.h"
#include <android/looper.h>
#include <android/sensor.h>
#include <math.h>
#include <time.h>

// Kinds of sensor: the one that knows north with a gyroscope's help, the one without.
static const int kinds[] = {11 /* ROTATION_VECTOR */, 20 /* GEOMAGNETIC_ROTATION_VECTOR */};

enum { every_us = 20000, settle = 5, ident = 1 };

static long long now_ms(void) {
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000LL + t.tv_nsec / 1000000;
}

// Takes what came; the first few are from before the sensor had settled.
static int take(ASensorEventQueue *q, int seen, float out[4]) {
	ASensorEvent e;
	while (seen < settle && ASensorEventQueue_getEvents(q, &e, 1) > 0) {
		float x = e.data[0], y = e.data[1], z = e.data[2], rest = 1 - x * x - y * y - z * z;
		out[0] = x, out[1] = y, out[2] = z;
		out[3] = rest > 0 ? sqrtf(rest) : 0; // older sensors leave w out
		seen++;
	}
	return seen;
}

int dq_rotation(int ms, float out[4]) {
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
	ASensorManager *m = ASensorManager_getInstance(); // the newer one is of API 26
#pragma GCC diagnostic pop
	const ASensor *s = NULL;
	for (int i = 0; m && !s && i < 2; i++) s = ASensorManager_getDefaultSensor(m, kinds[i]);
	if (!s) return -1;
	ALooper *looper = ALooper_prepare(ALOOPER_PREPARE_ALLOW_NON_CALLBACKS);
	ASensorEventQueue *q = looper ? ASensorManager_createEventQueue(m, looper, ident, NULL, NULL) : NULL;
	if (!q) return -1;
	int seen = 0;
	if (ASensorEventQueue_enableSensor(q, s) == 0) {
		ASensorEventQueue_setEventRate(q, s, every_us);
		long long end = now_ms() + ms, left;
		while (seen < settle && (left = end - now_ms()) > 0) {
			int got = ALooper_pollOnce((int)left, NULL, NULL, NULL);
			if (got == ident) seen = take(q, seen, out);
			else if (got == ALOOPER_POLL_ERROR) break;
		}
		ASensorEventQueue_disableSensor(q, s);
	}
	ASensorManager_destroyEventQueue(m, q);
	return seen > 0;
}
