// As much of Android's header as sensor.c needs, for a desktop's compiler.
#ifndef STANDIN_LOOPER_H
#define STANDIN_LOOPER_H
typedef struct ALooper ALooper;
typedef int (*ALooper_callbackFunc)(int fd, int events, void *data);
enum { ALOOPER_PREPARE_ALLOW_NON_CALLBACKS = 1 };
enum { ALOOPER_POLL_TIMEOUT = -3, ALOOPER_POLL_ERROR = -4 };
ALooper *ALooper_prepare(int opts);
int ALooper_pollOnce(int ms, int *fd, int *events, void **data);
#endif
