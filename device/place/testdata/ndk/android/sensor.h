// As much of Android's header as sensor.c needs, for a desktop's compiler.
#ifndef STANDIN_SENSOR_H
#define STANDIN_SENSOR_H
#include <android/looper.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>
typedef struct ASensorManager ASensorManager;
typedef struct ASensor ASensor;
typedef struct ASensorEventQueue ASensorEventQueue;
typedef struct {
	int32_t type;
	float data[16];
} ASensorEvent;
ASensorManager *ASensorManager_getInstance(void);
ASensor const *ASensorManager_getDefaultSensor(ASensorManager *, int type);
ASensorEventQueue *ASensorManager_createEventQueue(ASensorManager *, ALooper *, int ident, ALooper_callbackFunc, void *data);
int ASensorManager_destroyEventQueue(ASensorManager *, ASensorEventQueue *);
int ASensorEventQueue_enableSensor(ASensorEventQueue *, ASensor const *);
int ASensorEventQueue_disableSensor(ASensorEventQueue *, ASensor const *);
int ASensorEventQueue_setEventRate(ASensorEventQueue *, ASensor const *, int32_t usec);
ssize_t ASensorEventQueue_getEvents(ASensorEventQueue *, ASensorEvent *, size_t count);
#endif
