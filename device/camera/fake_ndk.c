//go:build cgo && linux && !android && fakecam

// A fake NDK camera to test ndk_*.c with: manager, device, session, requests. It keeps
// the rules of the real one and aborts where they are broken: something used after it
// was given back, a reader deleted under an open camera, a picture not given back.
#include "fake_ndk_impl.h"
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static pthread_mutex_t mu = PTHREAD_MUTEX_INITIALIZER; // guards all below
static fake_phone phone;
static ACameraDevice *opened;
static int objects;
static char said[1 << 16];
static void *kept[256]; // pictures of phones: a thread may still read those of an earlier one
static int keeping;

void fake_abort(const char *why) {
	fprintf(stderr, "fake NDK: %s\n", why);
	abort();
}

void *fake_make(size_t size, int kind) {
	fake_head *o = calloc(1, size);
	if (!o) fake_abort("out of memory");
	o->kind = kind;
	__atomic_add_fetch(&objects, 1, __ATOMIC_SEQ_CST);
	return o;
}

void fake_check(const void *o, int kind) {
	if (!o || ((const fake_head *)o)->kind != kind) fake_abort("something is used that is not there any more");
}

void fake_free(void *o, int kind) {
	fake_check(o, kind);
	((fake_head *)o)->kind = 0;
	__atomic_sub_fetch(&objects, 1, __ATOMIC_SEQ_CST);
	free(o);
}

int fake_objects(void) { return __atomic_load_n(&objects, __ATOMIC_SEQ_CST); }

fake_phone fake_now(void) {
	pthread_mutex_lock(&mu);
	fake_phone p = phone;
	pthread_mutex_unlock(&mu);
	return p;
}

void fake_be(const fake_phone *p) {
	pthread_mutex_lock(&mu);
	phone = *p;
	while (!opened && keeping) free(kept[--keeping]);
	if (keeping + 4 > (int)(sizeof kept / sizeof *kept)) fake_abort("too many phones");
	const void *given[] = {p->y, p->cb, p->cr, p->photo};
	for (int i = 0; i < 4; i++) kept[keeping++] = (void *)given[i];
	pthread_mutex_unlock(&mu);
}

static void say(const char *format, ...) {
	va_list a;
	pthread_mutex_lock(&mu);
	size_t n = strlen(said);
	va_start(a, format);
	vsnprintf(said + n, sizeof said - n, format, a);
	va_end(a);
	pthread_mutex_unlock(&mu);
}

int fake_log(char *to, int len) {
	pthread_mutex_lock(&mu);
	int n = snprintf(to, len, "%s", said);
	said[0] = 0;
	pthread_mutex_unlock(&mu);
	return n;
}

// --- manager and what it tells of a camera

struct ACameraManager { fake_head head; };
struct ACameraMetadata { fake_head head; int front; fake_phone phone; int32_t numbers[64]; float floats[2]; uint8_t bytes[4]; };

ACameraManager *ACameraManager_create(void) { return fake_make(sizeof(ACameraManager), MANAGER); }

void ACameraManager_delete(ACameraManager *m) {
	pthread_mutex_lock(&mu);
	if (opened) fake_abort("the manager is deleted before the camera is closed");
	pthread_mutex_unlock(&mu);
	fake_free(m, MANAGER);
}

camera_status_t ACameraManager_getCameraIdList(ACameraManager *m, ACameraIdList **o) {
	static const char *back[] = {"0"}, *both[] = {"1", "0"}, *front[] = {"1"};
	fake_phone p = fake_now();
	fake_check(m, MANAGER);
	*o = calloc(1, sizeof **o);
	(*o)->numCameras = abs(p.cameras);
	(*o)->cameraIds = p.cameras < 0 ? front : p.cameras == 2 ? both : back;
	__atomic_add_fetch(&objects, 1, __ATOMIC_SEQ_CST);
	return 0;
}

void ACameraManager_deleteCameraIdList(ACameraIdList *l) {
	__atomic_sub_fetch(&objects, 1, __ATOMIC_SEQ_CST);
	free(l);
}

camera_status_t ACameraManager_getCameraCharacteristics(ACameraManager *m, const char *id, ACameraMetadata **o) {
	fake_check(m, MANAGER);
	*o = fake_make(sizeof **o, METADATA);
	(*o)->front = id[0] == '1';
	(*o)->phone = fake_now();
	return 0;
}

void ACameraMetadata_free(ACameraMetadata *m) { fake_free(m, METADATA); }

static int numbers(ACameraMetadata *m, ACameraMetadata_const_entry *e, int n, const int32_t *v) {
	memcpy(m->numbers, v, n * sizeof *v);
	e->count = n;
	e->data.i32 = m->numbers;
	return 0;
}

