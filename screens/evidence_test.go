package screens_test

import (
	"context"
	"path/filepath"
	"slices"
	"testing"

	"dianqin/app"
	appevidence "dianqin/app/evidence"
	domain "dianqin/data/model/evidence"
	"dianqin/screens/ui"
	"dianqin/screens/ui/uitest"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
)

// onSite is on the first task with one picture of the site taken.
func onSite(t *testing.T) (*uitest.Stage, *app.App) {
	t.Helper()
	s, a, camera := phone(t, signedIn(t, street(t)), uitest.Options{})
	s.Tap("封印检查")
	s.Tap("开始")
	box(t, camera, number(71), number(72))
	s.Tap("拍照")
	shutter(s)
	s.Settle()
	s.See("照片已存手机,联网后自动上传", "待上传")
	return s, a
}

// shutter takes the picture that the camera shows.
func shutter(s *uitest.Stage) {
	s.T.Helper()
	await(s, "拍摄")
	s.Tap("拍摄")
	await(s, "照片已存手机,联网后自动上传")
	s.Settle()
}

// taken lists the pictures of the task.
func taken(t *testing.T, a *app.App, want int) []appevidence.Item {
	t.Helper()
	all, err := a.Evidence.Of(context.Background(), "t1", "")
	if err != nil || len(all) != want {
		t.Fatalf("%d pictures, want %d (%v)", len(all), want, err)
	}
	return all
}

func TestAPictureCanBeRemovedAndBroughtBack(t *testing.T) {
	s, a := onSite(t)
	s.Tap("待上传")
	s.See("现场拍摄 · 李敏", "水印图", "原图")
	s.TapIcon(ui.IcTrash)
	s.See("照片已删除,不会上传")
	taken(t, a, 0)
	s.Tap("撤销")
	s.Settle()
	s.See("待上传")
	taken(t, a, 1)
}

func TestAPictureTakenAnewReplacesTheOneBefore(t *testing.T) {
	s, a := onSite(t)
	before := taken(t, a, 1)[0]
	s.Tap("待上传")
	s.Tap("重拍")
	shutter(s)
	if now := taken(t, a, 1)[0]; now.ID == before.ID {
		t.Error("it is the one from before")
	}
}

func TestWhatIsDrawnIsKeptWhenOneLeavesAndCanBeUndone(t *testing.T) {
	s, a := onSite(t)
	p := taken(t, a, 1)[0].Picture
	s.Tap("待上传")
	s.Tap("画标注")
	strokes := func(want int) {
		t.Helper()
		got, err := a.Evidence.Strokes(context.Background(), p)
		if err != nil || len(got) != want {
			t.Errorf("%d strokes, want %d (%v)", len(got), want, err)
		}
	}
	s.Tap("保存标注")
	s.See("还没画")
	drag(s, 200, 400, 60, 40)
	s.Tap("圆圈")
	drag(s, 300, 420, 60, 40)
	strokes(2)
	s.Ctx.Back()
	s.Settle()
	s.Tap("画标注")
	s.Tap("撤销")
	s.Settle()
	strokes(1)
	s.Tap("保存标注")
	s.Settle()
	s.See("标注已存手机,联网后自动上传", "标注图")
	if now := taken(t, a, 1)[0]; now.Shown().Role != domain.Sketch || len(now.Copies) != 2 {
		t.Errorf("%+v", now)
	}
}

// TestADrawnStrokeBeginsWhereTheFingerCameDown: the toolkit tells of a drag only after
// some way.
func TestADrawnStrokeBeginsWhereTheFingerCameDown(t *testing.T) {
	s, a := onSite(t)
	p := taken(t, a, 1)[0].Picture
	s.Tap("待上传")
	s.Tap("画标注")
	middle := fyne.NewPos(206, 400)
	for _, o := range test.LaidOutObjects(s.Window.Canvas().Content()) {
		if m, ok := o.(desktop.Mouseable); ok {
			if _, draws := o.(fyne.Draggable); draws {
				at := fyne.CurrentApp().Driver().AbsolutePositionForObject(o)
				m.MouseDown(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: middle.Subtract(at)}})
			}
		}
	}
	drag(s, 300, 420, 30, 0)
	got, err := a.Evidence.Strokes(context.Background(), p)
	if err != nil || len(got) != 1 {
		t.Fatal(got, err)
	}
	if x := got[0].Points[0].X; x < 0.49 || x > 0.51 {
		t.Errorf("it begins at %v of the width", x)
	}
}

func TestACustomersPicturesAreOnTheirPage(t *testing.T) {
	s, _ := desk(t, uitest.Options{Desk: true})
	s.Tap("用户")
	s.Settle()
	s.Tap("王建国")
	s.Settle()
	if !s.Has("照片") {
		t.Fatalf("no pictures: %q", s.Texts())
	}
}

func TestAPictureOpensInTheViewerOfTheDesk(t *testing.T) {
	all := evidenceScenes()
	at := slices.IndexFunc(all, func(sc scene) bool { return sc.name == "desk-evidence-picture" })
	p := newTheatre(t, 1).play(t, all[at], looks()[0])
	p.Press("evidence.outside")
	if got := p.Out.Opened(); len(got) != 1 || filepath.Ext(got[0]) != ".jpg" {
		t.Errorf("opened %v", got)
	}
	p.Out.Has("tel")
	p.Press("evidence.outside")
	p.See("没有能打开它的应用 · 装一个,或复制后再用")
}
