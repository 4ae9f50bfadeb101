//go:build android || jvm

#include "call.h"
#include <jni.h>
#include <string.h>

#define E (*env)
#define ENV JNIEnv *env = (JNIEnv *)(env_)
#define OBJ(o) ((jobject)(uintptr_t)(o))

// Copies a Java string, as much as there is room for; 0 where it cannot be had.
static int copy(JNIEnv *env, jstring s, uint16_t *out, int room) {
	if (!s) return 0;
	jsize n = E->GetStringLength(env, s);
	if (n > room) n = room;
	E->GetStringRegion(env, s, 0, n, (jchar *)out);
	if (E->ExceptionCheck(env)) { E->ExceptionClear(env); return 0; }
	return n;
}

// What a method without parameters says; NULL where that itself fails.
static jstring ask(JNIEnv *env, jobject o, const char *class_name, const char *name) {
	jclass c = E->FindClass(env, class_name);
	if (!c) { E->ExceptionClear(env); return NULL; }
	jmethodID m = E->GetMethodID(env, c, name, "()Ljava/lang/String;");
	if (!m) { E->ExceptionClear(env); return NULL; }
	jstring s = (jstring)E->CallObjectMethod(env, o, m);
	if (E->ExceptionCheck(env)) { E->ExceptionClear(env); return NULL; }
	return s;
}

// Takes a pending exception off the thread and writes it down; 1 where there was one.
static int failed(JNIEnv *env, dq_thrown *err) {
	jthrowable t = E->ExceptionOccurred(env);
	if (!t) return 0;
	E->ExceptionClear(env);
	err->thrown = 1;
	if (E->PushLocalFrame(env, 8)) { E->ExceptionClear(env); E->DeleteLocalRef(env, t); return 1; }
	jclass c = E->GetObjectClass(env, t);
	err->class_len = copy(env, ask(env, c, "java/lang/Class", "getName"), err->class_name, 160);
	err->text_len = copy(env, ask(env, t, "java/lang/Throwable", "getMessage"), err->text, 512);
	E->PopLocalFrame(env, NULL);
	E->DeleteLocalRef(env, t);
	return 1;
}

int dq_push(uintptr_t env_, int room, dq_thrown *err) {
	ENV;
	if (E->PushLocalFrame(env, room) == 0) return 1;
	failed(env, err);
	err->thrown = 1;
	return 0;
}

void dq_pop(uintptr_t env_) { ENV; E->PopLocalFrame(env, NULL); }

static double real(uint64_t bits) { double d; memcpy(&d, &bits, 8); return d; }
static uint64_t bits_of(double d) { uint64_t bits; memcpy(&bits, &d, 8); return bits; }

// A float crosses as a double: every float is one.
static jvalue value(char kind, uint64_t bits) {
	jvalue v;
	v.j = 0;
	switch (kind) {
	case 'Z': v.z = bits != 0; break;
	case 'B': v.b = (jbyte)bits; break;
	case 'S': v.s = (jshort)bits; break;
	case 'C': v.c = (jchar)bits; break;
	case 'I': v.i = (jint)bits; break;
	case 'J': v.j = (jlong)bits; break;
	case 'F': v.f = (jfloat)real(bits); break;
	case 'D': v.d = real(bits); break;
	default: v.l = OBJ(bits);
	}
	return v;
}

static uint64_t invoke(JNIEnv *env, jobject o, jmethodID m, char result, const jvalue *a) {
	switch (result) {
	case 'V': E->CallVoidMethodA(env, o, m, a); return 0;
	case 'Z': return E->CallBooleanMethodA(env, o, m, a) != 0;
	case 'B': return (uint64_t)(int64_t)E->CallByteMethodA(env, o, m, a);
	case 'S': return (uint64_t)(int64_t)E->CallShortMethodA(env, o, m, a);
	case 'C': return E->CallCharMethodA(env, o, m, a);
	case 'I': return (uint64_t)(int64_t)E->CallIntMethodA(env, o, m, a);
	case 'J': return (uint64_t)E->CallLongMethodA(env, o, m, a);
	case 'F': return bits_of(E->CallFloatMethodA(env, o, m, a));
	case 'D': return bits_of(E->CallDoubleMethodA(env, o, m, a));
	}
	return (uint64_t)(uintptr_t)E->CallObjectMethodA(env, o, m, a);
}

static uint64_t invoke_static(JNIEnv *env, jclass c, jmethodID m, char result, const jvalue *a) {
	switch (result) {
	case 'V': E->CallStaticVoidMethodA(env, c, m, a); return 0;
	case 'Z': return E->CallStaticBooleanMethodA(env, c, m, a) != 0;
	case 'B': return (uint64_t)(int64_t)E->CallStaticByteMethodA(env, c, m, a);
	case 'S': return (uint64_t)(int64_t)E->CallStaticShortMethodA(env, c, m, a);
	case 'C': return E->CallStaticCharMethodA(env, c, m, a);
	case 'I': return (uint64_t)(int64_t)E->CallStaticIntMethodA(env, c, m, a);
	case 'J': return (uint64_t)E->CallStaticLongMethodA(env, c, m, a);
	case 'F': return bits_of(E->CallStaticFloatMethodA(env, c, m, a));
	case 'D': return bits_of(E->CallStaticDoubleMethodA(env, c, m, a));
	}
	return (uint64_t)(uintptr_t)E->CallStaticObjectMethodA(env, c, m, a);
}