static int bytes(ACameraMetadata *m, ACameraMetadata_const_entry *e, int n, uint8_t a, uint8_t b, uint8_t c) {
	memcpy(m->bytes, (uint8_t[]){a, b, c}, 3);
	e->count = n;
	e->data.u8 = m->bytes;
	return 0;
}

static int floats(ACameraMetadata *m, ACameraMetadata_const_entry *e, int n, float a, float b) {
	m->floats[0] = a;
	m->floats[1] = b;
	e->count = n;
	e->data.f = m->floats;
	return n && m->floats[n - 1] > 0 ? 0 : ACAMERA_ERROR_METADATA_NOT_FOUND;
}

camera_status_t ACameraMetadata_getConstEntry(const ACameraMetadata *is, uint32_t tag, ACameraMetadata_const_entry *e) {
	static const int32_t sizes[] = { // an input and formats in between must not be taken
		0x23, 4000, 3000, 0, 0x23, 1280, 720, 1, 0x22, 1280, 720, 0, 0x23, 640, 480, 0, 0x23, 1280, 720, 0, 0x23, 960, 720, 0,
		0x100, 4000, 3000, 0, 0x100, 2560, 1920, 0, 0x100, 640, 480, 0};
	ACameraMetadata *m = (ACameraMetadata *)is;
	fake_check(m, METADATA);
	const fake_phone *p = &m->phone;
	switch (tag) {
	case ACAMERA_LENS_FACING: return bytes(m, e, 1, m->front ? 0 : 1, 0, 0);
	case ACAMERA_FLASH_INFO_AVAILABLE: return bytes(m, e, 1, p->flash, 0, 0);
	case ACAMERA_CONTROL_AF_AVAILABLE_MODES: return bytes(m, e, p->fixed_lens ? 1 : 3, 0, 1, 4);
	case ACAMERA_SENSOR_ORIENTATION: return numbers(m, e, 1, &p->orientation);
	case ACAMERA_CONTROL_MAX_REGIONS: return numbers(m, e, 3, (int32_t[]){p->regions, 0, p->regions});
	case ACAMERA_SENSOR_INFO_ACTIVE_ARRAY_SIZE: return numbers(m, e, 4, (int32_t[]){8, 16, 4000, 3000});
	case ACAMERA_SCALER_AVAILABLE_STREAM_CONFIGURATIONS: return numbers(m, e, sizeof sizes / sizeof *sizes, sizes);
	case ACAMERA_SCALER_AVAILABLE_MAX_DIGITAL_ZOOM: return floats(m, e, 1, p->digital_zoom, 0);
	case 0x1002e: return floats(m, e, 2, 0.5f, p->zoom_ratio); // CONTROL_ZOOM_RATIO_RANGE
	}
	return ACAMERA_ERROR_METADATA_NOT_FOUND;
}

// --- requests

struct ACaptureRequest {
	fake_head head;
	AImageReader *target;
	int template, torch, ae, af, trigger, turn, quality;
	float ratio;
	int32_t crop[4], af_region[5], ae_region[5];
};
struct ACameraOutputTarget { fake_head head; AImageReader *reader; };
struct ACaptureSessionOutput { fake_head head; AImageReader *reader; };
struct ACaptureSessionOutputContainer { fake_head head; int n; AImageReader *readers[4]; };

