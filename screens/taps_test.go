package screens_test

import (
	"context"
	"encoding/json"
	"testing"

	"dianqin/data/model"
	"dianqin/data/model/inspection"
	"dianqin/data/model/metering"
	"dianqin/data/model/seal"
	"dianqin/data/model/work"
	"dianqin/data/wire"
	"dianqin/screens/ui/uitest"
)

// mostTaps is how many presses a whole check of eight seals may take beside the
// scanning, one of them broken, with its picture.
const mostTaps = 9

// eight is a street whose box has eight seals.
func eight(t testing.TB) []wire.PullRow {
	s1 := model.StationLane("s1")
	places := []metering.Place{{Code: "door", Kind: "box"}, {Code: "collector", Kind: "box"}}
	for _, code := range []string{"m1.cover.left", "m1.cover.right", "m1.terminal", "m2.cover.left", "m2.cover.right", "m2.terminal"} {
		places = append(places, metering.Place{Code: code, Kind: "cover", MeterID: "m1"})
	}
	var rows []wire.PullRow
	for _, r := range street(t) {
		var s seal.Seal
		if r.Kind == string(model.KindSeal) && json.Unmarshal(*r.Body, &s) == nil && s.BoxID == "b1" || r.Kind == string(model.KindBox) && r.Id == "b1" {
			continue
		}
		rows = append(rows, r)
	}
	rows = append(rows, row(t, model.KindBox, "b1", s1, metering.Box{ID: "b1", StationID: "s1", Number: "880000000012", Address: "张江路 88 弄 5 号", Places: places}))
	for i, place := range places {
		n := number(71 + i)
		rows = append(rows, row(t, model.KindSeal, "n"+n, s1, seal.Seal{ID: "n" + n, StationID: "s1", Number: n, Kind: place.Kind,
			Custody: seal.Applied, Condition: seal.Intact, BoxID: "b1", Place: place.Code, AppliedAt: at(-9000), ChangedAt: at(-9000)}))
	}
	return rows
}

func TestACheckOfEightSealsTakesFewPresses(t *testing.T) {
	s, a, camera := phone(t, signedIn(t, eight(t)), uitest.Options{})
	taps := 0
	tap := func(text string) { t.Helper(); s.Tap(text); taps++ }
	tap("封印检查")
	var all []string
	for i := range 8 {
		all = append(all, number(71+i))
	}
	box(t, camera, all...)
	tap("扫描封印")
	await(s, "应在 8/8")
	s.See("8 枚都扫到了")
	tap("1 号表 表盖右")
	tap("破损")
	tap("拍照")
	await(s, "拍摄")
	tap("拍摄")
	await(s, "待上传")
	s.See("待上传")
	tap("扫完了")
	tap("其余 5 项都正常")
	s.See("都齐了,可以完成")
	tap("完成")
	s.See("今日", "2 / 4")
	result, ok, err := a.Work.Result(context.Background(), "t1")
	if err != nil || !ok || len(result.Seals) != 8 || len(result.Items) != 5 {
		t.Fatalf("the sheet: %+v, %v, %v", result, ok, err)
	}
	broken := 0
	for _, l := range result.Seals {
		if l.Condition == string(seal.Broken) {
			broken++
		}
	}
	if broken != 1 {
		t.Errorf("%d seals are noted as broken", broken)
	}
	t.Logf("%d presses", taps)
	if taps > mostTaps {
		t.Errorf("%d presses, at most %d", taps, mostTaps)
	}
}

func TestTheRestOfASheetIsAnsweredAtOnceAndUndone(t *testing.T) {
	s, a, _ := phone(t, signedIn(t, street(t)), uitest.Options{})
	s.Tap("封印检查")
	s.Tap("开始")
	tapNth(s, "异常", 0)
	s.Type("写明异常情况", "锁扣断了")
	s.Window.Canvas().Unfocus()
	s.Tap("其余 4 项都正常")
	site, err := a.Work.Site(context.Background(), "t1")
	if err != nil || len(site.Draft.Items) != 5 || site.Draft.Items[0].Note != "锁扣断了" || site.Draft.Items[0].Answer != inspection.Abnormal {
		t.Fatalf("%+v, %v", site.Draft, err)
	}
	s.Tap("撤销")
	if site, err = a.Work.Site(context.Background(), "t1"); err != nil || len(site.Draft.Items) != 1 {
		t.Fatalf("after undo: %+v, %v", site.Draft, err)
	}
}

