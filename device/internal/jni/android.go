//go:build android || jvm

package jni

// Service is one of the phone's services by its name, "vibrator"; an error where it has
// none.
func (e *Env) Service(name string) Object {
	o := e.Call(e.Context(), "getSystemService", "(Ljava/lang/String;)Ljava/lang/Object;", name).Object()
	if o == 0 {
		e.Fail(ErrNoService)
	}
	return o
}

// SDK is the level of this Android: 24 is 7.0, 35 is 15.
func (e *Env) SDK() int { return e.StaticInt("android/os/Build$VERSION", "SDK_INT") }

// Package is this app's name among all apps.
func (e *Env) Package() string {
	return e.String(e.Call(e.Context(), "getPackageName", "()Ljava/lang/String;").Object())
}

// URI reads a link.
func (e *Env) URI(link string) Object {
	return e.CallStatic("android/net/Uri", "parse", "(Ljava/lang/String;)Landroid/net/Uri;", link).Object()
}

// StartActivity hands an intent to the system.
func (e *Env) StartActivity(action string, uri Object) {
	const newTask = 0x10000000 // the other program lives on when this one is left
	i := e.New("android/content/Intent", "(Ljava/lang/String;Landroid/net/Uri;)V", action, uri)
	e.Call(i, "addFlags", "(I)Landroid/content/Intent;", newTask)
	e.Call(e.Context(), "startActivity", "(Landroid/content/Intent;)V", i)
}