camera_status_t ACameraDevice_createCaptureRequest(const ACameraDevice *d, int template, ACaptureRequest **o) {
	fake_check(d, DEVICE);
	*o = fake_make(sizeof **o, REQUEST);
	(*o)->template = template;
	return 0;
}
void ACaptureRequest_free(ACaptureRequest *q) { fake_free(q, REQUEST); }
camera_status_t ACaptureRequest_addTarget(ACaptureRequest *q, const ACameraOutputTarget *t) {
	fake_check(q, REQUEST);
	fake_check(t, TARGET);
	q->target = t->reader;
	return 0;
}
camera_status_t ACaptureRequest_setEntry_u8(ACaptureRequest *q, uint32_t tag, uint32_t n, const uint8_t *v) {
	fake_check(q, REQUEST);
	if (n != 1) return ACAMERA_ERROR_INVALID_PARAMETER;
	switch (tag) {
	case ACAMERA_FLASH_MODE: q->torch = *v; return 0;
	case ACAMERA_CONTROL_AE_MODE: q->ae = *v; return 0;
	case ACAMERA_CONTROL_AF_MODE: q->af = *v; return 0;
	case ACAMERA_CONTROL_AF_TRIGGER: q->trigger = *v; return 0;
	case ACAMERA_JPEG_QUALITY: q->quality = *v; return 0;
	}
	return ACAMERA_ERROR_INVALID_PARAMETER;
}
camera_status_t ACaptureRequest_setEntry_i32(ACaptureRequest *q, uint32_t tag, uint32_t n, const int32_t *v) {
	fake_check(q, REQUEST);
	int32_t *to = tag == ACAMERA_JPEG_ORIENTATION ? &q->turn : tag == ACAMERA_SCALER_CROP_REGION ? q->crop :
		tag == ACAMERA_CONTROL_AF_REGIONS ? q->af_region : tag == ACAMERA_CONTROL_AE_REGIONS ? q->ae_region : NULL;
	uint32_t want = to == &q->turn ? 1 : to == q->crop ? 4 : 5;
	if (!to || n != want) return ACAMERA_ERROR_INVALID_PARAMETER;
	memcpy(to, v, n * sizeof *v);
	return 0;
}
camera_status_t ACaptureRequest_setEntry_float(ACaptureRequest *q, uint32_t tag, uint32_t n, const float *v) {
	fake_check(q, REQUEST);
	if (tag != 0x1002f || n != 1) return ACAMERA_ERROR_INVALID_PARAMETER; // CONTROL_ZOOM_RATIO
	q->ratio = *v;
	return 0;
}
static void note(const char *how, const ACaptureRequest *q) {
	say("%s template=%d torch=%d ae=%d af=%d trigger=%d at=%d,%d,%d,%d*%d meter=%d ratio=%.2f crop=%d,%d,%d,%d turn=%d quality=%d\n",
		how, q->template, q->torch, q->ae, q->af, q->trigger, q->af_region[0], q->af_region[1], q->af_region[2], q->af_region[3],
		q->af_region[4], q->ae_region[4], q->ratio, q->crop[0], q->crop[1], q->crop[2], q->crop[3], q->turn, q->quality);
}

camera_status_t ACameraOutputTarget_create(ANativeWindow *w, ACameraOutputTarget **o) {
	*o = fake_make(sizeof **o, TARGET);
	(*o)->reader = (AImageReader *)w;
	return 0;
}
void ACameraOutputTarget_free(ACameraOutputTarget *t) { fake_free(t, TARGET); }
camera_status_t ACaptureSessionOutput_create(ANativeWindow *w, ACaptureSessionOutput **o) {
	*o = fake_make(sizeof **o, OUTPUT);
	(*o)->reader = (AImageReader *)w;
	return 0;
}
void ACaptureSessionOutput_free(ACaptureSessionOutput *o) { fake_free(o, OUTPUT); }
camera_status_t ACaptureSessionOutputContainer_create(ACaptureSessionOutputContainer **o) {
	*o = fake_make(sizeof **o, CONTAINER);
	return 0;
}
void ACaptureSessionOutputContainer_free(ACaptureSessionOutputContainer *c) { fake_free(c, CONTAINER); }
camera_status_t ACaptureSessionOutputContainer_add(ACaptureSessionOutputContainer *c, const ACaptureSessionOutput *o) {
	fake_check(c, CONTAINER);
	fake_check(o, OUTPUT);
	c->readers[c->n++] = o->reader;
	return 0;
}

// --- device and session

struct ACameraDevice { fake_head head; ACameraDevice_StateCallbacks on; pthread_mutex_t mu; int lost, by_error; };
struct ACameraCaptureSession {
	fake_head head;
	ACameraDevice *device;
	AImageReader *readers[4];
	int n, running, stop;
	ACaptureRequest now; // the settings are copied, as the real one does
	pthread_mutex_t mu;
	pthread_t thread;
};

camera_status_t ACameraManager_openCamera(ACameraManager *m, const char *id, ACameraDevice_StateCallbacks *on, ACameraDevice **o) {
	fake_phone p = fake_now();
	fake_check(m, MANAGER);
	if (p.refuse_open) return p.refuse_open;
	ACameraDevice *d = fake_make(sizeof *d, DEVICE);
	d->on = *on;
	pthread_mutex_init(&d->mu, NULL);
	pthread_mutex_lock(&mu);
	if (opened) fake_abort("the camera is opened twice");
	opened = *o = d;
	pthread_mutex_unlock(&mu);
	say("open %s\n", id);
	return 0;
}

void fake_lose(int by_error) {
	pthread_mutex_lock(&mu);
	ACameraDevice *d = opened;
	if (d) {
		pthread_mutex_lock(&d->mu);
		d->lost = 1;
		d->by_error = by_error;
		pthread_mutex_unlock(&d->mu);
	}
	pthread_mutex_unlock(&mu);
}

