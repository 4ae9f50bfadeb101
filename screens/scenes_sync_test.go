package screens_test

import (
	"context"
	"crypto/ed25519"
	"encoding/json"
	"path/filepath"
	"testing"
	"time"

	"dianqin/data/local"
	"dianqin/data/model"
	"dianqin/data/model/grid"
	"dianqin/data/model/seal"
	"dianqin/data/model/work"
	"dianqin/data/wire"
	"dianqin/screens/ui"
	"dianqin/screens/ui/uitest"
)

// theDisputed is a street where the server disputed a scan and refused that a task
// was done.
func theDisputed() stock {
	return stock{name: "disputed", rows: func(t testing.TB, files string) []wire.PullRow {
		rows := append(street(t), row(t, model.KindStation, "s1", model.OrgLane, grid.Station{ID: "s1", Code: "31010", Name: "浦东一站"}))
		store, err := local.Open(filepath.Dir(files), local.Options{Now: uitest.Now})
		if err != nil {
			t.Fatal(err)
		}
		ctx := context.Background()
		end := wire.PullEnd{End: true, Epoch: "e1", Rows: len(rows), Cursor: map[string]int64{"org": 1, "station:s1": 1, "cases:s1": 1}}
		if err := store.ApplyPage(ctx, rows, end); err != nil {
			t.Fatal(err)
		}
		answer := func(kind string, body any, task string, a wire.OpAnswer) {
			raw, err := json.Marshal(body)
			if err != nil {
				t.Fatal(err)
			}
			op, err := store.Record(ctx, wire.Operation{Device: "d1", Author: "u1", Kind: kind, At: int64(at(-2)), Task: task, Body: raw},
				ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize)))
			if err != nil {
				t.Fatal(err)
			}
			a.OpId = op.OpId
			if err := store.Answer(ctx, []wire.OpAnswer{a}, op.DevSeq); err != nil {
				t.Fatal(err)
			}
		}
		answer("seal.removed", seal.TakenOff{Number: number(60), BoxID: "b1"}, "t1", wire.OpAnswer{Status: wire.Disputed, Seq: map[string]int64{},
			Problem: &wire.Problem{Code: "seal.cannot_removed", Params: &map[string]any{"number": number(60), "custody": "issued"}}})
		answer("task.moved", work.Moved{To: work.Done}, "t2", wire.OpAnswer{Status: wire.Refused, Seq: map[string]int64{},
			Problem: &wire.Problem{Code: "task.not_yours", Params: &map[string]any{"number": "0042", "assignee": "u2"}}})
		if err := store.Close(); err != nil {
			t.Fatal(err)
		}
		return rows
	}}
}

// syncScenes are how syncing stands, what the server did not take, the settings. What
// says how much room the data takes has no golden picture.
func syncScenes() []scene {
	open := func(p *player) { p.Press("phone.me"); p.Tap(p.Say("me.pending")) }
	return []scene{
		{name: "phone-me-disputed", store: theDisputed(), steps: func(p *player) { p.Press("phone.me") }},
		{name: "phone-sync", live: true, steps: open},
		{name: "phone-sync-unsent", live: true, store: theFar(), steps: func(p *player) { unsent(p); open(p) }},
		{name: "phone-sync-disputed", live: true, store: theDisputed(), steps: open},
		{name: "phone-sync-item", store: theDisputed(), steps: func(p *player) { open(p); p.Press("sync.op.seal.removed") }},
		{name: "phone-remove", steps: func(p *player) { swept(p); p.Tap("1234 4772"); p.Press("verdict.remove") }},
		{name: "phone-sheet-abnormal", steps: func(p *player) {
			p.Press("taskkind.seal_check", "task.start")
			tapNth(p.Stage, p.Say("task.answer.abnormal"), 0)
		}},
		{name: "desk-me", steps: func(p *player) { p.TapIcon(ui.IcSliders) }},
		{name: "desk-sync", live: true, steps: func(p *player) { p.TapIcon(ui.IcSliders); p.Press("me.pending") }},
		{name: "desk-settings", steps: func(p *player) { p.TapIcon(ui.IcSliders); p.Press("settings.title") }},
		{name: "phone-settings", steps: func(p *player) { p.Press("phone.me", "settings.title") }},
		{name: "phone-about", steps: func(p *player) { p.Press("phone.me", "about.title", "about.log.show") }},
	}
}

func TestWhatTheServerDidNotTakeIsComparedAndPutAway(t *testing.T) {
	p := newTheatre(t, uitest.Scale).play(t, scene{name: "phone-x", store: theDisputed()}, looks()[0])
	p.Tap("我的")
	p.See("待核对", "一致 · 2 条")
	p.Tap("待上传")
	p.See("待核对 2 项", "浦东一站 · 案件")
	p.Tap("启封")
	p.See("服务器", "已启封", "已领用", "记录原样保留在服务器")
	p.Tap("看过了,收起")
	p.See("待核对 1 项", "已收起")
	p.Tap("撤销")
	p.See("待核对 2 项")
	p.Tap("工单状态")
	p.See("记录留在本机,服务器没有采用", "已完成", "待办")
	p.Tap("看这张工单")
	p.See("用电检查")
}

func TestSyncSaysWhatWaitsAndWhy(t *testing.T) {
	p := newTheatre(t, uitest.Scale).play(t, scene{name: "phone-x", store: theFar()}, looks()[0])
	unsent(p)
	p.Tap("1 项待上传")
	p.See("还没有登录", "在「我的」退出登录再登录,要有网", "待上传的记录", "工单状态")
	p.Pass(time.Second)
	p.Ctx.Back()
	p.Settle()
	p.See("今日")
}

func TestSignsAreTurnedOffAndStayOff(t *testing.T) {
	p := newTheatre(t, uitest.Scale).play(t, scene{name: "phone-x"}, looks()[0])
	p.Press("phone.me", "settings.title", "settings.sound")
	if v := p.App.Settings.Values(); v.Sound || !v.Vibration {
		t.Errorf("%+v", v)
	}
	p.Press("common.language.en")
	p.See("Text size")
	if v := p.App.Settings.Values(); v.Sound || v.Language != "en" {
		t.Errorf("%+v", v)
	}
}
