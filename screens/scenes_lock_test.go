package screens_test

import (
	"testing"

	"dianqin/app"
	"dianqin/device/sim"
	"dianqin/screens"
	"dianqin/screens/ui"
	"dianqin/screens/ui/uitest"

	"fyne.io/fyne/v2"
)

// locked sets a number and locks the device.
func locked(p *player) {
	if err := p.App.Lock.Set("2580"); err != nil {
		p.T.Fatal(err)
	}
	p.App.Lock.Close()
	p.Settle()
}

// lockScenes are the lock and its settings.
func lockScenes() []scene {
	return []scene{
		{name: "phone-lock", steps: locked},
		{name: "phone-lock-wrong", steps: func(p *player) { locked(p); p.Tap("1"); p.TapIcon(ui.IcCheck) }},
		{name: "desk-lock", steps: locked},
		{name: "phone-lock-set", steps: func(p *player) { p.Press("phone.me", "settings.title", "lock.title") }},
	}
}

func enter(s *uitest.Stage, number string) {
	for _, d := range number {
		s.Tap(string(d))
	}
	s.TapIcon(ui.IcCheck)
}

func TestADeviceThatWasPutDownAsksForItsNumber(t *testing.T) {
	dir := signedIn(t, street(t))
	s, a, _ := phone(t, dir, uitest.Options{})
	s.Tap("我的")
	s.Tap("设置")
	s.Tap("锁屏密码")
	s.Type("新密码", "2580")
	s.Type("再输一次", "2581")
	s.Tap("设为锁屏密码")
	s.See("两次输的不一样")
	s.Type("再输一次", "2580")
	s.Tap("设为锁屏密码")
	s.See("锁屏密码已设")
	a.Lock.Close()
	s.Settle()
	s.Check()
	if s.Has("王建国") || s.Has("设置") {
		t.Fatal("what lies behind the lock is to be read")
	}
	enter(s, "1111")
	s.See("密码不对")
	enter(s, "2580")
	s.See("设置")
}

func TestTheDesksLockTakesTheKeysOfAKeyboard(t *testing.T) {
	p := newTheatre(t, uitest.Scale).play(t, scene{name: "desk-x"}, looks()[0])
	locked(p)
	p.See("锁屏密码")
	for _, r := range "2580" {
		p.Rune(r)
	}
	p.Key(fyne.KeyBackspace)
	p.Rune('0')
	p.Key(fyne.KeyReturn)
	p.See("总览")
	p.Rune('j')
	p.Check()
}

func TestALockedDeviceStartsLockedAndThePasswordIsTheWayOut(t *testing.T) {
	dir := signedIn(t, street(t))
	first, err := app.Open(app.Options{Dir: dir, Now: uitest.Now, Camera: sim.NewCamera(), Feel: &sim.Feel{}})
	if err != nil {
		t.Fatal(err)
	}
	if err := first.Lock.Set("2580"); err != nil {
		t.Fatal(err)
	}
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	a, err := app.Open(app.Options{Dir: dir, Now: uitest.Now, Camera: sim.NewCamera(), Feel: &sim.Feel{}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = a.Close() })
	s := uitest.New(t, uitest.Options{})
	screens.Phone(a, s.Ctx, "")
	s.Settle()
	s.See("锁屏密码", "李敏")
	s.Tap("忘了密码")
	s.Tap("退出登录")
	s.See("工号", "密码")
	if a.Lock.On() || a.Lock.Locked() {
		t.Error("still locked")
	}
}
