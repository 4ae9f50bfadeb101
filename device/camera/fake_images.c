//go:build cgo && linux && !android && fakecam

// The fake's readers and pictures: a queue as long as the reader allows, rows and
// samples with gaps between them, the last row short, buffers exactly as long as the
// camera says, so that an address sanitizer sees a step too far.
#include "fake_ndk_impl.h"
#include <stdlib.h>
#include <string.h>

enum { MOST = 8 };

typedef struct { uint8_t *bytes, *from; int len, row, step; } plane;

struct AImage { fake_head head; AImageReader *reader; int w, h; plane planes[3]; };
struct AImageReader {
	fake_head head;
	int w, h, format, most;
	pthread_mutex_t mu; // guards all below
	AImageReader_ImageListener on;
	AImage *queue[MOST];
	int queued, out, writers;
};

static void drop(AImage *im) {
	for (int i = 0; i < 3; i++) free(im->planes[i].bytes);
	fake_free(im, IMAGE);
}

media_status_t AImageReader_new(int32_t w, int32_t h, int32_t format, int32_t most, AImageReader **o) {
	if (w < 1 || h < 1 || most < 1 || most > MOST) return ACAMERA_ERROR_INVALID_PARAMETER;
	AImageReader *r = *o = fake_make(sizeof *r, READER);
	r->w = w;
	r->h = h;
	r->format = format;
	r->most = most;
	pthread_mutex_init(&r->mu, NULL);
	return 0;
}

void AImageReader_delete(AImageReader *r) {
	fake_check(r, READER);
	if (r->writers) fake_abort("a reader is deleted under an open session");
	if (r->out) fake_abort("a reader is deleted before its pictures");
	while (r->queued) drop(r->queue[--r->queued]);
	pthread_mutex_destroy(&r->mu);
	fake_free(r, READER);
}

media_status_t AImageReader_getWindow(AImageReader *r, ANativeWindow **w) {
	fake_check(r, READER);
	*w = (ANativeWindow *)r; // the fake's window is its reader
	return 0;
}

media_status_t AImageReader_setImageListener(AImageReader *r, AImageReader_ImageListener *l) {
	fake_check(r, READER);
	pthread_mutex_lock(&r->mu);
	r->on = l ? *l : (AImageReader_ImageListener){0};
	pthread_mutex_unlock(&r->mu);
	return 0;
}

void fake_use(AImageReader *r, int by) {
	fake_check(r, READER);
	pthread_mutex_lock(&r->mu);
	r->writers += by;
	pthread_mutex_unlock(&r->mu);
}

static void deliver(AImageReader *r, AImage *im) {
	pthread_mutex_lock(&r->mu);
	AImageReader_ImageListener on = r->on;
	if (r->queued + r->out >= r->most) { // the camera stalls: the picture is not taken
		drop(im);
		on.onImageAvailable = NULL;
	} else {
		r->queue[r->queued++] = im;
	}
	pthread_mutex_unlock(&r->mu);
	if (on.onImageAvailable) on.onImageAvailable(on.context, r);
}

static void fill(plane *p, const uint8_t *src, int w, int h, int row, int step, int first) {
	p->row = row;
	p->step = step;
	p->len = row * (h - 1) + (w - 1) * step + 1;
	p->bytes = malloc(p->len + first);
	p->from = p->bytes + first;
	memset(p->bytes, 0x55, p->len + first); // what lies between
	for (int y = 0; y < h; y++)
		for (int x = 0; x < w; x++) p->from[y * row + x * step] = src ? src[y * w + x] : 128;
}

void fake_frame(AImageReader *r, const fake_phone *p) {
	AImage *im = fake_make(sizeof *im, IMAGE);
	int cw, ch;
	im->reader = r;
	im->w = p->odd_shape ? r->w / 2 : r->w;
	im->h = r->h;
	cw = (im->w + 1) / 2;
	ch = (im->h + 1) / 2;
	fill(&im->planes[0], p->odd_shape ? NULL : p->y, im->w, im->h, im->w + p->pad, 1, 0);
	fill(&im->planes[1], p->odd_shape ? NULL : p->cb, cw, ch, cw * p->pixel_stride + p->pad, p->pixel_stride, 1);
	fill(&im->planes[2], p->odd_shape ? NULL : p->cr, cw, ch, cw * p->pixel_stride + p->pad, p->pixel_stride, 0);
	deliver(r, im);
}

void fake_still(AImageReader *r, const fake_phone *p) {
	AImage *im = fake_make(sizeof *im, IMAGE);
	im->reader = r;
	im->planes[0].len = p->photo_len;
	im->planes[0].from = im->planes[0].bytes = malloc(p->photo_len + 1);
	memcpy(im->planes[0].bytes, p->photo, p->photo_len);
	deliver(r, im);
}

static media_status_t acquire(AImageReader *r, int latest, AImage **o) {
	media_status_t s = 0;
	fake_check(r, READER);
	pthread_mutex_lock(&r->mu);
	if (r->most - r->out < (latest ? 2 : 1)) s = AMEDIA_IMGREADER_MAX_IMAGES_ACQUIRED;
	else if (!r->queued) s = AMEDIA_IMGREADER_NO_BUFFER_AVAILABLE;
	for (int i = 0; !s && latest && i + 1 < r->queued; i++) drop(r->queue[i]);
	if (!s) {
		int at = latest ? r->queued - 1 : 0;
		*o = r->queue[at];
		memmove(r->queue, r->queue + at + 1, (r->queued - at - 1) * sizeof *r->queue);
		r->queued -= at + 1;
		r->out++;
	}
	pthread_mutex_unlock(&r->mu);
	return s;
}

media_status_t AImageReader_acquireLatestImage(AImageReader *r, AImage **o) { return acquire(r, 1, o); }
media_status_t AImageReader_acquireNextImage(AImageReader *r, AImage **o) { return acquire(r, 0, o); }

void AImage_delete(AImage *im) {
	fake_check(im, IMAGE);
	pthread_mutex_lock(&im->reader->mu);
	im->reader->out--;
	pthread_mutex_unlock(&im->reader->mu);
	drop(im);
}

media_status_t AImage_getWidth(const AImage *im, int32_t *v) { fake_check(im, IMAGE); *v = im->w; return 0; }
media_status_t AImage_getHeight(const AImage *im, int32_t *v) { fake_check(im, IMAGE); *v = im->h; return 0; }
media_status_t AImage_getPlaneRowStride(const AImage *im, int i, int32_t *v) { fake_check(im, IMAGE); *v = im->planes[i].row; return 0; }
media_status_t AImage_getPlanePixelStride(const AImage *im, int i, int32_t *v) { fake_check(im, IMAGE); *v = im->planes[i].step; return 0; }
media_status_t AImage_getPlaneData(const AImage *im, int i, uint8_t **d, int *n) {
	fake_check(im, IMAGE);
	*d = im->planes[i].from;
	*n = im->planes[i].len;
	return 0;
}
