package screens_test

import (
	"context"
	"crypto/ed25519"
	"encoding/json"
	"path/filepath"
	"testing"
	"time"

	"dianqin/app/evidence"
	"dianqin/data/local"
	"dianqin/data/model"
	"dianqin/data/model/cases"
	"dianqin/data/model/fold"
	"dianqin/data/wire"
	"dianqin/screens/ui"
	"dianqin/screens/ui/uitest"
)

// theFirst is a device whose first download comes over a line.
func theFirst(name string, l line) stock {
	return stock{name: name, server: lineServers[l](), refresh: "r", kept: map[string]string{"sync.last_ok": ""},
		rows: func(t testing.TB, _ string) []wire.PullRow { return street(t)[:2] }}
}

// theClash is a street where two people changed a customer, and one of them has to
// choose. settled: it was chosen meanwhile, at the desk.
func theClash(settled bool) stock {
	name := "clash"
	if settled {
		name = "clash-settled"
	}
	return stock{name: name, rows: func(t testing.TB, files string) []wire.PullRow {
		rows := street(t)
		store, err := local.Open(filepath.Dir(files), local.Options{Now: uitest.Now})
		if err != nil {
			t.Fatal(err)
		}
		ctx := context.Background()
		if err := store.ApplyPage(ctx, rows, wire.PullEnd{End: true, Epoch: "e1", Rows: len(rows), Cursor: map[string]int64{"org": 1, "station:s1": 1, "cases:s1": 1}}); err != nil {
			t.Fatal(err)
		}
		set := fold.Fields{"phone": json.RawMessage(`"13916180042"`), "note": json.RawMessage(`"院内有犬,进门先打电话"`)}
		body, err := json.Marshal(fold.Patch{Set: set})
		if err != nil {
			t.Fatal(err)
		}
		op, err := store.Record(ctx, wire.Operation{Device: "d1", Author: "u1", Kind: "customer", At: int64(at(-2)), Body: body,
			Target: &wire.Target{Kind: "customer", Id: "c1", BaseVer: 1, Epoch: "e1"}}, ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize)))
		if err != nil {
			t.Fatal(err)
		}
		why := model.Fail("patch.conflict", "field", "phone")
		if err := store.Answer(ctx, []wire.OpAnswer{{OpId: op.OpId, Status: wire.Conflict, Seq: map[string]int64{}, Problem: wire.ProblemOf(why)}}, op.DevSeq); err != nil {
			t.Fatal(err)
		}
		if err := store.Close(); err != nil {
			t.Fatal(err)
		}
		e := cases.Exception{ID: model.Derive(op.OpId, "exception"), StationID: "s1", What: "conflict", State: cases.Open, OpID: op.OpId, OpKind: "customer", Author: "u1", At: at(-2), Why: *why,
			RecordKind: model.KindCustomer, RecordID: "c1", Mine: set, Theirs: map[string]json.RawMessage{"phone": json.RawMessage(`"13800000001"`)}, TheirAuthor: "u2", TheirAt: at(-5)}
		if settled {
			e.State, e.DecidedBy, e.DecidedAt = cases.Closed, "u2", at(-1)
		}
		return append(rows, row(t, model.KindException, e.ID, model.StationLane("s1"), e))
	}}
}

// theOfficeClash is the same at the desk of a supervisor.
func theOfficeClash() stock {
	s := theClash(false)
	street := s.rows
	s.name, s.user = "clash-office", supervisor
	s.rows = func(t testing.TB, files string) []wire.PullRow {
		return append(street(t, files), row(t, model.KindUser, "u9", model.OrgLane, supervisor()))
	}
	return s
}

// arrives lets the first download begin and waits until the screen says a text.
func arrives(p *player, text string) {
	begin(p)
	p.Await(text)
}

// begin starts a round that the test does not wait for.
func begin(p *player) {
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = p.App.Sync.Now(ctx) // that it fails, or hangs, is what the scene shows
	}()
	p.T.Cleanup(func() { stop(); <-done })
}

