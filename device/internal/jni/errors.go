//go:build android || jvm

package jni

import "errors"

// ErrNull says that a method was to be called on no object.
var ErrNull = errors.New("there is no object")

// ErrNoService says that the phone has no such service.
var ErrNoService = errors.New("the phone has no such service")

// Thrown is what Java threw. Class is as Java names it, "java.lang.SecurityException";
// both are empty where Java could not even say that.
type Thrown struct{ Class, Message string }

func (t *Thrown) Error() string {
	switch {
	case t.Class == "":
		return "java failed"
	case t.Message == "":
		return t.Class
	}
	return t.Class + ": " + t.Message
}

// Classes that callers tell apart.
const (
	Security       = "java.lang.SecurityException"
	NoSuchMethod   = "java.lang.NoSuchMethodError" // an Android older or newer than the method
	NoSuchActivity = "android.content.ActivityNotFoundException"
)

// IsThrown tells whether err is something that Java threw, of that very class.
func IsThrown(err error, class string) bool {
	var t *Thrown
	return errors.As(err, &t) && t.Class == class
}
