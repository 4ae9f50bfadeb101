package screens_test

import (
	"testing"
	"time"

	"dianqin/data/model"
	"dianqin/data/model/arrears"
	"dianqin/data/model/customer"
	"dianqin/data/model/grid"
	"dianqin/data/model/inspection"
	"dianqin/data/model/metering"
	"dianqin/data/model/seal"
	"dianqin/data/model/work"
	"dianqin/data/wire"
	"dianqin/screens/ui/uitest"
)

// twoYears are the registers of a meter whose use fell by 80 % in the last month.
func twoYears(meter string) metering.Readings {
	use := []float64{182, 168, 236, 341, 388, 297, 176, 164, 221, 268, 243, 205}
	r := metering.Readings{ID: meter, StationID: "s1", Months: []metering.Reading{{KWh: 9000}}}
	for i := -25; i <= 0; i++ {
		// The midnight after a month, in China: the stage's month is March, the last one read is February.
		end := time.Date(2026, time.Month(3+i), 0, 16, 0, 0, 0, time.UTC)
		kWh := use[(i+240)%12] * (1 + 0.04*float64(i%3))
		switch i {
		case -25:
			r.Months[0].At = model.MillisOf(end)
			continue
		case 0:
			kWh = 41
		}
		r.Months = append(r.Months, metering.Reading{At: model.MillisOf(end), KWh: r.Months[len(r.Months)-1].KWh + kWh})
	}
	return r
}

// theKnown is a customer of whom there is much to tell: use that fell, a debt, seals
// that are not all well, and a history; beside them one with a very long name.
func theKnown() stock {
	return stock{name: "known", rows: func(t testing.TB, files string) []wire.PullRow {
		s1 := model.StationLane("s1")
		return append(append(street(t), office(t, files)...),
			row(t, model.KindArea, "a1", s1, grid.Area{ID: "a1", StationID: "s1", Code: "0002", Name: "张江路 2 号台区", Customers: 2}),
			row(t, model.KindCustomer, "c3", s1, customer.Customer{ID: "c3", StationID: "s1", AreaID: "a1", Number: "3107005501", Name: "沈玉芬", Class: customer.Residential,
				Address: "益江路 12 号", Phone: "13800000003", Note: "晚上七点以后在家", Position: model.Position{Lat: 31.2, Lon: 121.6}}),
			row(t, model.KindCustomer, "c4", s1, customer.Customer{ID: "c4", StationID: "s1", AreaID: "a1", Number: "3107005502", Name: "上海浦东新区张江高科技园区宏盛精密电子制造有限公司第二分厂",
				Class: customer.Industrial, Address: "上海市浦东新区张江高科技园区紫薇路 450 弄 12 号 3 幢 1 层配电间", Important: true, NoCut: "有生命支持设备"}),
			row(t, model.KindBox, "b3", s1, metering.Box{ID: "b3", StationID: "s1", Number: "880000000488", Address: "益江路 12 号",
				Places: []metering.Place{{Code: "door", Kind: "box"}, {Code: "m1.cover.left", MeterID: "m3"}, {Code: "m1.cover.right", MeterID: "m3"}, {Code: "m1.terminal", MeterID: "m3"},
					{Code: "m2.cover.left", MeterID: "m4"}, {Code: "m2.cover.right", MeterID: "m4"}, {Code: "m2.terminal", MeterID: "m4"}}}),
			row(t, model.KindMeter, "m3", s1, metering.Meter{ID: "m3", StationID: "s1", BoxID: "b3", CustomerID: "c3", Number: "3130001000000123488831", Model: "DDZY102", Phases: 1}),
			row(t, model.KindMeter, "m4", s1, metering.Meter{ID: "m4", StationID: "s1", BoxID: "b3", CustomerID: "c3", Number: "3130001000000123488840", Model: "DTZY341", Phases: 3}),
			row(t, model.KindReadings, "m3", s1, twoYears("m3")),
			row(t, model.KindSeal, "k71", s1, seal.Seal{ID: "k71", StationID: "s1", Number: number(81), Kind: "box", Custody: seal.Applied, Condition: seal.Broken, BoxID: "b3", Place: "door"}),
			row(t, model.KindSeal, "k72", s1, seal.Seal{ID: "k72", StationID: "s1", Number: number(82), Kind: "cover", Custody: seal.Applied, Condition: seal.Intact, BoxID: "b3", Place: "m1.cover.left"}),
			row(t, model.KindSeal, "k73", s1, seal.Seal{ID: "k73", StationID: "s1", Number: number(83), Kind: "cover", Custody: seal.Applied, Condition: seal.Intact, BoxID: "b3", Place: "m1.cover.right"}),
			row(t, model.KindSeal, "k74", s1, seal.Seal{ID: "k74", StationID: "s1", Number: number(84), Kind: "cover", Custody: seal.Applied, Condition: seal.Worn, BoxID: "b3", Place: "m2.cover.left"}),
			row(t, model.KindTask, "t33", s1, work.Task{ID: "t33", StationID: "s1", OrderID: "o33", Number: "0033", Kind: work.Inspection, State: work.Done, CustomerID: "c3", BoxID: "b3"}),
			row(t, model.KindInspection, "i33", s1, inspection.Inspection{ID: "i33", StationID: "s1", TaskID: "t33", At: at(-48), By: "u2", Persons: []string{"周海", "李敏"},
				Items: []inspection.Item{{Code: "one", Answer: inspection.Abnormal}}}),
			row(t, model.KindSealEvent, "e81", s1, seal.Event{ID: "e81", StationID: "s1", Number: number(81), What: seal.WhatApplied, At: at(-9000), By: "u2", BoxID: "b3", Place: "door"}),
			row(t, model.KindSealEvent, "e82", s1, seal.Event{ID: "e82", StationID: "s1", Number: number(81), What: seal.WhatInspected, Condition: seal.Broken, At: at(-49), By: "u2", BoxID: "b3", Place: "door"}),
			row(t, model.KindMeterEvent, "x1", s1, metering.Event{ID: "x1", StationID: "s1", MeterID: "m3", Code: "cover_open", At: at(-900)}),
			row(t, model.KindBill, "l31", s1, arrears.Bill{ID: "l31", StationID: "s1", CustomerID: "c3", Month: "2025-12", Amount: 32050, DueAt: at(-77 * 24)}),
			row(t, model.KindBill, "l32", s1, arrears.Bill{ID: "l32", StationID: "s1", CustomerID: "c3", Month: "2026-01", Amount: 28400, DueAt: at(-47 * 24)}),
			row(t, model.KindBill, "l33", s1, arrears.Bill{ID: "l33", StationID: "s1", CustomerID: "c3", Month: "2025-11", Amount: 20000, Paid: 20000, DueAt: at(-107 * 24)}),
		)
	}}
}

