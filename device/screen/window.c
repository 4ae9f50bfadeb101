//go:build android || jvm

// The window's flags may only be set on the thread that made it. The NDK has a function
// that takes the way there by itself, but it wants the ANativeActivity, which the
// toolkit keeps to itself. So the manifest names dianqin_onCreate as the function that
// begins an activity (android.app.func_name): it notes the activity and goes on to the
// toolkit's own.
#include "window.h"
#include <android/native_activity.h>
#include <pthread.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static ANativeActivity *current;
static uint32_t wanted;
static void (*toolkit_destroy)(ANativeActivity *);

static void on_destroy(ANativeActivity *a) {
	pthread_mutex_lock(&lock);
	if (current == a) current = NULL; // a newer one may have begun before this one ends
	void (*next)(ANativeActivity *) = toolkit_destroy;
	pthread_mutex_unlock(&lock);
	if (next) next(a);
}

__attribute__((visibility("default")))
void dianqin_onCreate(ANativeActivity *a, void *state, size_t size) {
	pthread_mutex_lock(&lock);
	current = a;
	if (wanted) ANativeActivity_setWindowFlags(a, wanted, 0);
	pthread_mutex_unlock(&lock);
	ANativeActivity_onCreate(a, state, size);
	pthread_mutex_lock(&lock);
	if (a->callbacks->onDestroy != on_destroy) {
		toolkit_destroy = a->callbacks->onDestroy;
		a->callbacks->onDestroy = on_destroy;
	}
	pthread_mutex_unlock(&lock);
}

int dq_window_flags(uint32_t flags, int on) {
	pthread_mutex_lock(&lock);
	wanted = on ? wanted | flags : wanted & ~flags;
	int there = current != NULL;
	if (there) ANativeActivity_setWindowFlags(current, on ? flags : 0, on ? 0 : flags);
	pthread_mutex_unlock(&lock);
	return there;
}
