package screens_test

import (
	"bytes"
	"context"
	"io"
	"testing"
	"time"

	"dianqin/app"
	"dianqin/device/permission"
	"dianqin/device/sim"
	"dianqin/screens"
	"dianqin/screens/ui"
	"dianqin/screens/ui/uitest"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/storage"
	"fyne.io/fyne/v2/test"
)

// finding is a phone whose devices a test holds in its hand.
type finding struct {
	*uitest.Stage
	app    *app.App
	camera *sim.Camera
	person *sim.Asker
	glass  *sim.Screen
	feel   *sim.Feel
}

// finder is in front of the box of the first task, its viewfinder open.
func finder(t *testing.T, before func(*finding)) *finding {
	t.Helper()
	f := inHand(t)
	before(f)
	f.Tap("封印检查")
	f.Tap("扫描封印")
	return f
}

// inHand shows the day.
func inHand(t *testing.T) *finding {
	t.Helper()
	f := &finding{camera: sim.NewCamera(), person: &sim.Asker{}, glass: &sim.Screen{}, feel: &sim.Feel{}}
	moment := uitest.Now()
	a, err := app.Open(app.Options{Dir: signedIn(t, street(t)), Now: func() time.Time { moment = moment.Add(time.Millisecond); return moment },
		Camera: f.camera, Feel: f.feel, Permission: f.person, Screen: f.glass})
	if err != nil {
		t.Fatal(err)
	}
	f.app, f.Stage = a, uitest.New(t, uitest.Options{})
	t.Cleanup(func() {
		f.Ctx.Nav.Clear()
		f.Settle()
		if err := a.Close(); err != nil {
			t.Error(err)
		}
	})
	screens.Phone(a, f.Ctx, "")
	f.Settle()
	return f
}