// customerScenes are the page of a customer, on both shells, and the desk's list.
func customerScenes() []scene {
	look := func(name, number string) func(*player) {
		return func(p *player) {
			p.Press("phone.lookup")
			found(p, "lookup.hint", name)
			p.Tap(number)
		}
	}
	return []scene{
		{name: "phone-customer-known", store: theKnown(), steps: look("沈玉芬", "3107005501")},
		{name: "desk-customers", store: theKnown(), steps: func(p *player) { p.Press("customers.title") }},
		{name: "desk-customers-debtors", store: theKnown(), steps: func(p *player) { p.Press("customers.title", "customers.debtors"); p.Tap("沈玉芬") }},
		{name: "desk-customers-area", store: theKnown(), steps: func(p *player) { p.Press("customers.title", "customers.area") }},
		{name: "desk-customers-nothing", store: theKnown(), steps: func(p *player) {
			p.Press("customers.title")
			found(p, "customers.search", "无此人")
		}},
		{name: "desk-customers-empty", store: theQuiet(), steps: func(p *player) { p.Press("customers.title") }},
		{name: "phone-customer-long", store: theKnown(), steps: look("宏盛", "3107005502")},
	}
}

func TestACustomersPageSaysWhatStandsOut(t *testing.T) {
	p := newTheatre(t, uitest.Scale).play(t, customerScenes()[0], looks()[0])
	p.See("2 月比去年同月少", "¥604.50", "欠费 2 期 · 逾期 77 天", "封印 2/7", "电能表开盖", "检查 · 1 项异常", "加封")
	p.Tap("计量箱门")
	p.See("查看外观")
}

func TestTheDeskFindsCustomersAndSaysWhatTheyOwe(t *testing.T) {
	p := newTheatre(t, uitest.Scale).play(t, scene{name: "desk-x", store: theKnown()}, looks()[0])
	p.Tap("用户")
	p.See("3 户", "王建国", "¥604.50", "77 天")
	found(p, "customers.search", "syf")
	p.See("沈玉芬", "1 户")
	if p.Has("王建国") {
		t.Error("pinyin found somebody else")
	}
	found(p, "customers.search", "8840")
	p.See("沈玉芬")
	found(p, "customers.search", "")
	p.Tap("欠费")
	p.See("2 户 · 合计欠费 ¥1,889.00")
	p.Tap("工业")
	p.See("没有符合条件的")
	p.Tap("清除条件")
	p.See("3 户")
	p.Tap("台区")
	p.Tap("张江路 2 号台区")
	p.See("2 户")
	p.Tap("沈玉芬")
	p.See("去年同月")
}

func TestAMeterAndABoxLeadToTheirCustomer(t *testing.T) {
	p := newTheatre(t, uitest.Scale).play(t, scene{name: "phone-x", store: theKnown()}, looks()[0])
	p.Press("phone.lookup")
	found(p, "lookup.hint", "8840")
	p.Tap("2348 8840")
	p.See("沈玉芬", "欠费 2 期")
	p.Ctx.Back()
	p.Settle()
	found(p, "lookup.hint", "0488")
	p.Tap("益江路 12 号")
	p.See("欠费 2 期")
}
