package screens_test

import (
	"fmt"
	"testing"

	"dianqin/data/model"
	"dianqin/data/model/cases"
	"dianqin/data/model/customer"
	"dianqin/data/model/metering"
	"dianqin/data/model/people"
	"dianqin/data/model/seal"
	"dianqin/data/model/work"
	"dianqin/data/wire"
	"dianqin/screens/ui"
)

// Names as long as they come.
const (
	longName    = "中国(上海)自由贸易试验区张江高科技园区配电运维及用电检查服务有限责任公司第三分公司"
	longAddress = "上海市浦东新区张江高科技园区祖冲之路 1239 弄 188 号 12 幢 3 单元 15 层 1502 室(楼道左侧计量间,请走后门)"
)

// thorough is an inspector with a long name and every role that there is.
func thorough() people.User {
	return people.User{ID: "u1", Login: "3107021400000000", Name: "阿卜杜热合曼·买买提吐尔逊", Roles: []people.Role{people.Inspector, people.Supervisor}, Stations: []string{"s1"}}
}

// theCrowd is a full day: many tasks, seals, cases and people, all with long names.
func theCrowd() stock {
	return stock{name: "crowd", user: thorough, rows: func(t testing.TB, files string) []wire.PullRow {
		rows := append(street(t), office(t, files)...)
		rows = append(rows, row(t, model.KindUser, "u1", model.OrgLane, thorough()))
		for i := range 12 {
			u := people.User{ID: fmt.Sprintf("p%d", i), Login: fmt.Sprintf("3107%04d", i), Name: []string{"欧阳震华", "李敏", "买买提吐尔逊·阿卜杜热合曼"}[i%3], Roles: []people.Role{people.Inspector}, Stations: []string{"s1"}}
			rows = append(rows, row(t, model.KindUser, u.ID, model.OrgLane, u))
		}
		return append(rows, crowded(t)...)
	}}
}

// crowded is a hundred of everything that is listed.
func crowded(t testing.TB) (rows []wire.PullRow) {
	t.Helper()
	s1 := model.StationLane("s1")
	rows = append(rows, row(t, model.KindCustomer, "cl", s1, customer.Customer{ID: "cl", StationID: "s1", Number: "3107009999", Name: longName, Class: customer.Industrial,
		Address: longAddress, Phone: "021-50800000 转 80001", Important: true}),
		row(t, model.KindBox, "bl", s1, metering.Box{ID: "bl", StationID: "s1", Number: "880000009999", Address: longAddress,
			Places: []metering.Place{{Code: "door", Kind: "box"}, {Code: "m1.terminal", Kind: "cover", MeterID: "ml"}}}),
		row(t, model.KindMeter, "ml", s1, metering.Meter{ID: "ml", StationID: "s1", BoxID: "bl", CustomerID: "cl", Number: "3130001000000123499999", Model: "DTZY3366-Z/三相费控智能", Phases: 3}))
	kinds := []work.Kind{work.SealCheck, work.Inspection, work.Survey, work.Disconnection, work.Reconnection}
	states := []work.State{work.Todo, work.Todo, work.Started, work.Done, work.Returned}
	for i := range 100 {
		task := work.Task{ID: fmt.Sprintf("x%02d", i), StationID: "s1", OrderID: fmt.Sprintf("y%02d", i), Number: fmt.Sprintf("GD-20260318-%06d", i), Kind: kinds[i%5], State: states[i/5%5],
			CustomerID: "cl", BoxID: "bl", Name: longName, Address: longAddress, Sequence: 20 + i, DueAt: at(i%9 - 2)}
		if i > 0 {
			task.Address = fmt.Sprintf("%d 号楼,%s", i, longAddress)
		} else {
			task.Sequence = 1
		}
		if i < 60 {
			task.AssigneeID = "u1"
		}
		if task.State == work.Returned {
			task.Reason = "用户不让进:" + longName
		}
		rows = append(rows, row(t, model.KindTask, task.ID, s1, task))
		n := fmt.Sprintf("310100700000005555%04d", i)
		s := seal.Seal{ID: "z" + n, StationID: "s1", Number: n, Kind: "cover", Custody: seal.Applied, Condition: seal.Broken, BoxID: "bl", Place: "m1.terminal", ChangedAt: at(-i)}
		if i%2 == 0 {
			s.Custody, s.Condition, s.HolderID, s.BoxID, s.Place = seal.Issued, seal.Intact, "u1", "", ""
		}
		rows = append(rows, row(t, model.KindSeal, s.ID, s1, s),
			row(t, model.KindCase, fmt.Sprintf("q%02d", i), s1, cases.Case{ID: fmt.Sprintf("q%02d", i), StationID: "s1", Number: fmt.Sprintf("C-20260318-%04d", i),
				Kind: cases.SealBroken, State: cases.Open, SealNumber: n, BoxID: "bl", OpenedAt: at(-i), OpenedBy: "u1"}))
	}
	return rows
}

// crowdScenes show every list full and every name long.
func crowdScenes() []scene {
	crowd := theCrowd()
	return []scene{
		{name: "phone-today-many", store: crowd},
		{name: "phone-task-long", store: crowd, steps: func(p *player) { p.Tap(longAddress) }},
		{name: "phone-task-started-long", store: crowd, steps: func(p *player) { p.Tap(longAddress); p.Press("task.start") }},
		{name: "phone-seals-many", store: crowd, steps: func(p *player) { p.Press("phone.me", "held.title") }},
		{name: "phone-lookup-many", store: crowd, steps: func(p *player) { p.Press("phone.lookup"); found(p, "lookup.hint", "310100700000005555") }},
		{name: "phone-customer-long-name", store: crowd, steps: func(p *player) { p.Press("phone.lookup"); found(p, "lookup.hint", "3107009999"); p.Tap(longName) }},
		{name: "phone-me-long", store: crowd, steps: func(p *player) { p.Press("phone.me") }},
		{name: "desk-orders-many", store: crowd},
		{name: "desk-order-long", store: crowd, steps: func(p *player) { p.Tap("GD-20260318-000000") }},
		{name: "desk-seals-many", store: crowd, steps: func(p *player) { p.Press("seals.title") }},
		{name: "desk-cases-many", store: crowd, steps: func(p *player) { p.Press("cases.title") }},
		{name: "desk-folded", steps: func(p *player) { p.TapIcon(ui.IcSide) }},
	}
}