camera_status_t ACameraDevice_close(ACameraDevice *d) {
	fake_check(d, DEVICE);
	pthread_mutex_lock(&mu);
	opened = NULL;
	pthread_mutex_unlock(&mu);
	pthread_mutex_destroy(&d->mu);
	fake_free(d, DEVICE);
	say("close\n");
	return 0;
}

camera_status_t ACameraDevice_createCaptureSession(ACameraDevice *d, const ACaptureSessionOutputContainer *c, const ACameraCaptureSession_stateCallbacks *on, ACameraCaptureSession **o) {
	fake_phone p = fake_now();
	fake_check(d, DEVICE);
	fake_check(c, CONTAINER);
	if (p.refuse_session) return p.refuse_session;
	if (!on || !on->onClosed || !on->onReady || !on->onActive) return ACAMERA_ERROR_INVALID_PARAMETER;
	ACameraCaptureSession *s = *o = fake_make(sizeof **o, SESSION);
	s->device = d;
	s->n = c->n;
	memcpy(s->readers, c->readers, sizeof s->readers);
	for (int i = 0; i < s->n; i++) fake_use(s->readers[i], 1);
	pthread_mutex_init(&s->mu, NULL);
	return 0;
}

// The thread of the camera: frames into the reader of the repeating request.
static void *stream(void *x) {
	ACameraCaptureSession *s = x;
	for (;;) {
		fake_phone p = fake_now();
		pthread_mutex_lock(&s->mu);
		int stop = s->stop;
		AImageReader *r = s->now.target;
		pthread_mutex_unlock(&s->mu);
		pthread_mutex_lock(&s->device->mu);
		int lost = s->device->lost, by_error = s->device->by_error;
		pthread_mutex_unlock(&s->device->mu);
		if (stop) return NULL;
		if (lost && by_error) { s->device->on.onError(s->device->on.context, s->device, 4); return NULL; }
		if (lost) { s->device->on.onDisconnected(s->device->on.context, s->device); return NULL; }
		fake_frame(r, &p);
		usleep(p.period_us);
	}
}

static int wants(const ACameraCaptureSession *s, const ACaptureRequest *q) {
	fake_check(s, SESSION);
	fake_check(q, REQUEST);
	for (int i = 0; i < s->n; i++)
		if (s->readers[i] == q->target) return 1;
	fake_abort("a request for a reader that is not of the session");
	return 0;
}

camera_status_t ACameraCaptureSession_setRepeatingRequest(ACameraCaptureSession *s, ACameraCaptureSession_captureCallbacks *cb, int n, ACaptureRequest **q, int *id) {
	fake_phone p = fake_now();
	(void)cb; (void)id;
	if (p.refuse_set) return p.refuse_set;
	if (n != 1 || !wants(s, *q)) return ACAMERA_ERROR_INVALID_PARAMETER;
	note("repeat", *q);
	pthread_mutex_lock(&s->mu);
	s->now = **q;
	pthread_mutex_unlock(&s->mu);
	if (s->running) return 0;
	s->running = 1;
	return pthread_create(&s->thread, NULL, stream, s);
}

camera_status_t ACameraCaptureSession_capture(ACameraCaptureSession *s, ACameraCaptureSession_captureCallbacks *cb, int n, ACaptureRequest **q, int *id) {
	fake_phone p = fake_now();
	ACameraCaptureFailure failure = {0};
	(void)id;
	if (n != 1 || !wants(s, *q)) return ACAMERA_ERROR_INVALID_PARAMETER;
	note("capture", *q);
	if ((*q)->template == TEMPLATE_PREVIEW) return 0;
	if (p.refuse_photo == 1) return ACAMERA_ERROR_UNKNOWN;
	if (p.refuse_photo == 2) cb->onCaptureFailed(cb->context, s, *q, &failure);
	if (p.refuse_photo == 0) fake_still((*q)->target, &p);
	return 0;
}

camera_status_t ACameraCaptureSession_stopRepeating(ACameraCaptureSession *s) {
	fake_check(s, SESSION);
	if (!s->running) return 0;
	pthread_mutex_lock(&s->mu);
	s->stop = 1;
	pthread_mutex_unlock(&s->mu);
	pthread_join(s->thread, NULL);
	s->running = 0;
	return 0;
}

void ACameraCaptureSession_close(ACameraCaptureSession *s) {
	fake_check(s->device, DEVICE);
	ACameraCaptureSession_stopRepeating(s);
	for (int i = 0; i < s->n; i++) fake_use(s->readers[i], -1);
	pthread_mutex_destroy(&s->mu);
	fake_free(s, SESSION);
}
