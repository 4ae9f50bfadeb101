package ui_test

import (
	"image/color"
	"testing"

	"dianqin/screens/ui"
	"dianqin/screens/ui/uitest"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// TestEveryFamilyHoldsInEveryLook lays out a sample page of each widget family
// in both languages, three modes and large text, and checks the layout. With
// DIANQIN_PICTURES set it leaves the pictures there.
func TestEveryFamilyHoldsInEveryLook(t *testing.T) {
	for _, v := range uitest.Variants(false) {
		t.Run(v.Name, func(t *testing.T) {
			for _, g := range phoneGallery() {
				s := uitest.New(t, v.Options)
				shell := ui.NewPhoneShell(s.Ctx, samplePlaces(s.Ctx))
				if g.over {
					s.Ctx.Nav.Push(g.page(s.Ctx))
				} else {
					shell.Go(0)
					s.Ctx.Nav.Root(g.page(s.Ctx))
				}
				if g.then != nil {
					g.then(s)
				}
				s.Capture("phone-" + g.name + "-" + v.Name)
				for _, fault := range s.Faults() {
					t.Errorf("%s: %s", g.name, fault)
				}
			}
		})
	}
}

func TestDeskFamilyHoldsInEveryLook(t *testing.T) {
	for _, v := range uitest.Variants(true) {
		t.Run(v.Name, func(t *testing.T) {
			s := uitest.New(t, v.Options)
			p := samplePlaces(s.Ctx)
			p[1].More = func() string { return "14" }
			ui.NewDeskShell(s.Ctx, p[:], ui.Person{Name: "周海", Role: func() string { return say(s.Ctx, "班长 · 浦东一站", "Supervisor · Pudong No. 1") }, Open: nothing})
			page := newDeskPage(s.Ctx)
			s.Ctx.Nav.Root(page)
			page.table.Select(0)
			s.Ctx.Open(&sample{title: say(s.Ctx, "封印", "Seal"), sub: "0000 0012 34 9902", body: sealDetails(s.Ctx), foot: sealFoot(s.Ctx)})
			s.Capture("desk-table-" + v.Name)
			s.Check()
		})
	}
}

// say is a sample sentence in the language of the context; sample data is not in assets.
func say(c *ui.Context, zh, en string) string {
	if c.Words().Language() == "en" {
		return en
	}
	return zh
}

func nothing() {}

// sample is a page of the gallery.
type sample struct {
	title, sub string
	body, foot fyne.CanvasObject
	actions    []fyne.CanvasObject
}

func (p *sample) Title() string                { return p.title }
func (p *sample) Subtitle() string             { return p.sub }
func (p *sample) Content() fyne.CanvasObject   { return p.body }
func (p *sample) Foot() fyne.CanvasObject      { return p.foot }
func (p *sample) Actions() []fyne.CanvasObject { return p.actions }

func samplePlaces(c *ui.Context) [5]ui.Place {
	page := func() ui.Page {
		return &sample{title: c.T("common.app", nil), body: ui.NewEmpty(ui.Empty{Icon: ui.IcToday, Why: c.T("common.empty.title", nil)})}
	}
	return [5]ui.Place{{Icon: ui.IcToday, Word: "common.done", Page: page}, {Icon: ui.IcMap, Word: "common.map", Page: page},
		{Icon: ui.IcScan, Word: "common.scan", Page: page}, {Icon: ui.IcSearch, Word: "common.search", Page: page},
		{Icon: ui.IcPerson, Word: "common.more", Page: page}}
}

type galleryPage struct {
	name string
	over bool
	page func(*ui.Context) ui.Page
	then func(*uitest.Stage)
}

func phoneGallery() []galleryPage {
	return []galleryPage{
		{name: "today", page: todaySample, then: func(s *uitest.Stage) {
			s.Ctx.ToastUndo(say(s.Ctx, "已跳过 益江路 12 号", "Skipped 12 Yijiang Rd"), s.Ctx.T("common.undo", nil), nothing)
		}},
		{name: "task", over: true, page: taskSample},
		{name: "verdict", over: true, page: verdictSample},
		{name: "form", over: true, page: formSample},
		{name: "lookup", page: lookupSample},
		{name: "me", page: meSample},
		{name: "states", over: true, page: statesSample},
		{name: "empty", page: emptySample},
		{name: "charts", over: true, page: chartsSample},
	}
}

func column(gap float32, objects ...fyne.CanvasObject) fyne.CanvasObject {
	return ui.Scroll(ui.Inset(12, ui.Edge, 40, ui.Edge, ui.Col(gap, objects...)))
}

func todaySample(c *ui.Context) ui.Page {
	todo := ui.State{Word: c.T("common.state.todo", nil), Icon: ui.IcClock, Tone: ui.ToneCalm}
	tasks := []ui.TaskItem{
		{Order: "4", Icon: ui.IcSeal, Kind: say(c, "封印检查", "Seal check"), State: ui.State{Word: c.T("common.state.started", nil), Icon: ui.IcPen, Tone: ui.TonePrimary},
			Place: say(c, "张江路 88 弄 5 号 102 室", "Rm 102, 5 Lane 88 Zhangjiang Rd"), Detail: say(c, "王建国 · 1 块表 · 封印 2/6", "Wang Jianguo · 1 meter · seals 2/6"), Due: "10:00", Distance: c.Words().Distance(420)},
		{Order: "5", Icon: ui.IcBoltOff, Kind: say(c, "欠费停电", "Disconnection"), State: todo, Place: say(c, "益江路 12 号", "12 Yijiang Rd"),
			Detail: say(c, "李秀兰 · ", "Li Xiulan · ") + c.Words().Money(128450), Due: "10:40", Distance: c.Words().Distance(1100)},
		{Order: "6", Icon: ui.IcSheet, Kind: say(c, "用电检查", "Inspection"), State: ui.State{Word: c.T("common.state.returned", nil), Icon: ui.IcAlert, Tone: ui.ToneLook},
			Place:  say(c, "中国(上海)自由贸易试验区祖冲之路 1239 弄 3 号楼 15 层", "Floor 15, Building 3, Lane 1239 Zuchongzhi Road, Free Trade Zone"),
			Detail: say(c, "缺照片:计量箱外观", "Photo missing: meter box"), Due: say(c, "逾期 1 天", "1 day late"), Late: true, Distance: c.Words().Distance(1800)},
	}
	var rows []fyne.CanvasObject
	for i, it := range tasks {
		r := ui.NewTaskRow(nothing)
		r.Set(it)
		r.Mark(i == 0)
		rows = append(rows, r)
	}
	progress := ui.Col(6, ui.Row(6, ui.NewText(c.T("common.done", nil), ui.Small, ui.ColMuted), ui.NewText("3 / 11", ui.BodyBold, ui.ColInk)),
		ui.NewProgress(8, 0, ui.Part{Share: 3.0 / 11, Tone: ui.TonePrimary}))
	sync := ui.NewSyncLine(ui.SyncState{Icon: ui.IcCloudOff, Tone: ui.ToneLook, Word: c.N("common.sync.waiting", 2, nil), More: c.T("common.kept", nil)}, nothing)
	return &sample{title: say(c, "今日", "Today"), sub: c.Words().Day(c.Now()) + say(c, " · 浦东一站", " · Pudong No. 1"),
		actions: []fyne.CanvasObject{ui.NewIconButton(ui.IcMap, ui.ColInk, nothing), ui.NewIconButton(ui.IcSort, ui.ColInk, nothing)},
		body:    column(8, append([]fyne.CanvasObject{progress, sync}, rows...)...)}
}

func taskSample(c *ui.Context) ui.Page {
	who := ui.Card(ui.Col(2,
		ui.Row(8, ui.NewText(say(c, "王建国", "Wang Jianguo"), ui.Title, ui.ColInk), ui.NewTag(say(c, "居民", "Resident"))),
		ui.NewGroupedNumber("3107 0012 34", ui.Small, ui.BodyBold, ui.ColInk),
		ui.Row(4, ui.NewIcon(ui.IcPin, 18, ui.ColMuted), ui.Grow(ui.NewText(say(c, "张江路 88 弄 5 号 102 室 · 楼道左侧", "Rm 102, 5 Lane 88 Zhangjiang Rd"), ui.Small, ui.ColMuted).Clip())),
		ui.Inset(8, 0, 4, 0, ui.Cells(8, ui.NewTonal(ui.IcPhone, c.T("common.call", nil), nothing), ui.NewTonal(ui.IcRoute, "420 m", nothing), ui.NewTonal(ui.IcPicture, c.T("common.photos", nil), nothing)))))
	note := say(c, "还没扫到", "Not seen yet")
	seals := ui.NewSealList([]ui.SealItem{
		{Place: say(c, "计量箱门", "Box door"), Found: "9902", Expected: say(c, "应为 4474", "not 4474"), Verdict: ui.Wrong, Note: say(c, "不属于这里", "Does not belong here")},
		{Place: say(c, "表盖 左", "Cover, left"), Number: "0012 4471", Verdict: ui.Right, Note: say(c, "正确 · 10:31", "Right · 10:31")},
		{Place: say(c, "端钮盒", "Terminals"), Number: "0012 4473", Verdict: ui.Waiting, Note: note},
		{Place: say(c, "联合接线盒", "Test block"), Number: "0012 4476", Verdict: ui.LookAt, Note: say(c, "破损", "Broken")},
		{Place: say(c, "采集终端", "Data collector"), Number: "0012 4475", Verdict: ui.Unknown, Note: say(c, "不在系统里", "Not on file")},
	}, func(ui.SealItem) {})
	count := ui.Row(2, ui.NewText("2", ui.Title, ui.ToneRight.OnWash()), ui.NewText(" / 6", ui.BodyBold, ui.ColMuted))
	line := ui.NewProgress(8, 0, ui.Part{Share: 2.0 / 6, Tone: ui.ToneRight}, ui.Part{Share: 1.0 / 6, Tone: ui.ToneWrong})
	return &sample{title: say(c, "封印检查", "Seal check"), sub: say(c, "工单 0042 · 10:00 前到", "Order 0042 · due by 10:00"),
		actions: []fyne.CanvasObject{ui.NewIconButton(ui.IcCamera, ui.ColInk, nothing), ui.NewIconButton(ui.IcMore, ui.ColInk, nothing)},
		body:    column(8, who, ui.NewSectionTitle(say(c, "应在封印", "Expected seals"), count), line, seals),
		foot:    ui.NewActionBar(ui.Grow(ui.NewAction(ui.IcScan, say(c, "继续扫描 · 还缺 3", "Go on scanning · 3 missing"), nothing)))}
}

func verdictSample(c *ui.Context) ui.Page {
	banner := ui.NewVerdictBanner(ui.Wrong, say(c, "不属于这里", "Does not belong here"),
		say(c, "1 分钟前登记为已报废,却出现在用户处", "registered as scrapped a minute ago, and found at a customer's"),
		ui.NewGroupedNumber("3101 07 0000 0012 34 9902", ui.Small, ui.Title, ui.ColInk),
		ui.Cells(8, ui.NewToneAction(ui.IcShield, say(c, "立案", "Open case"), ui.ToneWrong, nothing), ui.NewTonal(ui.IcReport, say(c, "看记录", "History"), nothing)))
	box := ui.NewBoxPicture([]string{"8831", "0176"}, []ui.Spot{
		{X: .27, Y: .22, Verdict: ui.Right, Tail: "4471", Side: ui.AtLeft}, {X: .73, Y: .22, Verdict: ui.Waiting, Tail: "4472"},
		{X: .27, Y: .72, Verdict: ui.LookAt, Tail: "4473", Side: ui.Under}, {X: .95, Y: .5, Verdict: ui.Wrong, Tail: "9902", Side: ui.AtLeft}})
	facts := ui.Group(ui.NewKeyText(say(c, "应在位置", "On file at"), say(c, "张江路 90 弄 3 号", "3 Lane 90 Zhangjiang Rd")),
		ui.NewKeyValue(say(c, "外观", "Condition"), ui.NewStateBadge(ui.State{Word: say(c, "破损", "Broken"), Icon: ui.IcBang, Tone: ui.ToneLook})))
	chips := ui.Row(8, ui.NewVerdictChip(ui.Right, "正确", "4471"), ui.NewVerdictChip(ui.LookAt, "", "4473"), ui.NewVerdictChip(ui.Unknown, "", "0077"))
	tools := ui.Cells(4, ui.NewTool(ui.IcTorch, say(c, "手电", "Torch"), true, nothing), ui.NewTool(ui.IcPause, say(c, "暂停", "Pause"), false, nothing),
		ui.NewTool(ui.IcKeyboard, say(c, "手工输入", "Type"), false, nothing), ui.NewTool(ui.IcPicture, say(c, "相册", "Album"), false, nothing))
	return &sample{title: say(c, "扫描结果", "Scan result"), body: column(12, banner, box, chips, facts, tools)}
}

func formSample(c *ui.Context) ui.Page {
	wrong := ui.NewField(say(c, "电话", "Phone"), ui.NewNumberEntry("1380013", "138…", ""), "")
	wrong.SetError(say(c, "手机号应有 11 位", "A phone number has 11 digits"))
	photo := canvas.NewRectangle(color.NRGBA{R: 0x80, G: 0x90, B: 0x90, A: 0xFF})
	form := ui.NewForm().
		Field(ui.NewField(say(c, "姓名", "Name"), ui.NewEntry(say(c, "王建国", "Wang Jianguo"), ""), "")).
		Field(wrong).
		Field(ui.NewField(say(c, "密码", "Password"), ui.NewPasswordEntry(say(c, "至少 8 位", "at least 8 characters")), say(c, "只存在这部手机上", "Kept on this phone only"))).
		Field(ui.NewField(say(c, "备注", "Note"), ui.NewNoteEntry("", say(c, "写下现场情况", "What you saw"), 3), "")).
		Add(ui.NewSegments([]string{say(c, "完好", "Intact"), say(c, "破损", "Broken"), say(c, "缺失", "Missing")}, 1, ui.ToneLook, func(int) {}),
			ui.Row(8, ui.NewPhotoSlot(say(c, "计量箱", "Box"), photo, nothing), ui.NewPhotoSlot(say(c, "电表", "Meter"), nil, nothing)))
	return &sample{title: say(c, "现场记录", "Site record"), body: form.Object(), foot: ui.NewActionBar(ui.Grow(ui.NewAction(ui.IcSend, c.T("common.send", nil), nothing)))}
}

func lookupSample(c *ui.Context) ui.Page {
	chips := ui.NewFilterBar([]ui.Chip{{Word: c.T("common.all", nil), Count: "8", On: true}, {Word: say(c, "用户", "Customers"), Count: "2"},
		{Word: say(c, "电能表", "Meters"), Count: "2"}, {Word: say(c, "封印", "Seals"), Count: "3"}, {Word: say(c, "计量箱", "Boxes"), Count: "1"}}, func(int) {})
	money := ui.NewText(c.Words().Money(128450), ui.SmallBold, ui.ToneWrong.OnWash())
	group := ui.Group(
		ui.NewItemRow(ui.Item{Icon: ui.IcPerson, Tone: ui.TonePrimary, Title: say(c, "王建国 · 3107 0012 34", "Wang Jianguo · 3107 0012 34"), Sub: say(c, "张江路 88 弄 5 号 102 室", "Rm 102, 5 Lane 88 Zhangjiang Rd"), End: money, Open: true}, nothing),
		ui.NewItemRow(ui.Item{Icon: ui.IcMeter, Tone: ui.ToneUnknown, Title: say(c, "单相 2019", "Single-phase, 2019"), Sub: say(c, "王建国 · 计量箱 0488", "Wang Jianguo · box 0488"), End: ui.NewGroupedNumber("0012 34 8831", ui.Small, ui.BodyBold, ui.ColInk), Open: true}, nothing))
	return &sample{title: c.T("common.search", nil), sub: c.T("common.sync.age", map[string]any{"age": c.Words().Ago(c.Now().Add(-120e9), c.Now())}),
		body: ui.Screen(ui.Col(4, ui.Inset(0, ui.Edge, 0, ui.Edge, ui.NewSearch("", say(c, "户号、表号、封印、姓名", "Customer, meter, seal, name"), nil)), ui.Inset(0, 0, 0, ui.Edge, chips)), nil,
			column(8, ui.NewSectionTitle(say(c, "用户", "Customers"), ui.NewText(c.N("common.rows", 2, nil), ui.Small, ui.ColMuted)), group))}
}

func meSample(c *ui.Context) ui.Page {
	value := func(s string) fyne.CanvasObject { return ui.NewText(s, ui.Small, ui.ColMuted) }
	settings := ui.Group(
		ui.NewItemRow(ui.Item{Icon: ui.IcPack, Title: say(c, "离线数据", "Offline data"), End: value(c.Words().Bytes(214e6)), Open: true}, nothing),
		ui.NewItemRow(ui.Item{Icon: ui.IcGlobe, Title: say(c, "语言", "Language"), End: value(c.T("common.language.zh", nil)), Open: true}, nothing))
	modes := ui.NewSegments([]string{c.T("common.mode.light", nil), c.T("common.mode.dark", nil), c.T("common.mode.sunlight", nil)}, int(c.Settings().Mode), ui.TonePrimary, func(int) {})
	choices := ui.NewChoices([]string{c.T("common.text.normal", nil), c.T("common.text.large", nil), c.T("common.text.larger", nil)}, 1, func(int) {})
	history := ui.Card(ui.NewHistory([]ui.Event{
		{When: "10:32", What: say(c, "扫到,判为不符", "Seen, out of place"), Who: say(c, "李敏 · 工单 0042", "Li Min · order 0042"), Tone: ui.ToneWrong},
		{When: c.Words().Date(c.Now(), c.Now()), What: say(c, "报废", "Scrapped"), Who: say(c, "周海 · 换表", "Zhou Hai · meter change"), Tone: ui.ToneLook}}))
	return &sample{title: say(c, "我的", "Me"), sub: "31070214", body: column(10, settings, modes, choices, history, ui.NewTonal(ui.IcSync, c.T("common.sync.now", nil), nothing), ui.NewPlain("", c.T("common.cancel", nil), nothing))}
}

func statesSample(c *ui.Context) ui.Page {
	problem := ui.NewProblem(ui.Problem{Happened: say(c, "服务器没有接受这一条", "The server did not take this one"), Kept: c.T("common.kept", nil),
		Todo: say(c, "请班长在案件里处理,或改正后再提交", "Ask your supervisor to settle it under Cases, or mend it and submit again"), Action: c.T("common.retry", nil), Do: nothing})
	line := func(g ui.Glyph, tone ui.Tone, word, more string) fyne.CanvasObject {
		return ui.NewSyncLine(ui.SyncState{Icon: g, Tone: tone, Word: word, More: more}, nothing)
	}
	return &sample{title: say(c, "状态", "States"), body: column(12, problem,
		ui.NewLoading(c.T("common.loading", nil), c.T("common.left", map[string]any{"amount": c.Words().Bytes(12.4e6)}), 0.4),
		line(ui.IcCloudOK, ui.ToneRight, c.T("common.sync.fresh", nil), c.Words().Ago(c.Now().Add(-120e9), c.Now())),
		line(ui.IcCloudOff, ui.ToneWrong, c.T("common.sync.failed", nil), c.T("common.sync.next", map[string]any{"time": "10:35"})),
		ui.NewVerdictBanner(ui.Right, say(c, "正确", "Right"), say(c, "就该在这里", "This is where it belongs")),
		ui.NewVerdictBanner(ui.Unknown, say(c, "不认识", "Unknown"), say(c, "不在任何批次里", "In no lot that was ever bought")))}
}

func chartsSample(c *ui.Context) ui.Page {
	var bars []ui.Bar
	var points []ui.Point
	for i, v := range []float64{212, 198, 240, 310, 388, 402, 265, 231, 226, 240, 251, 262, 41} {
		month := string(rune('1' + i%9))
		bars = append(bars, ui.Bar{Label: month, Value: v, Last: v * 0.9, Known: i > 2})
		points = append(points, ui.Point{Label: month, Value: v / 40, Known: i != 4})
	}
	bars[12].Tone, bars[12].Word, bars[12].Last, bars[12].Known = ui.ToneWrong, "41 kWh", 205, true
	points[5].Word, points[12].Word = "10.1 %", "1.0 %"
	return &sample{title: say(c, "图表", "Charts"), body: column(12, ui.Card(ui.NewBarChart(bars)), ui.Card(ui.NewLineChart(points, 7)))}
}

func emptySample(c *ui.Context) ui.Page {
	return &sample{title: say(c, "今日", "Today"), body: ui.NewEmpty(ui.Empty{Icon: ui.IcToday, Why: say(c, "今天没有派给你的任务,有新任务会自己出现", "No tasks for you today; new ones appear by themselves"), Action: c.T("common.sync.now", nil), Do: nothing})}
}
