//go:build cgo

// Asks Java how the display is turned: getWindowManager().getDefaultDisplay().getRotation().
#include <jni.h>
#include <stdint.h>

static int failed(JNIEnv *env) {
	if (!(*env)->ExceptionCheck(env)) return 0;
	(*env)->ExceptionClear(env);
	return 1;
}

static jmethodID method(JNIEnv *env, jobject of, const char *name, const char *signature) {
	jclass class = (*env)->GetObjectClass(env, of);
	jmethodID m = (*env)->GetMethodID(env, class, name, signature);
	return failed(env) ? NULL : m;
}

static jobject ask(JNIEnv *env, jobject of, const char *name, const char *signature) {
	jmethodID m = of ? method(env, of, name, signature) : NULL;
	if (!m) return NULL;
	jobject answer = (*env)->CallObjectMethod(env, of, m);
	return failed(env) ? NULL : answer;
}

// Quarter turns, 0 to 3; 0 where it cannot be found out.
int dianqin_display_rotation(uintptr_t e, uintptr_t activity) {
	JNIEnv *env = (JNIEnv *)e;
	int quarters = 0;
	if (!activity || (*env)->PushLocalFrame(env, 8) != 0) {
		failed(env);
		return 0;
	}
	jobject manager = ask(env, (jobject)activity, "getWindowManager", "()Landroid/view/WindowManager;");
	jobject display = ask(env, manager, "getDefaultDisplay", "()Landroid/view/Display;");
	jmethodID rotation = display ? method(env, display, "getRotation", "()I") : NULL;
	if (rotation) {
		quarters = (*env)->CallIntMethod(env, display, rotation);
		if (failed(env)) quarters = 0;
	}
	(*env)->PopLocalFrame(env, NULL);
	return quarters & 3;
}
