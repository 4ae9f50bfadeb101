//go:build cgo

package camera

/*
#include <stdint.h>
int dianqin_display_rotation(uintptr_t env, uintptr_t activity);
*/
import "C"

import "fyne.io/fyne/v2/driver"

// displayTurn is how far the display is turned from the phone's own upright, in
// degrees. Where Java does not answer it counts as upright, as the app holds it.
func displayTurn() int {
	quarters := 0
	_ = driver.RunNative(func(native any) error {
		if a, ok := native.(*driver.AndroidContext); ok {
			quarters = int(C.dianqin_display_rotation(C.uintptr_t(a.Env), C.uintptr_t(a.Ctx)))
		}
		return nil
	})
	return 90 * quarters
}
