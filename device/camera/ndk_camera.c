//go:build cgo && (android || (linux && fakecam))

// Camera2 by the NDK: one session with two readers, frames (YUV) and photographs (JPEG).
//
//	open -> [ readers, device, session, repeating preview ] -> close
//
// The NDK calls back on threads of its own; the callbacks set a flag and wake whoever
// waits. Pictures are fetched, copied and given back by the threads of Go.
#include "ndk_camera_impl.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static void raise_flag(ndkcam *c, int *flag) {
	pthread_mutex_lock(&c->mu);
	*flag = 1;
	pthread_cond_broadcast(&c->cv);
	pthread_mutex_unlock(&c->mu);
}

static void on_disconnected(void *x, ACameraDevice *d) { (void)d; raise_flag(x, &((ndkcam *)x)->lost); }
static void on_error(void *x, ACameraDevice *d, int e) { (void)d; (void)e; raise_flag(x, &((ndkcam *)x)->lost); }
static void on_session(void *x, ACameraCaptureSession *s) { (void)x; (void)s; }
static void on_frame(void *x, AImageReader *r) { (void)r; raise_flag(x, &((ndkcam *)x)->frame_ready); }
static void on_photo(void *x, AImageReader *r) { (void)r; raise_flag(x, &((ndkcam *)x)->photo_ready); }
static void on_photo_failed(void *x, ACameraCaptureSession *s, ACaptureRequest *q, ACameraCaptureFailure *f) {
	(void)s; (void)q; (void)f;
	raise_flag(x, &((ndkcam *)x)->photo_failed);
}

void ndkcam_in(struct timespec *t, int ms) {
	clock_gettime(CLOCK_MONOTONIC, t); // the wall clock of a phone jumps
	t->tv_sec += ms / 1000;
	t->tv_nsec += (long)(ms % 1000) * 1000000L;
	if (t->tv_nsec >= 1000000000L) { t->tv_sec++; t->tv_nsec -= 1000000000L; }
}

int ndkcam_wait(ndkcam *c, const struct timespec *until) {
	return pthread_cond_timedwait(&c->cv, &c->mu, until) == 0;
}

// Each step of opening is named where it fails.
#define TRY(call) do { int s_ = (int)(call); if (s_) { snprintf(err, errlen, "%s", #call); return s_; } } while (0)

static int open_readers(ndkcam *c, char *err, int errlen) {
	AImageReader_ImageListener frames = {c, on_frame}, photos = {c, on_photo};
	TRY(AImageReader_new(c->info.width, c->info.height, AIMAGE_FORMAT_YUV_420_888, 3, &c->frames));
	TRY(AImageReader_new(c->info.photo_width, c->info.photo_height, AIMAGE_FORMAT_JPEG, 2, &c->photos));
	TRY(AImageReader_setImageListener(c->frames, &frames));
	TRY(AImageReader_setImageListener(c->photos, &photos));
	return 0;
}

static int add_output(ndkcam *c, AImageReader *r, ACaptureSessionOutput **o, ACameraOutputTarget **t, char *err, int errlen) {
	ANativeWindow *window = NULL; // the reader's own, not to be released
	TRY(AImageReader_getWindow(r, &window));
	TRY(ACaptureSessionOutput_create(window, o));
	TRY(ACaptureSessionOutputContainer_add(c->outputs, *o));
	TRY(ACameraOutputTarget_create(window, t));
	return 0;
}

static int open_session(ndkcam *c, const char *id, char *err, int errlen) {
	int s;
	uint8_t quality = 92;
	c->device_callbacks = (ACameraDevice_StateCallbacks){.context = c, .onDisconnected = on_disconnected, .onError = on_error};
	c->session_callbacks = (ACameraCaptureSession_stateCallbacks){.context = c, .onClosed = on_session, .onReady = on_session, .onActive = on_session};
	c->photo_callbacks = (ACameraCaptureSession_captureCallbacks){.context = c, .onCaptureFailed = on_photo_failed};
	TRY(ACameraManager_openCamera(c->manager, id, &c->device_callbacks, &c->device));
	TRY(ACaptureSessionOutputContainer_create(&c->outputs));
	if ((s = add_output(c, c->frames, &c->frame_output, &c->frame_target, err, errlen))) return s;
	if ((s = add_output(c, c->photos, &c->photo_output, &c->photo_target, err, errlen))) return s;
	TRY(ACameraDevice_createCaptureRequest(c->device, TEMPLATE_PREVIEW, &c->preview));
	TRY(ACaptureRequest_addTarget(c->preview, c->frame_target));
	TRY(ACameraDevice_createCaptureRequest(c->device, TEMPLATE_STILL_CAPTURE, &c->still));
	TRY(ACaptureRequest_addTarget(c->still, c->photo_target));
	TRY(ACaptureRequest_setEntry_u8(c->still, ACAMERA_JPEG_QUALITY, 1, &quality));
	TRY(ACameraDevice_createCaptureSession(c->device, c->outputs, &c->session_callbacks, &c->session));
	c->set.zoom = 1;
	TRY(ndkcam_set(c, &c->set));
	return 0;
}

static int open_all(ndkcam *c, int max_w, int max_h, int photo_w, int photo_h, char *err, int errlen) {
	char id[128] = "";
	int s;
	if (!(c->manager = ACameraManager_create())) {
		snprintf(err, errlen, "ACameraManager_create");
		return ACAMERA_ERROR_UNKNOWN;
	}
	TRY(ndkcam_choose(c, max_w, max_h, photo_w, photo_h, id, sizeof id));
	if (!id[0]) {
		snprintf(err, errlen, "no camera");
		return 0;
	}
	if (c->info.width < 1 || c->info.photo_width < 1) {
		snprintf(err, errlen, "no picture size that fits");
		return ACAMERA_ERROR_STREAM_CONFIGURE_FAIL;
	}
	if ((s = open_readers(c, err, errlen))) return s;
	return open_session(c, id, err, errlen);
}

