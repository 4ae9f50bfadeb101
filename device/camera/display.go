//go:build (android && cgo) || (jvm && !android)

package camera

import "dianqin/device/internal/jni"

// displayTurn is how far the display is turned from the phone's own upright, in
// degrees. Where Java does not answer it counts as upright, as the app holds it.
func displayTurn() int {
	quarters := 0
	err := jni.Do("turn of the display", func(e *jni.Env) {
		windows := e.Call(e.Context(), "getWindowManager", "()Landroid/view/WindowManager;").Object()
		display := e.Call(windows, "getDefaultDisplay", "()Landroid/view/Display;").Object()
		quarters = e.Call(display, "getRotation", "()I").Int()
	})
	if err != nil {
		return 0
	}
	return 90 * (quarters & 3)
}
