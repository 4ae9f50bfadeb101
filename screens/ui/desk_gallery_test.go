package ui_test

import (
	"dianqin/screens/ui"

	"fyne.io/fyne/v2"
)

// sealRows are the rows of a sample table.
type sealRows []struct {
	number, kind, where, last string
	state, condition          ui.State
}

func (r sealRows) Len() int { return len(r) }

func (r sealRows) Cell(row, column int) ui.Cell {
	s := r[row]
	return []ui.Cell{{Text: s.number}, {Text: s.kind}, {State: s.state}, {State: s.condition}, {Text: s.where}, {Text: s.last, Ink: ui.ColMuted}}[column]
}

type deskPage struct {
	sample
	table *ui.Table
	rows  *ui.Filtered
}

func newDeskPage(c *ui.Context) *deskPage {
	inUse := ui.State{Word: say(c, "在用", "In use"), Icon: ui.IcCheck, Tone: ui.ToneRight}
	scrapped := ui.State{Word: say(c, "已报废", "Scrapped"), Icon: ui.IcCross, Tone: ui.ToneWrong}
	broken := ui.State{Word: say(c, "破损", "Broken"), Icon: ui.IcBang, Tone: ui.ToneLook}
	intact := ui.State{Word: say(c, "完好", "Intact"), Icon: ui.IcCheck, Tone: ui.ToneRight}
	rows := ui.NewFiltered(sealRows{
		{"0012 34 9902", say(c, "箱门", "Door"), say(c, "张江路 88 弄 5 号", "5 Lane 88 Zhangjiang Rd"), "10:32", scrapped, intact},
		{"0012 34 5120", say(c, "表盖", "Cover"), say(c, "益江路 12 号", "12 Yijiang Rd"), "10:11", inUse, broken},
		{"0012 30 0077", say(c, "表盖", "Cover"), say(c, "中国(上海)自由贸易试验区祖冲之路 1239 弄", "Lane 1239 Zuchongzhi Road, Free Trade Zone"), "9:50", inUse, intact},
	}, 6)
	cols := []ui.Column{{Title: say(c, "封印号", "Number"), Width: 132, Kind: ui.NumberCell}, {Title: say(c, "类别", "Kind"), Width: 56, Minor: true},
		{Title: say(c, "状态", "State"), Width: 92, Kind: ui.StateCell}, {Title: say(c, "外观", "Condition"), Width: 84, Kind: ui.StateCell, Minor: true},
		{Title: say(c, "位置", "Where")}, {Title: say(c, "最后", "Last"), Width: 48, End: true, Minor: true}}
	p := &deskPage{rows: rows}
	p.title, p.sub = say(c, "封印", "Seals"), say(c, "42,256 枚 · 本月盘点 3月31日", "42,256 seals · count due 31 March")
	p.table = ui.NewTable(cols, rows, func(int) {})
	p.table.OnSort(func(column int, down bool) {
		rows.Sort(column, down)
		p.table.SetRows(rows)
	})
	search := ui.NewSearch("", say(c, "户号、表号、封印", "Customer, meter, seal"), func(s string) {
		rows.Filter(s)
		p.table.SetRows(rows)
	})
	p.actions = []fyne.CanvasObject{ui.AtLeast(240, 0, search), ui.NewCompact(ui.IcPlus, say(c, "入库", "Receive"), false, nothing), ui.NewCompact(ui.IcSend, say(c, "发放", "Issue"), true, nothing)}
	chips := ui.NewFilterBar([]ui.Chip{{Word: say(c, "异常", "Alarms"), Count: "7", On: true}, {Word: say(c, "在用", "In use"), Count: "38.2k"}, {Word: say(c, "库存", "In stock"), Count: "2,600"}}, func(int) {})
	figures := ui.Cells(12,
		ui.NewFigureCard(say(c, "待派工单", "Unassigned"), "14", say(c, "单", "orders"), say(c, "最早 9:00 到期", "first due 9:00"), ui.ToneLook, ui.NewProgress(6, 0, ui.Part{Share: .4, Tone: ui.ToneLook}), nothing),
		ui.NewFigureCard(say(c, "今日完成", "Done today"), "38", "/ 96", say(c, "比昨天多 4", "4 more than yesterday"), ui.ToneCalm, ui.NewProgress(6, .5, ui.Part{Share: .4, Tone: ui.TonePrimary}), nothing))
	p.body = ui.Frame(ui.Col(8, figures, chips), nil, nil, nil, ui.Inset(8, 0, 0, 0, p.table))
	return p
}

func (p *deskPage) OnKey(k fyne.KeyName) bool { return p.table.OnKey(k) }
func (p *deskPage) OnRune(r rune) bool        { return p.table.OnRune(r) }

func sealDetails(c *ui.Context) fyne.CanvasObject {
	return column(10, ui.NewVerdictBanner(ui.Wrong, say(c, "不属于这里", "Does not belong here"), say(c, "已报废的封印出现在用户处", "a scrapped seal at a customer's")),
		ui.NewKeyText(say(c, "应在位置", "On file at"), say(c, "张江路 90 弄 3 号", "3 Lane 90 Zhangjiang Rd")),
		ui.NewPanel(say(c, "记录", "History"), ui.NewTick(true), ui.Pad(12, 14, ui.NewHistory([]ui.Event{
			{When: "10:32", What: say(c, "扫到,判为不符", "Seen, out of place"), Who: say(c, "李敏 · 工单 0042", "Li Min · order 0042"), Tone: ui.ToneWrong},
			{When: "2024-08-02", What: say(c, "加封", "Applied"), Who: say(c, "周海 · 箱门", "Zhou Hai · door"), Tone: ui.ToneRight}}))))
}

func sealFoot(c *ui.Context) fyne.CanvasObject {
	return ui.NewActionBar(ui.Grow(ui.NewToneAction(ui.IcShield, say(c, "立案", "Open a case"), ui.ToneWrong, nothing)), ui.NewTonal(ui.IcMap, c.T("common.map", nil), nothing))
}
