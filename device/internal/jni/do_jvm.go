//go:build jvm && !android

package jni

/*
#cgo LDFLAGS: -ldl
#include <stdlib.h>
#include "vm.h"
*/
import "C"

import (
	"errors"
	"fmt"
	"os/exec"
	"path/filepath"
	"runtime"
	"unsafe"
)

// activity stands in for the phone's: set by Start, before anything else runs.
var activity Global

// Start starts the process's Java with classes that stand in for Android's; an object
// of android.app.Activity becomes the context of every Do. It is called once.
func Start(classes string) error {
	java, err := exec.LookPath("javac")
	if err != nil {
		return fmt.Errorf("find Java: %w", err)
	}
	if java, err = filepath.EvalSymlinks(java); err != nil {
		return fmt.Errorf("find Java: %w", err)
	}
	lib := C.CString(filepath.Join(filepath.Dir(filepath.Dir(java)), "lib", "server", "libjvm.so"))
	defer C.free(unsafe.Pointer(lib))
	// Java checks every call of ours and complains aloud. -Xrs leaves Go its signals.
	texts := []string{"-Djava.class.path=" + classes, "-Xcheck:jni", "-Xrs", "-Xmx128m"}
	options := (*[8]*C.char)(C.calloc(8, C.size_t(unsafe.Sizeof(uintptr(0)))))
	defer C.free(unsafe.Pointer(options))
	for i, t := range texts {
		options[i] = C.CString(t)
	}
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	if bad := C.dq_vm_start(lib, &options[0], C.int(len(texts))); bad != nil {
		return fmt.Errorf("start Java: %s", C.GoString(bad))
	}
	return Do("make the activity", func(e *Env) { activity = e.Keep(e.New("android/app/Activity", "()V")) })
}

// Do runs f on a thread that may call Java, and waits. what begins the error.
func Do(what string, f func(*Env)) error {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	env := C.dq_vm_attach()
	if env == 0 {
		return fmt.Errorf("%s: %w", what, errNoThread)
	}
	defer C.dq_vm_detach()
	return within(uintptr(env), uintptr(activity), what, f)
}

var errNoThread = errors.New("java takes no more threads")