ndkcam *ndkcam_open(int max_w, int max_h, int photo_w, int photo_h, ndkcam_info *info, int *status, char *err, int errlen) {
	pthread_condattr_t monotonic;
	ndkcam *c = calloc(1, sizeof *c);
	*status = ACAMERA_ERROR_NOT_ENOUGH_MEMORY;
	snprintf(err, errlen, "calloc");
	if (!c) return NULL;
	pthread_mutex_init(&c->mu, NULL);
	pthread_condattr_init(&monotonic);
	pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
	pthread_cond_init(&c->cv, &monotonic);
	pthread_condattr_destroy(&monotonic);
	*status = open_all(c, max_w, max_h, photo_w, photo_h, err, errlen);
	if (*status || !c->session) {
		ndkcam_close(c);
		return NULL;
	}
	*info = c->info;
	return c;
}

// Waits for a flag and lowers it.
static int await(ndkcam *c, int *flag, int *failed, int ms) {
	struct timespec until;
	int r = NDKCAM_NOTHING, in_time = 1;
	ndkcam_in(&until, ms);
	pthread_mutex_lock(&c->mu);
	while (in_time && !c->lost && !*flag && !(failed && *failed)) in_time = ndkcam_wait(c, &until);
	if (c->lost) r = NDKCAM_LOST;
	else if (*flag) r = NDKCAM_FRAME;
	else if (failed && *failed) r = NDKCAM_BAD;
	*flag = 0;
	pthread_mutex_unlock(&c->mu);
	return r;
}

int ndkcam_frame(ndkcam *c, uint8_t *y, uint8_t *cb, uint8_t *cr, int ms) {
	AImage *im = NULL;
	int32_t w = 0, h = 0;
	int r = await(c, &c->frame_ready, NULL, ms);
	if (r != NDKCAM_FRAME) return r;
	if (AImageReader_acquireLatestImage(c->frames, &im) != AMEDIA_OK || !im) return NDKCAM_NOTHING;
	int cw = (c->info.width + 1) / 2, ch = (c->info.height + 1) / 2;
	if (AImage_getWidth(im, &w) != AMEDIA_OK || AImage_getHeight(im, &h) != AMEDIA_OK ||
	    w != c->info.width || h != c->info.height ||
	    !ndkcam_copy(im, 0, y, w, h) || !ndkcam_copy(im, 1, cb, cw, ch) || !ndkcam_copy(im, 2, cr, cw, ch))
		r = NDKCAM_BAD;
	AImage_delete(im);
	return r;
}

int ndkcam_shoot(ndkcam *c, int turn) {
	AImage *late = NULL;
	int32_t clockwise = turn;
	int s = ACaptureRequest_setEntry_i32(c->still, ACAMERA_JPEG_ORIENTATION, 1, &clockwise);
	if (s) return s;
	// What an abandoned photograph left behind would be taken for this one.
	while (AImageReader_acquireNextImage(c->photos, &late) == AMEDIA_OK && late) {
		AImage_delete(late);
		late = NULL;
	}
	pthread_mutex_lock(&c->mu);
	c->photo_ready = c->photo_failed = 0;
	pthread_mutex_unlock(&c->mu);
	return ACameraCaptureSession_capture(c->session, &c->photo_callbacks, 1, &c->still, NULL);
}

int ndkcam_photo(ndkcam *c, uint8_t **jpeg, int *len, int ms) {
	AImage *im = NULL;
	uint8_t *p = NULL;
	int n = 0, r = await(c, &c->photo_ready, &c->photo_failed, ms);
	if (r != NDKCAM_FRAME) return r;
	if (AImageReader_acquireNextImage(c->photos, &im) != AMEDIA_OK || !im) return NDKCAM_NOTHING;
	r = NDKCAM_BAD;
	if (AImage_getPlaneData(im, 0, &p, &n) == AMEDIA_OK && p && n > 0 && (*jpeg = malloc(n))) {
		memcpy(*jpeg, p, n);
		*len = n;
		r = NDKCAM_FRAME;
	}
	AImage_delete(im);
	return r;
}

void ndkcam_close(ndkcam *c) {
	if (!c) return;
	if (c->session) {
		ACameraCaptureSession_stopRepeating(c->session);
		ACameraCaptureSession_close(c->session);
	}
	if (c->device) ACameraDevice_close(c->device); // no callback of the camera comes after this
	if (c->preview) ACaptureRequest_free(c->preview);
	if (c->still) ACaptureRequest_free(c->still);
	if (c->frame_target) ACameraOutputTarget_free(c->frame_target);
	if (c->photo_target) ACameraOutputTarget_free(c->photo_target);
	if (c->frame_output) ACaptureSessionOutput_free(c->frame_output);
	if (c->photo_output) ACaptureSessionOutput_free(c->photo_output);
	if (c->outputs) ACaptureSessionOutputContainer_free(c->outputs);
	// A reader deleted calls back no more.
	if (c->frames) { AImageReader_setImageListener(c->frames, NULL); AImageReader_delete(c->frames); }
	if (c->photos) { AImageReader_setImageListener(c->photos, NULL); AImageReader_delete(c->photos); }
	if (c->manager) ACameraManager_delete(c->manager);
	pthread_cond_destroy(&c->cv);
	pthread_mutex_destroy(&c->mu);
	free(c);
}
