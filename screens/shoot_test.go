package screens_test

import (
	"testing"
	"time"

	"dianqin/device/permission"
)

// The page of the shutter meets what the viewfinder meets.
func TestTheShutterIsRefusedLostAndLeftAsTheViewfinderIs(t *testing.T) {
	f := inHand(t)
	box(t, f.camera, number(71))
	f.person.Answer(permission.Camera, permission.Barred)
	f.Tap("封印检查")
	f.Tap("开始")
	f.Tap("拍照")
	await(f.Stage, "没有相机权限")
	if f.Has("拍摄") {
		t.Error("there is a shutter without a camera")
	}
	f.Tap("去系统设置")
	if f.person.Visits() != 1 {
		t.Fatalf("%d visits of the settings", f.person.Visits())
	}
	f.person.Answer(permission.Camera, permission.Granted)
	f.app.Front.Send(true)
	await(f.Stage, "拍摄")

	f.camera.Lose()
	await(f.Stage, "相机断开了")
	f.camera.Find()
	f.until("it is tried again", func() bool { f.Pass(4 * time.Second); return f.Has("拍摄") && !f.Has("相机断开了") })

	f.app.Front.Send(false)
	f.until("the camera is free", func() bool { return !f.camera.Running() && !f.glass.Awake() })
	f.app.Front.Send(true)
	f.until("the camera runs again", func() bool { return f.camera.Running() && f.glass.Awake() })
	f.Ctx.Back()
	f.until("the camera is free", func() bool { return !f.camera.Running() && !f.glass.Awake() })
}
