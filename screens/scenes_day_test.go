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
	"dianqin/device/sim"
	"dianqin/screens"
	"dianqin/screens/ui/uitest"
)

// theEvening is a street where everything is done but one task that was given back.
func theEvening() stock {
	return stock{name: "evening", rows: func(t testing.TB, _ string) []wire.PullRow {
		rows := street(t)
		for i, r := range rows {
			if r.Kind != string(model.KindTask) {
				continue
			}
			var task work.Task
			if err := json.Unmarshal(*r.Body, &task); err != nil {
				t.Fatal(err)
			}
			task.State, task.EndedAt = work.Done, at(-1)
			if task.ID == "t3" {
				task.State, task.Reason = work.Returned, "家中无人"
			}
			rows[i] = row(t, model.KindTask, task.ID, model.Lane(r.Lane), task)
		}
		return rows
	}}
}

// theAgreed is a street where somebody is expected at one task.
func theAgreed() stock {
	return stock{name: "agreed", rows: func(t testing.TB, _ string) []wire.PullRow {
		rows := street(t)
		for i, r := range rows {
			if r.Kind != string(model.KindTask) || r.Id != "t2" {
				continue
			}
			var task work.Task
			if err := json.Unmarshal(*r.Body, &task); err != nil {
				t.Fatal(err)
			}
			task.AppointmentFrom, task.AppointmentUntil, task.DueAt = at(2), at(4), at(6)
			rows[i] = row(t, model.KindTask, task.ID, model.Lane(r.Lane), task)
		}
		return rows
	}}
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
