package screens_test

import (
	"testing"

	"dianqin/data/wire"

	"fyne.io/fyne/v2"
)

// theCrew is a supervisor's desk with a day of several people, a store of seals,
// cases and disputes.
func theCrew() stock {
	return stock{name: "crew", user: supervisor, server: officeServer().URL, refresh: "r", rows: func(t testing.TB, files string) []wire.PullRow {
		rows := append(append(street(t), office(t, files)...), crew(t)...)
		for _, u := range staff() {
			rows = append(rows, row(t, "user", u.ID, "org", u))
		}
		return append(append(rows, shelf(t, 60)...), doubts(t)...)
	}}
}

// keys types runes one after the other, as the keyboard of the desk is used.
func (p *player) keys(runes string) {
	for _, r := range runes {
		p.Rune(r)
		p.Settle()
	}
}

// onBoard plays what is done on the board of a day.
func onBoard(steps func(*player)) func(*player) {
	return func(p *player) {
		p.keys("v")
		if steps != nil {
			steps(p)
		}
	}
}

// inPlace plays what is done in a place of the desk, after so many turns of its view.
func inPlace(place, turns string, steps func(*player)) func(*player) {
	return func(p *player) {
		p.Press(place)
		p.keys(turns)
		if steps != nil {
			steps(p)
		}
	}
}

// placeScenes are the board, the seals and the cases of the desk.
func placeScenes() []scene {
	crowd := theCrew()
	return []scene{
		{name: "desk-board", store: crowd, steps: onBoard(nil)},
		{name: "desk-board-empty", store: theQuiet(), steps: onBoard(nil)},
		{name: "desk-board-chosen", store: crowd, steps: onBoard(func(p *player) { p.keys("jxjx") })},
		{name: "desk-board-assign", store: crowd, steps: onBoard(func(p *player) { p.keys("jxjxa") })},
		{name: "desk-board-assigned", store: crowd, again: true, steps: onBoard(func(p *player) {
			p.keys("jxa")
			p.Tap("赵磊")
		})},
		{name: "desk-board-details", store: crowd, steps: onBoard(func(p *player) {
			p.keys("j")
			p.Key(fyne.KeyRight)
			p.Key(fyne.KeyReturn)
		})},
		{name: "desk-order-new", store: crowd, steps: onBoard(func(p *player) { p.keys("n") })},
		{name: "desk-order-new-appointment", store: crowd, steps: onBoard(func(p *player) {
			p.keys("n")
			p.Tap(p.Ctx.Words().Date(p.Ctx.Now().AddDate(0, 0, 1), p.Ctx.Now()))
			p.Tap("8:00")
			p.Tap("12:00")
		})},
		{name: "desk-order-new-wrong", store: crowd, steps: onBoard(func(p *player) {
			p.keys("n")
			p.Press("common.send")
		})},
		{name: "desk-seals-instore", store: crowd, steps: inPlace("seals.title", "", func(p *player) { p.Press("custody.in_store") })},
		{name: "desk-seal", store: crowd, steps: inPlace("seals.title", "", func(p *player) {
			p.Key(fyne.KeyDown)
			p.Key(fyne.KeyReturn)
		})},
		{name: "desk-lots", store: crowd, steps: inPlace("seals.title", "v", nil)},
		{name: "desk-lots-empty", store: theQuiet(), steps: inPlace("seals.title", "v", nil)},
		{name: "desk-lot", store: crowd, steps: inPlace("seals.title", "v", func(p *player) { p.Tap("2025-11") })},
		{name: "desk-holders", store: crowd, steps: inPlace("seals.title", "vv", nil)},
		{name: "desk-holder", store: crowd, steps: inPlace("seals.title", "vv", func(p *player) { p.Tap("31070214") })},
		{name: "desk-issue", store: crowd, steps: inPlace("seals.title", "", func(p *player) { p.Press("seals.issue") })},
		{name: "desk-cases-all", store: crowd, steps: inPlace("cases.title", "", nil)},
		{name: "desk-case-closing", store: crowd, steps: inPlace("cases.title", "", func(p *player) {
			p.Tap("C-20260318-0001")
			p.Press("cases.close")
		})},
		{name: "desk-disputes", store: crowd, steps: inPlace("cases.title", "v", nil)},
		{name: "desk-disputes-empty", store: theQuiet(), steps: inPlace("cases.title", "v", nil)},
		{name: "desk-dispute", store: crowd, steps: inPlace("cases.title", "v", func(p *player) { p.Press("sync.op.seal.applied") })},
		{name: "desk-dispute-task", store: crowd, steps: inPlace("cases.title", "v", func(p *player) { p.Press("sync.op.task.moved") })},
	}
}
