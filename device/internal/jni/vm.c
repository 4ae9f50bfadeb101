//go:build jvm && !android

#include "vm.h"
#include <dlfcn.h>
#include <jni.h>
#include <stdlib.h>

static JavaVM *vm;

const char *dq_vm_start(const char *lib, char **texts, int n) {
	void *so = dlopen(lib, RTLD_NOW | RTLD_GLOBAL);
	if (!so) return dlerror();
	jint (*create)(JavaVM **, void **, void *) = (jint (*)(JavaVM **, void **, void *))dlsym(so, "JNI_CreateJavaVM");
	if (!create) return dlerror();
	JavaVMOption *options = calloc(n, sizeof *options);
	for (int i = 0; i < n; i++) options[i].optionString = texts[i];
	JavaVMInitArgs args = {JNI_VERSION_1_6, n, options, 0};
	JNIEnv *env;
	jint bad = create(&vm, (void **)&env, &args);
	free(options);
	if (bad) return "the virtual machine does not start";
	(*vm)->DetachCurrentThread(vm);
	return NULL;
}

uintptr_t dq_vm_attach(void) {
	JNIEnv *env = NULL;
	return (*vm)->AttachCurrentThread(vm, (void **)&env, NULL) ? 0 : (uintptr_t)env;
}

void dq_vm_detach(void) { (*vm)->DetachCurrentThread(vm); }
