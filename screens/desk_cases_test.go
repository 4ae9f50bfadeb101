package screens_test

import (
	"context"
	"testing"
	"time"

	"dianqin/data/model"
	"dianqin/data/model/cases"
	"dianqin/data/model/people"
	"dianqin/data/model/seal"
	"dianqin/data/wire"
	"dianqin/screens/ui/uitest"
)

// doubts are cases of every state and kind, and disputes of a seal and of a task.
func doubts(t testing.TB) []wire.PullRow {
	t.Helper()
	s1 := model.StationLane("s1")
	cl := model.CasesLane("s1")
	lost := seal.Judge(seal.Scan{BoxID: "b2"}, seal.Known{Seal: &seal.Seal{Custody: seal.Scrapped}})
	rows := []wire.PullRow{
		row(t, model.KindCase, "k2", cl, cases.Case{ID: "k2", StationID: "s1", Number: "C-20260317-0002", Kind: cases.SealForeign, State: cases.Reviewing, SealNumber: number(99), BoxID: "b2", OpenedAt: at(-30), OpenedBy: "u2", Reason: lost.Reason}),
		row(t, model.KindCase, "k3", cl, cases.Case{ID: "k3", StationID: "s1", Number: "C-20260211-0003", Kind: cases.SealMissing, State: cases.Closed, SealNumber: number(73), BoxID: "b1", Place: "door", OpenedAt: at(-900), OpenedBy: "u1", Reason: model.Reason{Code: "condition_missing", Args: map[string]any{"place": "door"}}}),
		row(t, model.KindException, "x1", s1, cases.Exception{ID: "x1", StationID: "s1", What: "disputed", State: cases.Open, OpID: "op1", OpKind: "seal.applied", TaskID: "t1", Author: "u1", At: at(-2),
			Why: model.Error{Code: "seal.cannot_applied", Args: map[string]any{"number": number(99), "custody": "applied"}}}),
		row(t, model.KindSealEvent, model.Derive("op1", "seal_event"), s1, seal.Event{ID: model.Derive("op1", "seal_event"), StationID: "s1", Number: number(99), What: seal.WhatApplied, At: at(-2), By: "u1", BoxID: "b1", Place: "m1.cover.left", Disputed: "seal.cannot_applied"}),
		row(t, model.KindException, "x2", s1, cases.Exception{ID: "x2", StationID: "s1", What: "disputed", State: cases.Open, OpID: "op2", OpKind: "task.moved", TaskID: "t2", Author: "u2", At: at(-1),
			Why: model.Error{Code: "task.not_yours", Args: map[string]any{"number": "0042", "assignee": "u1"}}}),
	}
	return rows
}

func TestCasesAreCountedAndNarrowedByStateAndKind(t *testing.T) {
	s, a := deskWith(t, uitest.Options{}, doubts(t))
	counts, err := a.Work.CaseCounts(context.Background())
	if err != nil || counts[cases.Open] != 1 || counts[cases.Reviewing] != 1 || counts[cases.Closed] != 1 {
		t.Fatalf("%v, %v", counts, err)
	}
	s.Tap("案件")
	s.See("C-20260318-0001", "C-20260317-0002", "2 件未结")
	if s.Has("C-20260211-0003") {
		t.Error("a closed case is among those that are not")
	}
	s.Tap("已结")
	s.See("C-20260211-0003")
	s.Tap("未结")
	tapNth(s, "封印不符", 1) // the chip comes after the rows
	s.See("C-20260317-0002")
	if s.Has("C-20260318-0001") {
		t.Error("a case of another kind is listed")
	}
}

func TestADisputeShowsBothSides(t *testing.T) {
	s, a := deskWith(t, uitest.Options{}, doubts(t))
	all, err := a.Work.Disputes(context.Background())
	if err != nil || len(all) != 2 || all[1].Said == nil || all[1].Seal == nil || all[0].Task == nil {
		t.Fatalf("%+v, %v", all, err)
	}
	s.Tap("案件")
	s.Rune('v')
	s.Settle()
	s.See("2 项争议", "李敏", "周海")
	s.Tap("加封")
	s.See("设备上说", "1 号表 表盖左", "现在登记的", "计量箱门", "现场记录已原样留存", "看两边的记录")
	s.Tap("封印的全部记录")
	s.See("有争议")
}

// chief is the same person with more rights.
func chief() people.User {
	u := inspector()
	u.Roles = []people.Role{people.Supervisor}
	return u
}

func TestASupervisorDecidesACase(t *testing.T) {
	s, a := deskOf(t, uitest.Options{}, doubts(t), chief())
	s.Tap("案件")
	s.Tap("C-20260318-0001")
	s.Tap("开始处理")
	s.See("案件处理中")
	s.Pass(time.Second)
	s.Tap("结案")
	last := func() { s.TapObject(s.Find("结案")) }
	last()
	s.See("结案要说明核查结果")
	s.Check()
	s.Tap("已换新封印")
	s.Type("补充说明", "号码已登记")
	last()
	s.See("案件已结", "已换新封印 · 号码已登记", "重新打开")
	closed, err := a.Work.CasesOf(context.Background(), cases.Closed)
	if err != nil || len(closed) != 2 || closed[0].Decision != "已换新封印 · 号码已登记" || closed[0].DecidedBy != "u1" {
		t.Errorf("%+v, %v", closed, err)
	}
}

func TestAnInspectorDecidesNoCase(t *testing.T) {
	s, _ := deskWith(t, uitest.Options{}, doubts(t))
	s.Tap("案件")
	s.Tap("C-20260318-0001")
	s.See("发现次数")
	if s.Has("结案") || s.Has("开始处理") {
		t.Error("an inspector is offered a decision that the server would refuse")
	}
}

func TestASupervisorSettlesADispute(t *testing.T) {
	s, a := deskOf(t, uitest.Options{}, doubts(t), chief())
	s.Tap("案件")
	s.Rune('v')
	s.Settle()
	s.Tap("加封")
	s.Tap("了结")
	s.Tap("登记有误,已更正")
	s.TapObject(s.Find("了结"))
	s.See("争议已了结", "1 项争议")
	left, err := a.Work.Disputes(context.Background())
	if err != nil || len(left) != 1 || left[0].ID != "x2" {
		t.Errorf("%+v, %v", left, err)
	}
}
