//go:build jvm && !android

// A desktop's activity, for the tests of window.c: it has flags, and aborts where it is
// used after its end.
#include "fake.h"
#include <android/native_activity.h>
#include <stdlib.h>

void dianqin_onCreate(ANativeActivity *a, void *state, size_t size);

typedef struct {
	ANativeActivity a; // first: the one is the other
	ANativeActivityCallbacks callbacks;
	uint32_t flags;
	int alive;
} fake;

static int destroyed;
static void toolkit_destroy(ANativeActivity *a) {
	if (!((fake *)a)->alive) abort();
	destroyed++;
}

void ANativeActivity_onCreate(ANativeActivity *a, void *state, size_t size) {
	(void)state, (void)size;
	a->callbacks->onDestroy = toolkit_destroy;
}

void ANativeActivity_setWindowFlags(ANativeActivity *a, uint32_t add, uint32_t removed) {
	fake *f = (fake *)a;
	if (!f->alive) abort();
	f->flags = (f->flags & ~removed) | add;
}

uintptr_t fake_begin(void) {
	fake *f = calloc(1, sizeof *f);
	f->a.callbacks = &f->callbacks;
	f->alive = 1;
	dianqin_onCreate(&f->a, NULL, 0);
	return (uintptr_t)f;
}

uint32_t fake_flags(uintptr_t f) { return ((fake *)f)->flags; }

int fake_end(uintptr_t f_) {
	fake *f = (fake *)f_;
	f->callbacks.onDestroy(&f->a);
	f->alive = 0; // it is not freed: who still uses it is to be caught
	return destroyed;
}
