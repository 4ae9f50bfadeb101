package ui

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"pgregory.net/rapid"
)

func TestScaleStrokesMultipliesEveryWidth(t *testing.T) {
	got := scaleStrokes(`<path stroke-width="2.800" d="M1"/><path d="M2"/><path stroke-width="3" d="M3"/>`, 2)
	if got != `<path stroke-width="5.600" d="M1"/><path d="M2"/><path stroke-width="6.000" d="M3"/>` {
		t.Errorf("got %s", got)
	}
}

// TestIconsOfOtherSizeOrColourHaveOtherNames: the toolkit keeps pictures by name.
func TestIconsOfOtherSizeOrColourHaveOtherNames(t *testing.T) {
	names := map[string]bool{}
	for _, r := range []fyne.Resource{
		IcCheck.Resource(rgb(0), 24, 2), IcCheck.Resource(rgb(0xFFFFFF), 24, 2), IcCheck.Resource(rgb(0), 48, 2),
		IcCheck.Resource(rgb(0), 24, 2.6), IcCross.Resource(rgb(0), 24, 2),
	} {
		names[r.Name()] = true
	}
	if len(names) != 5 {
		t.Errorf("five pictures have %d names", len(names))
	}
}

func TestGroupDigitsKeepsEveryDigit(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.StringMatching(`[0-9A-Z]{0,26}`).Draw(t, "number")
		g := GroupDigits(s)
		if strings.ReplaceAll(g, " ", "") != s {
			t.Fatalf("%q became %q", s, g)
		}
		for i, part := range strings.Fields(g) {
			if len(part) > 4 || (i > 0 && len(part) != 4) {
				t.Fatalf("%q has a group of %d", g, len(part))
			}
		}
	})
	if got := GroupDigits(" 3101 07  0000 "); got != "3101 07 0000" {
		t.Errorf("groups that were there became %q", got)
	}
}

func TestGroupedNumberShowsAnotherNumber(t *testing.T) {
	themed(t)
	n := NewGroupedNumber("0012 4471", Small, Title, ColInk)
	test.NewTempWindow(t, n)
	before := n.MinSize().Width
	n.Set("3101 07 0000 0012 34 9902")
	if n.String() != "3101 07 0000 0012 34 9902" || n.MinSize().Width <= before {
		t.Errorf("shows %q, %.0f wide after %.0f", n, n.MinSize().Width, before)
	}
	n.Set("")
	if n.MinSize().Width != 0 {
		t.Error("an empty number takes room")
	}
}

func TestButtonGivesUpTheIconBeforeTheWord(t *testing.T) {
	themed(t)
	b := NewTonal(IcPhone, "Photos", func() {})
	test.NewTempWindow(t, b)
	row := b.body.(*fyne.Container).Objects[0].(*fyne.Container)
	icon, word := row.Objects[0], row.Objects[1].(*Text)
	b.Resize(fyne.NewSize(b.MinSize().Width-10, 48))
	if icon.Visible() || word.Shortened() {
		t.Errorf("narrow: icon %v, word shortened %v", icon.Visible(), word.Shortened())
	}
	b.Resize(fyne.NewSize(300, 48))
	if !icon.Visible() {
		t.Error("the icon does not come back")
	}
}

func TestTargetsAreNeverBelowTheTouchSize(t *testing.T) {
	themed(t)
	do := func() {}
	for name, o := range map[string]fyne.CanvasObject{
		"action": NewAction(IcScan, "a", do), "tonal": NewTonal("", "a", do), "plain": NewPlain("", "a", do), "icon": NewIconButton(IcMore, ColInk, do),
		"tool": NewTool(IcTorch, "a", false, do), "chip": NewChip(Chip{Word: "a"}, do), "sync": NewSyncLine(SyncState{Word: "a"}, do),
		"item": NewItemRow(Item{Title: "a"}, do), "check": NewCheckRow("a", true, do), "entry": NewEntry("", ""), "seal": NewSealRow(SealItem{}, do),
	} {
		if m := o.MinSize(); m.Height < TouchMin || name != "entry" && m.Width < TouchMin && m.Width > 0 {
			t.Errorf("%s wants %v", name, m)
		}
	}
	if h := NewAction("", "a", do).MinSize().Height; h != Action {
		t.Errorf("the main action is %.0f high", h)
	}
}

