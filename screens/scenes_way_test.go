package screens_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"dianqin/app"
	"dianqin/device/permission"
	"dianqin/device/sim"
	"dianqin/screens"
	"dianqin/screens/ui/uitest"
)

// wayScenes are the way there in another program, and what the person allows.
func wayScenes() []scene {
	return []scene{
		{name: "phone-way", steps: theWay},
		{name: "phone-way-failed", steps: func(p *player) {
			p.Out.Has("https")
			theWay(p)
			p.Press("way.app.baidu")
		}},
		{name: "phone-way-later", steps: func(p *player) { p.Press("phone.me", "settings.title", "way.with") }},
	}
}

// theWay asks for the way to the first task.
func theWay(p *player) {
	p.Tap("王建国")
	p.Press("task.way")
}

// abroad opens the phone over the street with programs beside it and a person to ask.
func abroad(t *testing.T) (*uitest.Stage, *app.App, *sim.Outside, *sim.Asker) {
	t.Helper()
	out, person := &sim.Outside{}, &sim.Asker{}
	a, err := app.Open(app.Options{Dir: signedIn(t, street(t)), Now: uitest.Now, Camera: sim.NewCamera(), Feel: &sim.Feel{}, Outside: out, Permission: person})
	if err != nil {
		t.Fatal(err)
	}
	s := uitest.New(t, uitest.Options{})
	t.Cleanup(func() {
		s.Ctx.Nav.Clear()
		s.Settle()
		if err := a.Close(); err != nil {
			t.Error(err)
		}
	})
	screens.Phone(a, s.Ctx, "")
	s.Settle()
	return s, a, out, person
}

func TestTheWayIsShownByTheProgramThatWasChosenOnce(t *testing.T) {
	s, a, out, _ := abroad(t)
	s.Tap("王建国")
	s.Tap("导航")
	s.Tap("高德地图")
	if got := out.Opened(); len(got) != 1 || !strings.HasPrefix(got[0], "androidamap://") || a.Settings.Values().Maps != "amap" {
		t.Fatalf("%q, kept %q", got, a.Settings.Values().Maps)
	}
	s.See("导航", "王建国") // back at the task
	s.Tap("导航")
	if got := out.Opened(); len(got) != 2 || got[1] != got[0] {
		t.Errorf("the second time: %q", got)
	}
	out.Has("baidumap") // it was taken off the phone
	s.Tap("导航")
	s.See("高德地图没有打开")
	s.Tap("百度地图")
	if got := out.Opened(); len(got) != 3 || !strings.HasPrefix(got[2], "baidumap://") || a.Settings.Values().Maps != "baidu" {
		t.Errorf("after another choice: %q, kept %q", got, a.Settings.Values().Maps)
	}
}

func TestAWayThatNothingShowsCanBeCopied(t *testing.T) {
	s, a, out, _ := abroad(t)
	out.Has()
	s.Tap("王建国")
	s.Tap("导航")
	s.Tap("其他地图应用")
	s.See("其他地图应用没有打开")
	if kept := a.Settings.Values().Maps; kept != "" {
		t.Errorf("%q is kept though it does not open", kept)
	}
	s.Tap("复制坐标")
	s.See("31.200000,121.600000")
}

func TestANumberThatCannotBeDialledIsCopied(t *testing.T) {
	s, _, out, _ := abroad(t)
	s.Tap("王建国")
	s.Tap("电话")
	out.Has()
	s.Tap("电话")
	if got := out.Opened(); !slices.Equal(got, []string{"tel:13800000001"}) {
		t.Errorf("opened %q", got)
	}
	s.See("13800000001")
}

func TestRightsAreAskedForAndTakenBackInTheSettings(t *testing.T) {
	s, a, _, person := abroad(t)
	person.Answer(permission.Camera, permission.Barred)
	s.Tap("我的")
	s.Tap("设置")
	s.See("未允许")
	s.Tap("相机")
	if person.Visits() != 1 {
		t.Errorf("barred: %d visits of the system's settings", person.Visits())
	}
	person.Answer(permission.Camera, permission.Granted)
	if _, err := person.Ask(context.Background(), permission.Camera); err != nil { // allowed there
		t.Fatal(err)
	}
	a.Front.Send(true) // and back
	s.Settle()
	s.See("已允许")
	s.Tap("定位")
	if got := person.Asked(); !slices.Contains(got, permission.Place) || s.Has("未允许") {
		t.Errorf("asked for %v", got)
	}
}

func TestScreenshotsAreAllowedByHand(t *testing.T) {
	s, a, _, _ := abroad(t)
	s.Tap("我的")
	s.Tap("设置")
	s.Tap("允许截屏(屏幕上有用户信息)")
	if !a.Settings.Values().Screenshots {
		t.Error("not kept")
	}
}
