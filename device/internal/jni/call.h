#ifndef DIANQIN_JNI_CALL_H
#define DIANQIN_JNI_CALL_H

#include <stdint.h>

// What Java threw, as UTF-16. Lengths are in units; what is too long is cut.
typedef struct {
	int thrown;
	int class_len, text_len;
	uint16_t class_name[160];
	uint16_t text[512];
} dq_thrown;

// Handles are Java's own references and environments as numbers: they mean nothing
// to Go, and zero is null. Every function leaves no exception pending; what was
// thrown stands in *err, which must come in zeroed.

int dq_push(uintptr_t env, int room, dq_thrown *err);
void dq_pop(uintptr_t env);

// Calls a method: of the object where target is not zero, else the static one of the
// class; a constructor has the name "<init>" and no target. kinds holds a letter an
// argument and result one for what comes back, as in signatures. The bits of smaller
// types stand in the low end.
uint64_t dq_call(uintptr_t env, uintptr_t target, const char *class_name, const char *name,
	const char *sig, const char *kinds, char result, const uint64_t *args, dq_thrown *err);

uint64_t dq_static_int(uintptr_t env, const char *class_name, const char *name, dq_thrown *err);

uintptr_t dq_string(uintptr_t env, const uint16_t *text, int len, dq_thrown *err);
int dq_string_len(uintptr_t env, uintptr_t s, dq_thrown *err);
void dq_string_get(uintptr_t env, uintptr_t s, int len, uint16_t *out, dq_thrown *err);

uintptr_t dq_longs(uintptr_t env, const int64_t *values, int len, dq_thrown *err);
uintptr_t dq_strings(uintptr_t env, int len, dq_thrown *err);
void dq_strings_set(uintptr_t env, uintptr_t array, int i, uintptr_t s, dq_thrown *err);

int dq_is(uintptr_t env, uintptr_t o, const char *class_name, dq_thrown *err);
uintptr_t dq_keep(uintptr_t env, uintptr_t o, dq_thrown *err); // a global reference
void dq_drop(uintptr_t env, uintptr_t global);
void dq_forget(uintptr_t env, uintptr_t local);

#endif