// broken lets the first download fail.
func broken(p *player) {
	_ = p.App.Sync.Now(p.T.Context())
	p.Settle()
}

// conflictScenes are the first download, files apart from records, what a person has
// to know of clock and server, changes by hand and what they meet.
func conflictScenes() []scene {
	open := func(p *player) { p.Press("phone.me"); p.Tap(p.Say("me.pending")) }
	again := func(p *player) {
		broken(p)
		arrives(p, p.Ctx.T("signin.first.again", map[string]any{"had": p.Ctx.Words().Bytes(int64(len(dataPackage()) / 3))}))
	}
	clash := func(p *player) { open(p); p.Press("sync.op.customer") }
	edit := func(p *player) {
		p.Press("phone.lookup")
		found(p, "lookup.hint", "王建国")
		p.Tap("3107001234")
		p.Press("customer.edit")
	}
	return []scene{
		{name: "phone-download-making", store: theFirst("making", making), again: true, steps: func(p *player) { arrives(p, p.Say("signin.first.making")) }},
		{name: "phone-download-going", store: theFirst("going", going), again: true, live: true, steps: func(p *player) { arrives(p, p.Ctx.Words().Bytes(int64(len(dataPackage())))) }},
		{name: "phone-download-cut", store: theFirst("cut", cut), again: true, live: true, steps: broken},
		{name: "phone-download-again", store: theFirst("cut-again", cut), again: true, live: true, steps: again},
		{name: "phone-download-bad", store: theFirst("bad", bad), again: true, live: true, steps: broken},
		{name: "desk-download-cut", store: theFirst("desk-cut", cut), again: true, live: true, steps: broken},
		{name: "phone-sync-restored", live: true, store: noticed("restored", "sync.restored", `{"at":"2026-03-18T01:20:00Z","again":12}`), steps: open},
		{name: "phone-sync-clock", live: true, store: noticed("clock", "session.offset", "-1500000"), steps: open},
		{name: "phone-sync-stuck", live: true, store: theFull(), steps: func(p *player) { stuck(p); open(p) }},
		{name: "desk-sync-stuck", live: true, again: true, store: theFull(), steps: func(p *player) { stuck(p); p.TapIcon(ui.IcSliders); p.Press("me.pending") }},
		{name: "phone-sync-conflict", live: true, store: theClash(false), steps: open},
		{name: "phone-conflict", store: theClash(false), steps: clash},
		{name: "phone-conflict-chosen", store: theClash(false), again: true, steps: func(p *player) {
			clash(p)
			p.Tap("院内有犬,进门先打电话")
			tapNth(p.Stage, p.Say("conflict.other"), 1)
		}},
		{name: "phone-conflict-settled", store: theClash(true), steps: clash},
		{name: "desk-conflict", store: theOfficeClash(), steps: func(p *player) { inPlace("cases.title", "v", nil)(p); p.Tap(p.Say("sync.op.customer")) }},
		{name: "phone-customer-edit", again: true, steps: edit},
	}
}

// noticed is a street where the device keeps a setting.
func noticed(name, key, value string) stock {
	s := theStreet()
	s.name, s.kept = name, map[string]string{key: value}
	return s
}

// theFull is a street whose server takes records and no files.
func theFull() stock {
	s := theStreet()
	s.name, s.server, s.refresh = "full", fullServer(), "r"
	return s
}

// stuck takes two pictures that do not go up.
func stuck(p *player) {
	p.typed += " door.jpg door-stamped.jpg"
	for seed := range uint64(2) {
		if _, err := p.App.Evidence.Take(p.T.Context(), evidence.Subject{TaskID: "t1", BoxID: "b1", Shows: "door"}, encoded(p.T, mustLabel(p.T, seed))); err != nil {
			p.T.Fatal(err)
		}
	}
	broken(p)
}