// until settles until something is so: the camera runs beside the screen.
func (f *finding) until(what string, so func() bool) {
	f.T.Helper()
	for range 500 {
		if f.Settle(); so() {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	f.T.Fatalf("not so: %s; the screen says %q", what, f.Texts())
}

func TestACameraThatIsRefusedIsAllowedInTheSettingsAndOpensOnTheWayBack(t *testing.T) {
	f := finder(t, func(f *finding) {
		box(t, f.camera, number(71))
		f.person.Answer(permission.Camera, permission.Barred)
	})
	await(f.Stage, "没有相机权限")
	if f.glass.Awake() {
		t.Error("the screen stays lit for nothing")
	}
	f.Tap("去系统设置")
	if f.person.Visits() != 1 {
		t.Fatalf("%d visits of the settings", f.person.Visits())
	}
	f.person.Answer(permission.Camera, permission.Granted)
	f.app.Front.Send(true)
	await(f.Stage, "应在 1/3")
	if f.Has("没有相机权限") || !f.glass.Awake() {
		t.Error("it is still refused")
	}
}

func TestACameraThatIsLostComesBackByItself(t *testing.T) {
	f := finder(t, func(f *finding) { box(t, f.camera, number(71)) })
	await(f.Stage, "应在 1/3")
	f.camera.Lose()
	await(f.Stage, "相机断开了")
	f.Pass(4 * time.Second)
	await(f.Stage, "相机断开了") // it is still away
	f.camera.Find()
	f.until("it is tried again", func() bool { f.Pass(4 * time.Second); return !f.Has("相机断开了") && f.Has("暂停") })
	box(t, f.camera, number(72))
	await(f.Stage, "应在 2/3")
}

func TestTheCameraIsOthersWhileTheAppIsAway(t *testing.T) {
	f := finder(t, func(f *finding) { box(t, f.camera, number(71)) })
	await(f.Stage, "应在 1/3")
	f.app.Front.Send(false)
	f.until("the camera is free", func() bool { return !f.camera.Running() && !f.glass.Awake() })
	f.app.Front.Send(true)
	f.until("the camera runs again", func() bool { return f.camera.Running() && f.glass.Awake() })
	box(t, f.camera, number(72))
	await(f.Stage, "应在 2/3")
	f.Tap("扫完了")
	f.until("the camera is free", func() bool { return !f.camera.Running() })
}

func TestTheCamerasToolsAreWithinTheThumbsReach(t *testing.T) {
	f := finder(t, func(f *finding) { box(t, f.camera, number(71)) })
	await(f.Stage, "手电")
	await(f.Stage, "应在 1/3") // the first is read before it is paused
	f.Check()
	half := f.Window.Canvas().Size().Height / 2
	for _, word := range []string{"手电", "1×", "暂停", "相册", "输号码", "扫完了"} {
		at := fyne.CurrentApp().Driver().AbsolutePositionForObject(f.Find(word))
		if at.Y < half {
			t.Errorf("%s is at %v, the upper half", word, at)
		}
	}
	f.Tap("1×")
	f.See("2×")
	f.Tap("2×")
	f.See("4×")
	f.Tap("4×")
	f.See("1×")
	f.Tap("手电")
	f.Tap("暂停")
	f.See("已暂停", "继续")
	box(t, f.camera, number(72))
	time.Sleep(300 * time.Millisecond)
	f.Settle()
	if f.Has("应在 2/3") {
		t.Error("it reads on though it is paused")
	}
	f.Tap("继续")
	await(f.Stage, "应在 2/3")
}

func TestAPressOnThePictureSharpensThere(t *testing.T) {
	f := finder(t, func(f *finding) { box(t, f.camera, number(71)) })
	await(f.Stage, "手电")
	ring := func() *canvas.Circle {
		for _, o := range test.LaidOutObjects(f.Window.Content()) {
			if c, ok := o.(*canvas.Circle); ok && c.StrokeWidth == 3 && c.Size().Width == 64 {
				return c
			}
		}
		return nil
	}
	test.TapCanvas(f.Window.Canvas(), fyne.NewPos(206, 90)) // a bar below the picture that lies across
	if f.Settle(); ring() != nil {
		t.Error("a press beside the picture sharpens")
	}
	test.TapCanvas(f.Window.Canvas(), fyne.NewPos(206, 200))
	f.Settle()
	if c := ring(); c == nil || c.Visible() || c.Position() != fyne.NewPos(174, 168) { // the stage ends every motion at once
		t.Errorf("the ring is %+v", c)
	}
	if f.Has("这台相机没有这个功能") {
		t.Error("the camera was not asked to sharpen")
	}
}

// picked is a file that a person chose.
type picked struct{ io.Reader }

func (picked) Close() error  { return nil }
func (picked) URI() fyne.URI { return storage.NewFileURI("/album/box.jpg") }

func TestAPictureFromAFileIsReadAndSaysThatItIsOne(t *testing.T) {
	f := finder(t, func(*finding) {})
	await(f.Stage, "没有相机")
	img, _, err := sim.Box([]string{number(71), number(99)}, sim.DefaultLook(7))
	if err != nil {
		t.Fatal(err)
	}
	raw, err := sim.JPEG(img, 90)
	if err != nil {
		t.Fatal(err)
	}
	choose := func(raw []byte) {
		f.Ctx.SetPicker(func(done func(fyne.URIReadCloser, error)) { done(picked{bytes.NewReader(raw)}, nil) })
		f.Tap("相册")
	}
	choose(raw)
	f.See("图片里读到 2 个条码", "应在 1/3", "不属于这里")
	story, err := f.app.Seals.Story(context.Background(), number(71))
	if err != nil || story.Seal == nil {
		t.Fatal(err)
	}
	if signs := f.feel.Signs(); len(signs) != 2 {
		t.Errorf("felt %v", signs)
	}
	choose([]byte("no picture"))
	f.See("图片打不开")
	choose(nil)
	f.See("图片打不开")
}

func TestTheWorstStandsOnTopAndWhatIsRightBelowWhatIsMissing(t *testing.T) {
	f := finder(t, func(f *finding) { box(t, f.camera, number(71), number(99)) })
	await(f.Stage, "应在 1/3")
	await(f.Stage, "不在清单上")
	f.Settle()
	var order []string
	for _, o := range test.LaidOutObjects(f.Window.Content()) {
		if w, ok := o.(*ui.Text); ok {
			switch s := w.String(); s {
			case "不在清单上", "计量箱门", "1 号表 表盖左", "1 号表 表盖右":
				order = append(order, s)
			}
		}
	}
	want := []string{"不在清单上", "1 号表 表盖左", "1 号表 表盖右", "计量箱门"}
	if len(order) != 4 || order[0] != want[0] || order[1] != want[1] || order[3] != want[3] {
		t.Errorf("%q, want %q", order, want)
	}
}
