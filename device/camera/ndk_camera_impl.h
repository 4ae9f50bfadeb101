// The inside of an opened camera, shared by the C files of this folder alone.
#ifndef NDK_CAMERA_IMPL_H
#define NDK_CAMERA_IMPL_H
#include "ndk_camera.h"
#include <pthread.h>
#ifdef __ANDROID__
#include <camera/NdkCameraManager.h>
#include <media/NdkImageReader.h>
#else
#include "fake_ndk.h"
#endif

// The headers of older kits lack these tags (Android 11); a camera that has no such
// entry says so.
#define TAG_ZOOM_RATIO_RANGE (65536 + 46)
#define TAG_ZOOM_RATIO (65536 + 47)

struct ndkcam {
	pthread_mutex_t mu; // guards the flags; no call of the NDK is made under it
	pthread_cond_t cv;
	int lost, frame_ready, photo_ready, photo_failed;

	ndkcam_info info;
	ndkcam_settings set;
	int af_continuous; // the AF mode of every day; OFF where the lens is fixed

	ACameraManager *manager;
	ACameraDevice *device;
	ACameraCaptureSession *session;
	AImageReader *frames, *photos;
	ACaptureSessionOutputContainer *outputs;
	ACaptureSessionOutput *frame_output, *photo_output;
	ACameraOutputTarget *frame_target, *photo_target;
	ACaptureRequest *preview, *still;
	// The NDK keeps pointers to these.
	ACameraDevice_StateCallbacks device_callbacks;
	ACameraCaptureSession_stateCallbacks session_callbacks;
	ACameraCaptureSession_captureCallbacks photo_callbacks;
};

// ndk_choose.c: picks the camera and reads what it can do. id takes idlen bytes.
// Answers 0, or a status; with no camera at all id stays empty.
int ndkcam_choose(ndkcam *c, int max_w, int max_h, int photo_w, int photo_h, char *id, int idlen);

// ndk_copy.c: copies w x h samples of a plane without its strides; 0 where it is not
// of that size.
int ndkcam_copy(AImage *im, int plane, uint8_t *dst, int w, int h);

// Waits on c->cv, holding c->mu, until a point of time; 0 when that has come.
int ndkcam_wait(ndkcam *c, const struct timespec *until);
void ndkcam_in(struct timespec *t, int ms);

#endif
