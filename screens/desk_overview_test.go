package screens_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"dianqin/data/model/people"
	"dianqin/screens/ui/uitest"
)

// atTheDesk plays the supervisor's desk in Chinese, on the overview.
func atTheDesk(t *testing.T, st stock) *player {
	t.Helper()
	return newTheatre(t, 1).play(t, scene{name: "desk-overview", store: st}, looks()[0])
}

func TestOverview_EachFigureLeadsToTheListBehindIt(t *testing.T) {
	p := atTheDesk(t, theRegion())
	for _, step := range []struct {
		name string
		tap  []string
		see  []string
		not  []string
	}{
		{"orders of every state", []string{"今日工单"}, []string{"0041", "0044", "0098", "0099"}, nil},
		{"seals amiss", []string{"封印异常"}, []string{"1234 4750"}, []string{"1234 4771"}},
		{"debtors", []string{"欠费"}, []string{"李建国", "宏盛电子有限公司上海分公司"}, nil},
		{"suspects", []string{"可疑点"}, []string{"电能表开盖 3月17日 · 线损 11.8%", "线损 6.4%"}, []string{"碧波路 3 号"}},
		{"areas", []string{"4 个超限 · 全部 11 个"}, []string{"碧波路 3 号", "科苑路 9 号"}, nil},
		{"areas over the limit", []string{"4 个超限 · 全部 11 个", "超限"}, []string{"紫薇路 4 号"}, []string{"碧波路 3 号"}},
		{"customers of an area", []string{"张江路 2 号"}, []string{"李建国"}, []string{"王建国"}},
		{"nobody's orders", []string{"派工"}, []string{"0099"}, []string{"0041", "0098"}},
		{"disputes", []string{"查看"}, []string{"动作"}, []string{"封印号"}},
		{"people whose device wants looking at", []string{"5 台 · 2 台要看"}, []string{"孙倩"}, []string{"李敏"}},
	} {
		t.Run(step.name, func(t *testing.T) {
			p.T = t
			p.Press("overview.title")
			for _, text := range step.tap {
				p.Tap(text)
			}
			p.Pass(time.Second)
			p.See(step.see...)
			for _, text := range step.not {
				if p.Has(text) {
					t.Errorf("%q is listed", text)
				}
			}
		})
	}
}

func TestOverview_CountsAgainWhenWorkIsGiven(t *testing.T) {
	p := atTheDesk(t, theRegion())
	p.See("1 项工单没有人做")
	if err := p.App.Work.Assign(context.Background(), []string{"t9"}, "u2"); err != nil {
		t.Fatal(err)
	}
	p.Settle()
	if p.Has("1 项工单没有人做") {
		t.Error("the order that was given still waits")
	}
	p.See("1 件案件未结")
}

func TestOverview_WithoutTheServerShowsEverythingButDevices(t *testing.T) {
	p := atTheDesk(t, theRegionFar())
	p.See("19.87", "台区线损", "设备状况要联网才能看")
	p.Press("people.title")
	p.See("孙倩", "陈晨", "设备状况要联网才能看")
	if p.Has("外人") {
		t.Error("somebody of another station is listed")
	}
}

func TestPeople_RevokingAsksTwiceAndHolds(t *testing.T) {
	st := theRegion()
	server := newOfficeServer()
	t.Cleanup(server.Close)
	st.name, st.server = "region-revoked", server.URL
	p := atTheDesk(t, st)
	p.Press("people.title")
	p.Tap("孙倩")
	p.Press("people.revoke", "common.cancel")
	p.See("31 小时未联系")
	p.Press("people.revoke", "people.revoke.do")
	p.See("Reno 11 已吊销", "已吊销")
	if slices.Contains(p.Texts(), p.Say("people.revoke")) {
		t.Error("a revoked device can be revoked again")
	}
	p.Tap("李敏")
	p.Tap("desk-01") // the own device is not offered: one would lock oneself out
	if slices.Contains(p.Texts(), p.Say("people.revoke")) {
		t.Error("the device that one sits at can be revoked")
	}
	p.Tap("赵磊") // an approver's devices are an admin's
	if p.Has(p.Say("people.enrol")) {
		t.Error("a supervisor may enrol an approver")
	}
}

func TestDesk_OfAnAdminBeginsWithPeople(t *testing.T) {
	st := theRegionFar()
	st.name, st.user = "admin", func() people.User {
		return people.User{ID: "u8", Login: "admin", Name: "管理员", Roles: []people.Role{people.Admin}, Stations: []string{}}
	}
	p := atTheDesk(t, st)
	p.See("姓名", "外人") // of whatever station
}

func TestPeople_ACodeRunsOut(t *testing.T) {
	now := uitest.Now()
	p := newTheatre(t, 1).play(t, scene{name: "desk-code", store: theRegion(), now: func() time.Time { return now }}, looks()[0])
	p.Press("people.title")
	p.Tap("孙倩")
	p.Press("people.enrol")
	p.See("K7QM - 2XPD", "还有 15 分钟有效,只能用一次")
	now = now.Add(14*time.Minute + 10*time.Second)
	p.Pass(time.Second)
	p.See("还有 1 分钟有效,只能用一次")
	now = now.Add(time.Minute)
	p.Pass(time.Second)
	p.See("这张登记码已过期")
	if p.Has("K7QM - 2XPD") {
		t.Error("a code that ran out is still shown")
	}
	now = uitest.Now()
	p.Tap("换一张新码")
	p.See("K7QM - 2XPD")
}