func TestAConflictIsChosenByAPressAndLeavesTheList(t *testing.T) {
	p := newTheatre(t, uitest.Scale).play(t, scene{name: "phone-x", store: theClash(false)}, looks()[0])
	p.Press("phone.me")
	p.Tap("待上传")
	p.See("待核对 1 项", "别人同时改过,请选一个")
	p.Tap("用户资料")
	p.See("13916180042", "13800000001", "李敏", "周海")
	p.Tap("采用所选")
	p.See("还有内容没有选")
	p.Tap("院内有犬,进门先打电话")
	p.Tap("13800000001")
	p.Tap("采用所选")
	p.See("已处理,同步后生效")
	if p.Has("待核对 1 项") {
		t.Error("it is still on the list")
	}
	s, err := p.App.Patches.Open(t.Context(), "c1")
	if err != nil || s.Customer.Phone != "13800000001" || s.Customer.Note != "院内有犬,进门先打电话" {
		t.Errorf("%+v, %v", s.Customer, err)
	}
}

func TestAThirdValueIsTypedInPlaceOfBoth(t *testing.T) {
	p := newTheatre(t, uitest.Scale).play(t, scene{name: "phone-x", store: theClash(false)}, looks()[0])
	p.Press("phone.me")
	p.Tap("待上传")
	p.Tap("用户资料")
	tapNth(p.Stage, "另填", 1)
	p.Type("另填", "021-58001234")
	p.Tap("(空)")
	p.Tap("采用所选")
	s, err := p.App.Patches.Open(t.Context(), "c1")
	if err != nil || s.Customer.Phone != "021-58001234" || s.Customer.Note != "" {
		t.Errorf("%+v, %v", s.Customer, err)
	}
}

func TestWhatIsTypedOfACustomerStaysAgainstWhatWasSeen(t *testing.T) {
	p := newTheatre(t, uitest.Scale).play(t, scene{name: "phone-x"}, looks()[0])
	p.Press("phone.lookup")
	found(p, "lookup.hint", "王建国")
	p.Tap("3107001234")
	p.Tap("修改资料")
	p.Type("电话", "13900000009")
	p.Pass(time.Second)
	p.Ctx.Back()
	p.Settle()
	p.Tap("修改资料")
	p.See("13900000009")
	p.Tap("保存")
	p.See("已保存,联网后自动上传", "13900000009")
	p.Tap("修改资料")
	p.Tap("保存")
	p.See("没有改动")
	if st := p.App.Sync.State(); st.MadeSeq != 1 {
		t.Errorf("%d operations, one change", st.MadeSeq)
	}
}

func TestFilesWaitForAnotherNetworkByAPress(t *testing.T) {
	p := newTheatre(t, uitest.Scale).play(t, scene{name: "phone-x", store: theFull()}, looks()[0])
	stuck(p)
	p.Press("phone.me")
	p.Tap("待上传")
	p.See("4 个文件传不上去,其余照常", "王建国 · 等待文件", "文件太大 · 请拍小一点")
	p.Tap("不用流量传文件")
	if !p.App.Settings.Values().Unmetered {
		t.Error("the setting is not kept")
	}
	p.Tap("再传一次")
	if p.Has("4 个文件传不上去,其余照常") {
		t.Error("tried again, it still blames the files")
	}
}

func TestTheNoticeOfARestoredServerGoesAndStaysAway(t *testing.T) {
	p := newTheatre(t, uitest.Scale).play(t, scene{name: "phone-x", store: noticed("restored", "sync.restored", `{"at":"2026-03-18T01:20:00Z","again":12}`)}, looks()[0])
	p.Press("phone.me")
	p.Tap("待上传")
	p.See("服务器恢复过数据(09:20)", "12 条记录已再次上传")
	p.Tap("知道了")
	if p.Has("服务器恢复过数据(09:20)") || !p.App.Sync.State().Restored.At.IsZero() {
		t.Error("it is still told")
	}
}
