package jni

import (
	"errors"
	"fmt"

	"fyne.io/fyne/v2/driver"
)

// Do runs f on a thread that may call Java, and waits. what begins the error.
func Do(what string, f func(*Env)) error {
	return driver.RunNative(func(c any) error {
		a, ok := c.(*driver.AndroidContext)
		if !ok || a.Env == 0 || a.Ctx == 0 {
			return fmt.Errorf("%s: %w", what, errNoActivity)
		}
		return within(a.Env, a.Ctx, what, f)
	})
}

var errNoActivity = errors.New("there is no activity")
