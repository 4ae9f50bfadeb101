// The part of the NDK that this package uses, declared for the fake on Linux with the
// values of the real headers, and how a test steers it.
#ifndef FAKE_NDK_H
#define FAKE_NDK_H
#include <stdint.h>

typedef int camera_status_t;
typedef int media_status_t;
enum {
	ACAMERA_OK = 0,
	ACAMERA_ERROR_UNKNOWN = -10000,
	ACAMERA_ERROR_INVALID_PARAMETER = -10001,
	ACAMERA_ERROR_CAMERA_DISCONNECTED = -10002,
	ACAMERA_ERROR_NOT_ENOUGH_MEMORY = -10003,
	ACAMERA_ERROR_METADATA_NOT_FOUND = -10004,
	ACAMERA_ERROR_STREAM_CONFIGURE_FAIL = -10009,
	AMEDIA_OK = 0,
	AMEDIA_IMGREADER_NO_BUFFER_AVAILABLE = -30001,
	AMEDIA_IMGREADER_MAX_IMAGES_ACQUIRED = -30002,
};
enum { AIMAGE_FORMAT_YUV_420_888 = 0x23, AIMAGE_FORMAT_JPEG = 0x100 };
enum { TEMPLATE_PREVIEW = 1, TEMPLATE_STILL_CAPTURE = 2 };
enum { ACAMERA_LENS_FACING_FRONT = 0, ACAMERA_LENS_FACING_BACK = 1 };
enum { ACAMERA_CONTROL_AF_MODE_OFF = 0, ACAMERA_CONTROL_AF_MODE_AUTO = 1, ACAMERA_CONTROL_AF_MODE_CONTINUOUS_PICTURE = 4 };
enum { ACAMERA_CONTROL_AF_TRIGGER_IDLE = 0, ACAMERA_CONTROL_AF_TRIGGER_START = 1, ACAMERA_CONTROL_AF_TRIGGER_CANCEL = 2 };
enum { ACAMERA_CONTROL_AE_MODE_ON = 1, ACAMERA_FLASH_MODE_OFF = 0, ACAMERA_FLASH_MODE_TORCH = 2 };
// A tag is its section << 16 and its place there.
enum {
	ACAMERA_CONTROL_AE_MODE = 0x10003,
	ACAMERA_CONTROL_AE_REGIONS = 0x10004,
	ACAMERA_CONTROL_AF_MODE = 0x10007,
	ACAMERA_CONTROL_AF_REGIONS = 0x10008,
	ACAMERA_CONTROL_AF_TRIGGER = 0x10009,
	ACAMERA_CONTROL_AF_AVAILABLE_MODES = 0x10017,
	ACAMERA_CONTROL_MAX_REGIONS = 0x1001c,
	ACAMERA_FLASH_MODE = 0x40002,
	ACAMERA_FLASH_INFO_AVAILABLE = 0x50000,
	ACAMERA_JPEG_ORIENTATION = 0x70003,
	ACAMERA_JPEG_QUALITY = 0x70004,
	ACAMERA_LENS_FACING = 0x80005,
	ACAMERA_SCALER_CROP_REGION = 0xd0000,
	ACAMERA_SCALER_AVAILABLE_MAX_DIGITAL_ZOOM = 0xd0004,
	ACAMERA_SCALER_AVAILABLE_STREAM_CONFIGURATIONS = 0xd000a,
	ACAMERA_SENSOR_ORIENTATION = 0xe000e,
	ACAMERA_SENSOR_INFO_ACTIVE_ARRAY_SIZE = 0xf0000,
};

typedef struct ACameraManager ACameraManager;
typedef struct ACameraMetadata ACameraMetadata;
typedef struct ACameraDevice ACameraDevice;
typedef struct ACameraCaptureSession ACameraCaptureSession;
typedef struct ACaptureSessionOutputContainer ACaptureSessionOutputContainer;
typedef struct ACaptureSessionOutput ACaptureSessionOutput;
typedef struct ACameraOutputTarget ACameraOutputTarget;
typedef struct ACaptureRequest ACaptureRequest;
typedef struct AImageReader AImageReader;
typedef struct AImage AImage;
typedef struct ANativeWindow ANativeWindow;
typedef struct { int frame, reason, sequence, captured; } ACameraCaptureFailure;
typedef struct { int numCameras; const char **cameraIds; } ACameraIdList;
typedef struct {
	uint32_t tag;
	uint8_t type;
	uint32_t count;
	union { const uint8_t *u8; const int32_t *i32; const float *f; } data;
} ACameraMetadata_const_entry;
typedef struct {
	void *context;
	void (*onDisconnected)(void *, ACameraDevice *);
	void (*onError)(void *, ACameraDevice *, int);
} ACameraDevice_StateCallbacks;
typedef struct {
	void *context;
	void (*onClosed)(void *, ACameraCaptureSession *);
	void (*onReady)(void *, ACameraCaptureSession *);
	void (*onActive)(void *, ACameraCaptureSession *);
} ACameraCaptureSession_stateCallbacks;
typedef struct {
	void *context;
	void (*onCaptureFailed)(void *, ACameraCaptureSession *, ACaptureRequest *, ACameraCaptureFailure *);
} ACameraCaptureSession_captureCallbacks;
typedef struct { void *context; void (*onImageAvailable)(void *, AImageReader *); } AImageReader_ImageListener;

