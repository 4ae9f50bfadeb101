//go:build cgo && (android || (linux && fakecam))

// What is set on a camera goes into both requests, the preview's and the photograph's.
#include "ndk_camera_impl.h"

#define TRY(call) do { int s_ = (int)(call); if (s_) return s_; } while (0)

static int set_torch(ACaptureRequest *q, int on) {
	// FLASH_MODE counts only while AE_MODE is ON, not with an automatic flash.
	uint8_t ae = ACAMERA_CONTROL_AE_MODE_ON, flash = on ? ACAMERA_FLASH_MODE_TORCH : ACAMERA_FLASH_MODE_OFF;
	TRY(ACaptureRequest_setEntry_u8(q, ACAMERA_CONTROL_AE_MODE, 1, &ae));
	return ACaptureRequest_setEntry_u8(q, ACAMERA_FLASH_MODE, 1, &flash);
}

static int set_zoom(const ndkcam_info *info, ACaptureRequest *q, const ndkcam_settings *s) {
	if (info->max_zoom <= 1) return 0;
	if (info->zoom_ratio) return ACaptureRequest_setEntry_float(q, TAG_ZOOM_RATIO, 1, &s->zoom);
	return s->crop[2] > 0 ? ACaptureRequest_setEntry_i32(q, ACAMERA_SCALER_CROP_REGION, 4, s->crop) : 0;
}

static int set_focus(const ndkcam *c, ACaptureRequest *q, const ndkcam_settings *s) {
	uint8_t mode = s->focus_here ? ACAMERA_CONTROL_AF_MODE_AUTO : (uint8_t)c->af_continuous;
	uint8_t idle = ACAMERA_CONTROL_AF_TRIGGER_IDLE;
	int32_t region[5] = {0}; // weight 0: nowhere in particular
	if (s->focus_here) {
		for (int i = 0; i < 4; i++) region[i] = s->region[i];
		region[4] = 1000;
	}
	TRY(ACaptureRequest_setEntry_u8(q, ACAMERA_CONTROL_AF_MODE, 1, &mode));
	TRY(ACaptureRequest_setEntry_u8(q, ACAMERA_CONTROL_AF_TRIGGER, 1, &idle));
	if (c->info.focus_points) TRY(ACaptureRequest_setEntry_i32(q, ACAMERA_CONTROL_AF_REGIONS, 5, region));
	if (c->info.meter_points) TRY(ACaptureRequest_setEntry_i32(q, ACAMERA_CONTROL_AE_REGIONS, 5, region));
	return 0;
}

static int set_request(const ndkcam *c, ACaptureRequest *q, const ndkcam_settings *s) {
	if (c->info.flash) TRY(set_torch(q, s->torch));
	TRY(set_zoom(&c->info, q, s));
	return set_focus(c, q, s);
}

// Pulls the trigger of the autofocus in one picture; the repeating request must not
// hold it, or the lens would start anew with every frame.
static int trigger(ndkcam *c, uint8_t what) {
	uint8_t idle = ACAMERA_CONTROL_AF_TRIGGER_IDLE;
	TRY(ACaptureRequest_setEntry_u8(c->preview, ACAMERA_CONTROL_AF_TRIGGER, 1, &what));
	int s = ACameraCaptureSession_capture(c->session, NULL, 1, &c->preview, NULL);
	TRY(ACaptureRequest_setEntry_u8(c->preview, ACAMERA_CONTROL_AF_TRIGGER, 1, &idle));
	return s;
}

int ndkcam_set(ndkcam *c, const ndkcam_settings *s) {
	int held = c->set.focus_here;
	if (held && !s->focus_here) TRY(trigger(c, ACAMERA_CONTROL_AF_TRIGGER_CANCEL));
	TRY(set_request(c, c->preview, s));
	TRY(set_request(c, c->still, s));
	TRY(ACameraCaptureSession_setRepeatingRequest(c->session, NULL, 1, &c->preview, NULL));
	if (s->focus_here && s->focus_here != held) TRY(trigger(c, ACAMERA_CONTROL_AF_TRIGGER_START));
	c->set = *s;
	return 0;
}
