package screens_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"dianqin/app"
	"dianqin/data/local"
	"dianqin/data/model"
	"dianqin/data/model/work"
	"dianqin/data/wire"
	"dianqin/device/place"
	"dianqin/device/sim"
	"dianqin/screens"
	"dianqin/screens/ui/uitest"
)

// tasked is a street whose tasks are other.
func tasked(name string, other func(*work.Task)) stock {
	return stock{name: name, rows: func(t testing.TB, _ string) []wire.PullRow {
		rows := street(t)
		for i, r := range rows {
			if r.Kind != string(model.KindTask) {
				continue
			}
			var task work.Task
			if err := json.Unmarshal(*r.Body, &task); err != nil {
				t.Fatal(err)
			}
			other(&task)
			rows[i] = row(t, model.KindTask, task.ID, model.Lane(r.Lane), task)
		}
		return rows
	}}
}

// theEvening is a street where everything is done but one task that was given back.
func theEvening() stock {
	return tasked("evening", func(task *work.Task) {
		task.State, task.EndedAt = work.Done, at(-1)
		if task.ID == "t3" {
			task.State, task.Reason = work.Returned, "家中无人"
		}
	})
}

// theAgreed is a street where somebody is expected at one task.
func theAgreed() stock {
	return tasked("agreed", func(task *work.Task) {
		if task.ID == "t2" {
			task.AppointmentFrom, task.AppointmentUntil, task.DueAt = at(2), at(4), at(6)
		}
	})
}

// dayScenes are the states of the day.
func dayScenes() []scene {
	return []scene{
		{name: "phone-today-appointment", store: theAgreed()},
		{name: "phone-task-appointment", store: theAgreed(), steps: func(p *player) { p.Press("taskkind.inspection") }},
		{name: "phone-today-started", steps: func(p *player) { scanned(p); p.Press("scan.done"); p.Ctx.Back(); p.Settle() }},
		{name: "phone-today-finished", store: theEvening()},
	}
}

func TestTheDaySaysWhatIsWorthKnowingBeforeGoing(t *testing.T) {
	s, _, camera := phone(t, signedIn(t, street(t)), uitest.Options{})
	s.See("王建国 · 3 枚封印", "¥1,284.50 · 逾期 47 天", "已结束", "1 / 4")
	s.Tap("封印检查")
	box(t, camera, number(71), number(72))
	s.Tap("扫描封印")
	await(s, "应在 2/3")
	s.Ctx.Back()
	s.Settle()
	s.Ctx.Back()
	s.Settle()
	s.See("王建国 · 封印 2/3")
}

func TestADayThatIsDoneSaysSo(t *testing.T) {
	s, _, _ := phone(t, signedIn(t, theEvening().rows(t, "")), uitest.Options{})
	s.See("今天的都做完了", "完成 3 项 · 退回 1 项", "家中无人")
	s.Check()
}

func TestAFirstDownloadShowsThatItIsComing(t *testing.T) {
	dir := signedIn(t, slices.DeleteFunc(street(t), func(r wire.PullRow) bool { return r.Kind != string(model.KindUser) }))
	store, err := local.Open(dir, local.Options{Now: uitest.Now})
	if err != nil {
		t.Fatal(err)
	}
	if err := store.SetSetting("sync.last_ok", ""); err != nil {
		t.Fatal(err)
	}
	if err := store.Close(); err != nil {
		t.Fatal(err)
	}
	a, err := app.Open(app.Options{Dir: dir, Now: uitest.Now, Camera: sim.NewCamera(), Feel: &sim.Feel{}})
	if err != nil {
		t.Fatal(err)
	}
	s := uitest.New(t, uitest.Options{})
	t.Cleanup(func() { _ = a.Close() })
	screens.Phone(a, s.Ctx, "")
	s.Settle()
	s.See("李敏,正在下载本所数据", "0 %", "断网会接着下")
	_ = a.Sync.Now(t.Context()) // nobody answers
	s.Settle()
	s.See("还没有登录", "重试") // nothing came that could have been kept
	s.Check()
	if os.Getenv("DIANQIN_PICTURES") != "" {
		s.Capture(filepath.Base("phone-first-download"))
	}
}

// theUnordered is a street that nobody put in order, where what is due next is farthest
// away; the device is at the first of three tasks.
func theUnordered() stock {
	return tasked("unordered", func(task *work.Task) {
		task.Sequence = 0
		switch task.ID {
		case "t2":
			task.Address, task.Position.Lon, task.DueAt = "远东村 9 号", 121.68, at(5)
		case "t3":
			task.Address, task.Position.Lon, task.DueAt = "中市街 4 号", 121.64, at(6)
		}
	})
}

func TestWhatIsLeftOfADayIsPutInOrderWhenATaskIsOver(t *testing.T) {
	here := sim.NewWalk(place.Fix{Lat: 31.2, Lon: 121.6, AccuracyM: 8, Source: place.SourceGPS})
	for _, given := range []bool{false, true} {
		p := newTheatre(t, uitest.Scale).play(t, scene{name: "phone-x", store: theUnordered(), place: here}, looks()[0])
		left := func() (ids []string) {
			t.Helper()
			stops, err := p.App.Places.Stops(t.Context(), "")
			if err != nil {
				t.Fatal(err)
			}
			for _, s := range stops {
				ids = append(ids, s.ID)
			}
			return ids
		}
		if now := left(); !slices.Equal(now, []string{"t1", "t2", "t3"}) {
			t.Fatalf("before: %v", now)
		}
		p.Press("taskkind.seal_check")
		if given {
			p.Press("task.giveback", "task.why.nobody", "task.giveback.do")
		} else {
			box(t, p.Camera, number(71), number(72), number(73))
			p.Tap("扫描封印")
			p.Await("应在 3/3")
			p.Press("scan.done")
			p.Tap("其余 5 项都正常")
			p.Press("task.finish")
			p.See("已按路线排好")
		}
		if now := left(); !slices.Equal(now, []string{"t3", "t2"}) {
			t.Errorf("given back %t: %v", given, now)
		}
		if given {
			p.See(p.Say("task.given")) // whose undo stays
			continue
		}
		p.Press("common.undo")
		if now := left(); !slices.Equal(now, []string{"t2", "t3"}) {
			t.Errorf("undone: %v", now)
		}
	}
}
