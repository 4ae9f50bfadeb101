// Package jni calls the Java of the phone without a class of our own: methods are
// found by name and signature and every call is checked.
//
//	err := jni.Do("vibrate", func(e *jni.Env) {
//		e.Call(e.Service("vibrator"), "vibrate", "(J)V", int64(80))
//	})
//
// Whatever Java throws ends in the one error of Do, with its class and message; after
// the first nothing more is called, and every result is zero. An exception is never
// left pending, a local reference never outlives its Do, and text crosses as UTF-16.
// Arguments that do not fit the signature are an error and never reach Java.
//
// The package knows no service of the phone: those who use it do. Beside Android it is
// built with the tag jvm for a desktop's Java, where its users are tested against
// classes that stand in for Android's; elsewhere it is empty.
package jni