func TestBadgeWithoutAWordShowsNothing(t *testing.T) {
	themed(t)
	b := NewStateBadge(State{Word: "在用", Icon: IcCheck, Tone: ToneRight})
	if !b.Filled() {
		t.Error("a badge has no ground")
	}
	b.Set(State{})
	if b.Filled() || b.icon.Visible() {
		t.Error("an empty badge is to be seen")
	}
}

func TestTaskRowIsFilledAgainAndMarked(t *testing.T) {
	themed(t)
	pressed := 0
	r := NewTaskRow(func() { pressed++ })
	test.NewTempWindow(t, r)
	r.Resize(fyne.NewSize(380, r.MinSize().Height))
	r.Set(TaskItem{Order: "1", Kind: "封印检查", Due: "10:00", State: State{Word: "待办", Tone: ToneCalm}})
	r.Set(TaskItem{Order: "2", Kind: "复电", Due: "逾期 1 天", Late: true, State: State{Word: "退回", Icon: IcAlert, Tone: ToneLook}})
	if r.order.word != "2" || r.kind.s != "复电" || r.due.col != ToneWrong.OnWash() || r.badge.word.s != "退回" {
		t.Error("the row shows the task before")
	}
	if r.due.Shortened() {
		t.Error("the new word is cut: the line was not laid out again")
	}
	r.Mark(true)
	if r.look.Stroke != ColPrimary {
		t.Error("the next task is not marked")
	}
	r.Mark(false)
	if r.look.Stroke != ColLine {
		t.Error("the mark stays")
	}
	test.Tap(r)
	if pressed != 1 {
		t.Error("the press is lost")
	}
	if r.MinSize().Height != TaskRowHeight {
		t.Errorf("the row is %.0f high", r.MinSize().Height)
	}
}

func TestSealListOpensTheSealThatWasPressed(t *testing.T) {
	themed(t)
	var got string
	l := NewSealList([]SealItem{{Place: "左", Number: "4471"}, {Place: "右", Number: "4472", Verdict: Wrong}}, func(s SealItem) { got = s.Number })
	w := test.NewTempWindow(t, l)
	w.SetPadded(false)
	w.Resize(fyne.NewSize(400, l.MinSize().Height))
	test.TapCanvas(w.Canvas(), fyne.NewPos(200, w.Canvas().Size().Height-20))
	if got != "4472" {
		t.Errorf("opened %q", got)
	}
}

func TestProgressPartsFillTheirShare(t *testing.T) {
	themed(t)
	p := NewProgress(8, 0, Part{Share: .25, Tone: ToneRight}, Part{Share: .5, Tone: ToneWrong})
	p.Resize(fyne.NewSize(400, 8))
	r := test.WidgetRenderer(p).(*progressRenderer)
	r.Layout(p.Size())
	if a, b := r.parts[0], r.parts[1]; a.Size().Width != 98 || b.Position().X != 100 || b.Size().Width != 200 {
		t.Errorf("parts at %v %v, %v %v", a.Position(), a.Size(), b.Position(), b.Size())
	}
}

func TestRaisedScanButtonTakesPressesAboveTheBar(t *testing.T) {
	themed(t)
	got, under := -1, false
	bar := NewBottomBar([5]Tab{{Icon: IcToday, Word: "a"}, {Icon: IcMap, Word: "b"}, {Icon: IcScan, Word: "c"}, {Icon: IcSearch, Word: "d"}, {Icon: IcPerson, Word: "e"}}, 0, func(i int) { got = i })
	w := test.NewTempWindow(t, Screen(nil, bar, NewTap(Look{}, Space(10, 10), func() { under = true })))
	w.SetPadded(false)
	w.Resize(fyne.NewSize(412, 892))
	test.TapCanvas(w.Canvas(), fyne.NewPos(206, 892-BottomBarHeight-12))
	if got != 2 || under {
		t.Fatalf("pressed place %d, page under it pressed: %v", got, under)
	}
}

func TestBoxPictureIsPaintedWithoutMeters(t *testing.T) {
	themed(t)
	w := test.NewTempWindow(t, NewBoxPicture(nil, []Spot{{X: .5, Y: .5, Tail: "4471"}}))
	w.Resize(fyne.NewSize(300, 200))
	w.Canvas().Capture()
}
