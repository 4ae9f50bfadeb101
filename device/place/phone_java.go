//go:build android || jvm

package place

import (
	"errors"

	"dianqin/device/internal/jni"
)

// noProvider is thrown for a provider that this phone does not have.
const noProvider = "java.lang.IllegalArgumentException"

func allowed(e *jni.Env) bool {
	may := func(name string) bool {
		return e.Call(e.Context(), "checkSelfPermission", "(Ljava/lang/String;)I", name).Int() == 0 && e.Err() == nil
	}
	return may(fine) || may(coarse)
}

// broadcast is where positions are sent to: to this app alone, which receives none. From
// Android 12 on it has to say that the system may write the position into it.
func broadcast(e *jni.Env) jni.Object {
	const (
		updateCurrent = 0x08000000
		mutable       = 0x02000000
		mutableSince  = 31
		code          = 7
	)
	flags := updateCurrent
	if e.SDK() >= mutableSince {
		flags |= mutable
	}
	i := e.New("android/content/Intent", "(Ljava/lang/String;)V", "cn.dianqin.app.PLACE")
	e.Call(i, "setPackage", "(Ljava/lang/String;)Landroid/content/Intent;", e.Package())
	return e.CallStatic("android/app/PendingIntent", "getBroadcast",
		"(Landroid/content/Context;ILandroid/content/Intent;I)Landroid/app/PendingIntent;", e.Context(), code, i, flags).Object()
}

// reason brings what went wrong into the package's own words where it has one.
func reason(err error) error {
	switch {
	case errors.Is(err, jni.ErrNoService):
		return ErrNone
	case jni.IsThrown(err, jni.Security):
		return ErrDenied
	}
	var code Code
	if errors.As(err, &code) {
		return code
	}
	return err
}
