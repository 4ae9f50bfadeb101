// The camera of Android as Go sees it: frames, photographs, settings. One
// implementation, ndk_camera.c, against Camera2 of the NDK; with the tag fakecam the
// same code is linked to a fake NDK on Linux and tested there.
//
// One thread calls ndkcam_frame; beside it one may wait in ndkcam_photo, and one may
// call ndkcam_set or ndkcam_shoot. ndkcam_close comes when all of them have returned. C
// never calls Go.
#ifndef NDK_CAMERA_H
#define NDK_CAMERA_H
#include <stdint.h>

typedef struct ndkcam ndkcam;

// What the opened camera is and can do.
typedef struct {
	int32_t width, height;              // of a frame, in pixels
	int32_t photo_width, photo_height;  // of a photograph as the sensor lies
	int32_t orientation;                // degrees clockwise from the sensor to an upright phone
	int32_t front;                      // it looks at the person
	int32_t flash;                      // there is a light
	int32_t focus_points;               // it focuses on a region when told to
	int32_t meter_points;               // it meters the light of a region
	int32_t active[4];                  // of the sensor: left, top, width, height
	float max_zoom;                     // 1: none
	int32_t zoom_ratio;                 // zoomed by CONTROL_ZOOM_RATIO, else by a crop region
} ndkcam_info;

// Everything that is set at a time.
typedef struct {
	int32_t torch;
	float zoom;         // 1: the whole picture
	int32_t crop[4];    // left, top, width, height on the sensor; used without zoom_ratio
	int32_t focus_here; // not 0: focus on the region, once for each new number; 0: all the time by itself
	int32_t region[4];  // left, top, right, bottom on the sensor
} ndkcam_settings;

enum { NDKCAM_FRAME = 1, NDKCAM_NOTHING = 0, NDKCAM_LOST = -1, NDKCAM_BAD = -2 };

// Opens the camera that looks away from the person, else any; frames are as large as
// max_w x max_h allows, photographs as photo_w x photo_h. Where it fails the answer is
// NULL, status what the NDK said (camera_status_t; 0: there is no camera) and err which
// call it was.
ndkcam *ndkcam_open(int max_w, int max_h, int photo_w, int photo_h, ndkcam_info *info, int *status, char *err, int errlen);

// Waits for a frame newer than the last and copies it: y holds width*height bytes, cb
// and cr a quarter of that, rounded up each way. NDKCAM_BAD: it was of another shape.
int ndkcam_frame(ndkcam *c, uint8_t *y, uint8_t *cb, uint8_t *cr, int ms);

// Applies the settings. Answers 0 or what the NDK said.
int ndkcam_set(ndkcam *c, const ndkcam_settings *s);

// Asks for a photograph turned clockwise by 0, 90, 180 or 270 degrees.
int ndkcam_shoot(ndkcam *c, int turn);

// Waits for it: NDKCAM_FRAME and a JPEG to be freed, NDKCAM_NOTHING when it takes
// longer, NDKCAM_LOST, or NDKCAM_BAD where the camera failed to take it.
int ndkcam_photo(ndkcam *c, uint8_t **jpeg, int *len, int ms);

void ndkcam_close(ndkcam *c);

#endif
