// As much of Android's header as window.c needs, for a desktop's compiler.
#ifndef STANDIN_NATIVE_ACTIVITY_H
#define STANDIN_NATIVE_ACTIVITY_H
#include <stddef.h>
#include <stdint.h>

struct ANativeActivity;
typedef struct {
	void (*onDestroy)(struct ANativeActivity *);
} ANativeActivityCallbacks;
typedef struct ANativeActivity {
	ANativeActivityCallbacks *callbacks;
} ANativeActivity;
void ANativeActivity_onCreate(ANativeActivity *, void *, size_t);
void ANativeActivity_setWindowFlags(ANativeActivity *, uint32_t add, uint32_t remove);
#endif