func TestAnAnswerThatWasChangedComesBack(t *testing.T) {
	s, a, _ := phone(t, signedIn(t, street(t)), uitest.Options{})
	s.Tap("封印检查")
	s.Tap("开始")
	tapNth(s, "正常", 0)
	tapNth(s, "不适用", 0)
	s.Tap("撤销")
	site, err := a.Work.Site(context.Background(), "t1")
	if err != nil || site.Draft.Items[0].Answer != inspection.OK {
		t.Fatalf("%+v, %v", site.Draft, err)
	}
}

func TestWhatWasTypedSurvivesBackAndAKill(t *testing.T) {
	dir := signedIn(t, street(t))
	s, a, _ := phone(t, dir, uitest.Options{})
	s.Tap("封印检查")
	s.Tap("退回工单")
	s.Tap("现场不安全")
	s.Type("可以不写", "梯子坏了")
	s.Settle()
	s.Ctx.Back()
	s.Settle()
	s.Tap("开始")
	tapNth(s, "异常", 0)
	s.Type("写明异常情况", "锁扣断了")
	s.Settle()
	var kept struct {
		Picked int
		Note   string
	}
	if ok, err := a.Draft(context.Background(), "giveback:t1", &kept); !ok || err != nil || kept.Picked != 4 || kept.Note != "梯子坏了" {
		t.Fatalf("%v %+v %v", ok, kept, err)
	}
	site, err := a.Work.Site(context.Background(), "t1")
	if err != nil || site.Draft.Items[0].Note != "锁扣断了" {
		t.Fatalf("%+v %v", site.Draft, err)
	}
	s.Window.Canvas().Unfocus()
	s.Tap("退回工单")
	if e := s.Field("可以不写"); e.Text != "梯子坏了" {
		t.Errorf("the field says %q", e.Text)
	}
}

func TestATaskThatWasGivenBackIsTakenBack(t *testing.T) {
	s, a, _ := phone(t, signedIn(t, street(t)), uitest.Options{})
	s.Tap("封印检查")
	s.Tap("退回工单")
	s.Tap("家中无人")
	s.Tap("退回")
	s.See("今日", "已退回")
	s.Tap("撤销")
	site, err := a.Work.Site(context.Background(), "t1")
	if err != nil || site.Task.State != work.Started {
		t.Fatalf("%s, %v", site.Task.State, err)
	}
	if ok, _ := a.Draft(context.Background(), "giveback:t1", &struct{}{}); ok {
		t.Error("the reason is kept though it was sent")
	}
}

func TestASealIsTakenOffAndAnotherPutOnInItsPlace(t *testing.T) {
	s, a, camera := phone(t, signedIn(t, street(t)), uitest.Options{})
	s.Tap("封印检查")
	box(t, camera, number(71), number(72), number(60)) // 60 is one's own
	s.Tap("扫描封印")
	await(s, "应在 2/3")
	await(s, "登记为“已领用”")
	s.Tap("1 号表 表盖左")
	s.Tap("启封")
	s.Tap("封印破损,更换")
	tapNth(s, "启封", 1)
	s.See("已启封")
	s.Ctx.Back()
	s.Settle()
	s.Tap("1234 4760")
	s.Tap("加封到这里")
	s.See("1 号表 表盖左")
	tapNth(s, "加封", 0)
	s.See("已加封:1 号表 表盖左", "这枚封印的去向")
	story, err := a.Seals.Story(context.Background(), number(60))
	if err != nil || story.Seal.Custody != seal.Applied || story.Seal.Place != "m1.cover.left" {
		t.Fatalf("%+v, %v", story.Seal, err)
	}
	if story, err = a.Seals.Story(context.Background(), number(72)); err != nil || story.Seal.Custody != seal.Removed {
		t.Fatalf("%+v, %v", story.Seal, err)
	}
	site, err := a.Work.Site(context.Background(), "t1")
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range site.Sweep.Lines {
		if l.Seal.Number == number(60) && (!l.Seen || l.Verdict.Tone != seal.Right) {
			t.Errorf("the new seal is %+v", l.Verdict)
		}
	}
}

func TestAConditionIsUndoneToWhatWasSeenBefore(t *testing.T) {
	s, a, camera := phone(t, signedIn(t, street(t)), uitest.Options{})
	s.Tap("封印检查")
	box(t, camera, number(71), number(72))
	s.Tap("扫描封印")
	await(s, "应在 2/3")
	s.Tap("1 号表 表盖左")
	s.Tap("破损")
	s.See("已记为“破损”")
	s.Tap("撤销")
	story, err := a.Seals.Story(context.Background(), number(72))
	if err != nil || story.Seal.Condition != seal.Intact {
		t.Fatalf("%+v, %v", story.Seal, err)
	}
}
