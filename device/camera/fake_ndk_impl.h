// The inside of the fake NDK.
#ifndef FAKE_NDK_IMPL_H
#define FAKE_NDK_IMPL_H
#include "fake_ndk.h"
#include <pthread.h>
#include <stddef.h>

// Every object begins with what it is, so that a wrong one is noticed.
typedef struct { int kind; } fake_head;
enum { MANAGER = 0x1001, METADATA, DEVICE, SESSION, CONTAINER, OUTPUT, TARGET, REQUEST, READER, IMAGE };

void fake_abort(const char *why);
void *fake_make(size_t size, int kind);
void fake_check(const void *o, int kind);
void fake_free(void *o, int kind);
fake_phone fake_now(void);

// fake_images.c
void fake_use(AImageReader *r, int by);                     // a session writes into it (1), or no more (-1)
void fake_frame(AImageReader *r, const fake_phone *p);
void fake_still(AImageReader *r, const fake_phone *p);

#endif