uint64_t dq_call(uintptr_t env_, uintptr_t target, const char *class_name, const char *name,
	const char *sig, const char *kinds, char result, const uint64_t *args, dq_thrown *err) {
	ENV;
	jvalue a[8];
	for (int i = 0; i < 8 && kinds[i]; i++) a[i] = value(kinds[i], args[i]);
	jclass c = target ? E->GetObjectClass(env, OBJ(target)) : E->FindClass(env, class_name);
	if (!c) { failed(env, err); err->thrown = 1; return 0; }
	int makes = strcmp(name, "<init>") == 0;
	jmethodID m = target || makes ? E->GetMethodID(env, c, name, sig) : E->GetStaticMethodID(env, c, name, sig);
	uint64_t out = 0;
	if (m && makes) out = (uint64_t)(uintptr_t)E->NewObjectA(env, c, m, a);
	else if (m && target) out = invoke(env, OBJ(target), m, result, a);
	else if (m) out = invoke_static(env, c, m, result, a);
	if (failed(env, err)) out = 0;
	E->DeleteLocalRef(env, c);
	return out;
}

uint64_t dq_static_int(uintptr_t env_, const char *class_name, const char *name, dq_thrown *err) {
	ENV;
	jclass c = E->FindClass(env, class_name);
	if (!c) { failed(env, err); return 0; }
	jfieldID f = E->GetStaticFieldID(env, c, name, "I");
	jint v = f ? E->GetStaticIntField(env, c, f) : 0;
	failed(env, err);
	E->DeleteLocalRef(env, c);
	return (uint64_t)(int64_t)v;
}

uintptr_t dq_string(uintptr_t env_, const uint16_t *text, int len, dq_thrown *err) {
	ENV;
	static const jchar nothing[1];
	jstring s = E->NewString(env, len ? (const jchar *)text : nothing, len);
	return failed(env, err) ? 0 : (uintptr_t)s;
}

int dq_string_len(uintptr_t env_, uintptr_t s, dq_thrown *err) {
	ENV;
	int n = E->GetStringLength(env, (jstring)OBJ(s));
	return failed(env, err) ? 0 : n;
}

void dq_string_get(uintptr_t env_, uintptr_t s, int len, uint16_t *out, dq_thrown *err) {
	ENV;
	E->GetStringRegion(env, (jstring)OBJ(s), 0, len, (jchar *)out);
	failed(env, err);
}

uintptr_t dq_longs(uintptr_t env_, const int64_t *values, int len, dq_thrown *err) {
	ENV;
	jlongArray a = E->NewLongArray(env, len);
	if (failed(env, err) || !a) return 0;
	if (len) E->SetLongArrayRegion(env, a, 0, len, (const jlong *)values);
	return failed(env, err) ? 0 : (uintptr_t)a;
}

uintptr_t dq_strings(uintptr_t env_, int len, dq_thrown *err) {
	ENV;
	jclass c = E->FindClass(env, "java/lang/String");
	if (!c) { failed(env, err); return 0; }
	jobjectArray a = E->NewObjectArray(env, len, c, NULL);
	uintptr_t out = failed(env, err) ? 0 : (uintptr_t)a;
	E->DeleteLocalRef(env, c);
	return out;
}

void dq_strings_set(uintptr_t env_, uintptr_t array, int i, uintptr_t s, dq_thrown *err) {
	ENV;
	E->SetObjectArrayElement(env, (jobjectArray)OBJ(array), i, OBJ(s));
	failed(env, err);
}

int dq_is(uintptr_t env_, uintptr_t o, const char *class_name, dq_thrown *err) {
	ENV;
	jclass c = E->FindClass(env, class_name);
	if (!c) { failed(env, err); return 0; }
	int is = E->IsInstanceOf(env, OBJ(o), c);
	E->DeleteLocalRef(env, c);
	return is;
}

uintptr_t dq_keep(uintptr_t env_, uintptr_t o, dq_thrown *err) {
	ENV;
	jobject g = E->NewGlobalRef(env, OBJ(o));
	if (!g && !failed(env, err)) err->thrown = 1;
	return (uintptr_t)g;
}

void dq_drop(uintptr_t env_, uintptr_t global) { ENV; E->DeleteGlobalRef(env, OBJ(global)); }
void dq_forget(uintptr_t env_, uintptr_t local) { ENV; E->DeleteLocalRef(env, OBJ(local)); }
