//go:build cgo && (android || (linux && fakecam))

// A plane of a picture without the gaps that a camera leaves between rows and samples.
#include "ndk_camera_impl.h"
#include <string.h>

int ndkcam_copy(AImage *im, int plane, uint8_t *dst, int w, int h) {
	int32_t row = 0, step = 0;
	int len = 0;
	uint8_t *src = NULL;
	if (AImage_getPlaneRowStride(im, plane, &row) != AMEDIA_OK ||
	    AImage_getPlanePixelStride(im, plane, &step) != AMEDIA_OK ||
	    AImage_getPlaneData(im, plane, &src, &len) != AMEDIA_OK || !src || step < 1 || w < 1 || h < 1)
		return 0;
	int64_t used = (int64_t)(w - 1) * step + 1; // of a row; the last may end there
	if (row < used || (int64_t)row * (h - 1) + used > len) return 0;
	for (int y = 0; y < h; y++, src += y < h ? row : 0, dst += w) {
		if (step == 1) memcpy(dst, src, w);
		else if (step == 2) for (int x = 0; x < w; x++) dst[x] = src[2 * x]; // a constant: the compiler takes many at once
		else for (int x = 0; x < w; x++) dst[x] = src[(size_t)x * step];
	}
	return 1;
}