ACameraManager *ACameraManager_create(void);
void ACameraManager_delete(ACameraManager *);
camera_status_t ACameraManager_getCameraIdList(ACameraManager *, ACameraIdList **);
void ACameraManager_deleteCameraIdList(ACameraIdList *);
camera_status_t ACameraManager_getCameraCharacteristics(ACameraManager *, const char *, ACameraMetadata **);
camera_status_t ACameraManager_openCamera(ACameraManager *, const char *, ACameraDevice_StateCallbacks *, ACameraDevice **);
camera_status_t ACameraMetadata_getConstEntry(const ACameraMetadata *, uint32_t, ACameraMetadata_const_entry *);
void ACameraMetadata_free(ACameraMetadata *);
camera_status_t ACameraDevice_close(ACameraDevice *);
camera_status_t ACameraDevice_createCaptureRequest(const ACameraDevice *, int, ACaptureRequest **);
camera_status_t ACameraDevice_createCaptureSession(ACameraDevice *, const ACaptureSessionOutputContainer *, const ACameraCaptureSession_stateCallbacks *, ACameraCaptureSession **);
camera_status_t ACaptureSessionOutputContainer_create(ACaptureSessionOutputContainer **);
void ACaptureSessionOutputContainer_free(ACaptureSessionOutputContainer *);
camera_status_t ACaptureSessionOutputContainer_add(ACaptureSessionOutputContainer *, const ACaptureSessionOutput *);
camera_status_t ACaptureSessionOutput_create(ANativeWindow *, ACaptureSessionOutput **);
void ACaptureSessionOutput_free(ACaptureSessionOutput *);
camera_status_t ACameraOutputTarget_create(ANativeWindow *, ACameraOutputTarget **);
void ACameraOutputTarget_free(ACameraOutputTarget *);
camera_status_t ACaptureRequest_addTarget(ACaptureRequest *, const ACameraOutputTarget *);
camera_status_t ACaptureRequest_setEntry_u8(ACaptureRequest *, uint32_t, uint32_t, const uint8_t *);
camera_status_t ACaptureRequest_setEntry_i32(ACaptureRequest *, uint32_t, uint32_t, const int32_t *);
camera_status_t ACaptureRequest_setEntry_float(ACaptureRequest *, uint32_t, uint32_t, const float *);
void ACaptureRequest_free(ACaptureRequest *);
camera_status_t ACameraCaptureSession_setRepeatingRequest(ACameraCaptureSession *, ACameraCaptureSession_captureCallbacks *, int, ACaptureRequest **, int *);
camera_status_t ACameraCaptureSession_capture(ACameraCaptureSession *, ACameraCaptureSession_captureCallbacks *, int, ACaptureRequest **, int *);
camera_status_t ACameraCaptureSession_stopRepeating(ACameraCaptureSession *);
void ACameraCaptureSession_close(ACameraCaptureSession *);
media_status_t AImageReader_new(int32_t, int32_t, int32_t, int32_t, AImageReader **);
void AImageReader_delete(AImageReader *);
media_status_t AImageReader_getWindow(AImageReader *, ANativeWindow **);
media_status_t AImageReader_setImageListener(AImageReader *, AImageReader_ImageListener *);
media_status_t AImageReader_acquireLatestImage(AImageReader *, AImage **);
media_status_t AImageReader_acquireNextImage(AImageReader *, AImage **);
void AImage_delete(AImage *);
media_status_t AImage_getWidth(const AImage *, int32_t *);
media_status_t AImage_getHeight(const AImage *, int32_t *);
media_status_t AImage_getPlaneRowStride(const AImage *, int, int32_t *);
media_status_t AImage_getPlanePixelStride(const AImage *, int, int32_t *);
media_status_t AImage_getPlaneData(const AImage *, int, uint8_t **, int *);

// What the phone is. Its pictures become the fake's, which frees them.
typedef struct {
	int32_t cameras;            // 0, 1 (at the back), 2 (one at the front before it), -1: one at the front alone
	int32_t orientation, flash, regions, fixed_lens;
	float digital_zoom, zoom_ratio; // the largest; 0: the camera does not say
	int32_t refuse_open;        // camera_status_t of openCamera
	int32_t refuse_session;     // camera_status_t of createCaptureSession
	int32_t refuse_set;         // camera_status_t of setRepeatingRequest
	int32_t refuse_photo;       // 1: capture fails; 2: the capture is reported as failed; 3: nothing ever comes
	int32_t pad;                // bytes after each row
	int32_t pixel_stride;       // of the chroma: 1 or 2
	int32_t odd_shape;          // frames come in another size
	int32_t period_us;          // between frames
	const uint8_t *y, *cb, *cr; // a picture of the frame's size without gaps; NULL: grey
	const uint8_t *photo;
	int32_t photo_len;
} fake_phone;

void fake_be(const fake_phone *);
void fake_lose(int by_error);          // the open camera is taken away
int fake_objects(void);                // of the NDK not given back
int fake_log(char *to, int len);       // what was asked for since, a request a line; empties it

#endif
