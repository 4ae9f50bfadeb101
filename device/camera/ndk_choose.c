//go:build cgo && (android || (linux && fakecam))

// Which of the phone's cameras is opened, and what it can do.
#include "ndk_camera_impl.h"
#include <stdio.h>
#include <string.h>

static int get(ACameraMetadata *m, uint32_t tag, uint32_t count, ACameraMetadata_const_entry *e) {
	return ACameraMetadata_getConstEntry(m, tag, e) == ACAMERA_OK && e->count >= count;
}

static int byte_of(ACameraMetadata *m, uint32_t tag, int otherwise) {
	ACameraMetadata_const_entry e;
	return get(m, tag, 1, &e) ? e.data.u8[0] : otherwise;
}

static int has_byte(ACameraMetadata *m, uint32_t tag, int value) {
	ACameraMetadata_const_entry e;
	if (!get(m, tag, 1, &e)) return 0;
	for (uint32_t i = 0; i < e.count; i++)
		if (e.data.u8[i] == value) return 1;
	return 0;
}

// Picks, for a format, the largest size within max_w x max_h, else the smallest there is.
static void pick_size(ACameraMetadata *m, int format, int max_w, int max_h, int32_t *w, int32_t *h) {
	ACameraMetadata_const_entry e;
	int64_t best = 0, least = 0;
	if (!get(m, ACAMERA_SCALER_AVAILABLE_STREAM_CONFIGURATIONS, 4, &e)) return;
	for (uint32_t i = 0; i + 3 < e.count; i += 4) {
		const int32_t *s = e.data.i32 + i; // format, width, height, is it an input
		int64_t area = (int64_t)s[1] * s[2];
		if (s[3] || s[0] != format || area <= 0) continue;
		int fits = s[1] <= max_w && s[2] <= max_h;
		if (fits ? area > best : best == 0 && (least == 0 || area < least)) {
			if (fits) best = area;
			else least = area;
			*w = s[1];
			*h = s[2];
		}
	}
}

static void read_zoom(ACameraMetadata *m, ndkcam_info *info) {
	ACameraMetadata_const_entry e;
	info->max_zoom = 1;
	if (get(m, TAG_ZOOM_RATIO_RANGE, 2, &e) && e.data.f[1] > 1) {
		info->zoom_ratio = 1;
		info->max_zoom = e.data.f[1];
	} else if (get(m, ACAMERA_SCALER_AVAILABLE_MAX_DIGITAL_ZOOM, 1, &e) && e.data.f[0] > 1 && info->active[2] > 0) {
		info->max_zoom = e.data.f[0];
	}
}

static void read_camera(ndkcam *c, ACameraMetadata *m, int max_w, int max_h, int photo_w, int photo_h) {
	ndkcam_info *info = &c->info;
	ACameraMetadata_const_entry e;
	memset(info, 0, sizeof *info);
	info->front = byte_of(m, ACAMERA_LENS_FACING, ACAMERA_LENS_FACING_BACK) == ACAMERA_LENS_FACING_FRONT;
	info->flash = byte_of(m, ACAMERA_FLASH_INFO_AVAILABLE, 0) != 0;
	if (get(m, ACAMERA_SENSOR_ORIENTATION, 1, &e)) info->orientation = e.data.i32[0];
	if (get(m, ACAMERA_SENSOR_INFO_ACTIVE_ARRAY_SIZE, 4, &e)) memcpy(info->active, e.data.i32, sizeof info->active);
	c->af_continuous = ACAMERA_CONTROL_AF_MODE_OFF;
	if (has_byte(m, ACAMERA_CONTROL_AF_AVAILABLE_MODES, ACAMERA_CONTROL_AF_MODE_CONTINUOUS_PICTURE))
		c->af_continuous = ACAMERA_CONTROL_AF_MODE_CONTINUOUS_PICTURE;
	if (get(m, ACAMERA_CONTROL_MAX_REGIONS, 3, &e) && info->active[2] > 0) { // AE, AWB, AF
		info->meter_points = e.data.i32[0] > 0;
		info->focus_points = e.data.i32[2] > 0 &&
			has_byte(m, ACAMERA_CONTROL_AF_AVAILABLE_MODES, ACAMERA_CONTROL_AF_MODE_AUTO);
	}
	read_zoom(m, info);
	pick_size(m, AIMAGE_FORMAT_YUV_420_888, max_w, max_h, &info->width, &info->height);
	pick_size(m, AIMAGE_FORMAT_JPEG, photo_w, photo_h, &info->photo_width, &info->photo_height);
}

int ndkcam_choose(ndkcam *c, int max_w, int max_h, int photo_w, int photo_h, char *id, int idlen) {
	ACameraIdList *ids = NULL;
	int status = ACameraManager_getCameraIdList(c->manager, &ids);
	if (status != ACAMERA_OK) return status;
	id[0] = 0;
	for (int i = 0; i < ids->numCameras; i++) {
		ACameraMetadata *m = NULL;
		status = ACameraManager_getCameraCharacteristics(c->manager, ids->cameraIds[i], &m);
		if (status != ACAMERA_OK) continue;
		// The first one that looks away is the phone's main camera; any other will do
		// only where there is none.
		int back = byte_of(m, ACAMERA_LENS_FACING, -1) == ACAMERA_LENS_FACING_BACK;
		if (back || !id[0]) {
			read_camera(c, m, max_w, max_h, photo_w, photo_h);
			snprintf(id, idlen, "%s", ids->cameraIds[i]);
		}
		ACameraMetadata_free(m);
		if (back) break;
	}
	ACameraManager_deleteCameraIdList(ids);
	return id[0] ? ACAMERA_OK : status;
}
