package ui

import (
	"fmt"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/mobile"
	"fyne.io/fyne/v2/test"
)

func TestNumberEntryTakesDigitsAlone(t *testing.T) {
	app := themed(t)
	e := NewNumberEntry("", "", ".")
	test.NewTempWindow(t, e)
	test.Type(e, "1a2,3.5 国")
	if e.Text != "123.5" {
		t.Errorf("typed: %q", e.Text)
	}
	if e.Keyboard() != mobile.NumberKeyboard {
		t.Error("asks for another keyboard")
	}
	e.SetText("")
	app.Clipboard().SetContent("3101 07 0000")
	e.TypedShortcut(&fyne.ShortcutPaste{Clipboard: app.Clipboard()})
	if e.Text != "3101070000" {
		t.Errorf("pasted: %q", e.Text)
	}
}

func TestTextEntryTakesChinese(t *testing.T) {
	themed(t)
	e := NewEntry("", "")
	test.NewTempWindow(t, e)
	test.Type(e, "张江路 88 弄")
	if e.Text != "张江路 88 弄" || e.Keyboard() != mobile.SingleLineKeyboard {
		t.Errorf("has %q", e.Text)
	}
}

func TestFormBringsTheFocusedFieldIntoView(t *testing.T) {
	themed(t)
	form := NewForm()
	var fields []*Field
	for i := range 12 {
		f := NewField(fmt.Sprint("field ", i), NewEntry("", ""), "hint")
		fields = append(fields, f)
		form.Field(f)
	}
	w := test.NewTempWindow(t, form.Object())
	w.SetPadded(false)
	w.Resize(fyne.NewSize(412, 300)) // what a phone's keyboard leaves
	for _, i := range []int{11, 0, 6} {
		w.Canvas().Focus(fields[i].Entry())
		top := fyne.CurrentApp().Driver().AbsolutePositionForObject(fields[i].box).Y
		if bottom := top + fields[i].box.Size().Height; top < 0 || bottom > 300 {
			t.Errorf("field %d stands from %.0f to %.0f of 300", i, top, bottom)
		}
	}
}

func TestFieldErrorTakesThePlaceOfTheHint(t *testing.T) {
	themed(t)
	f := NewField("电话", NewEntry("", ""), "11 位")
	below := NewText("below", Body, ColInk)
	form := NewForm().Field(f).Add(below)
	w := test.NewTempWindow(t, form.Object())
	w.SetPadded(false)
	w.Resize(fyne.NewSize(200, 400))
	before := below.Position().Y
	f.SetError("这不是一个手机号,手机号应有十一位数字,请再看一遍")
	if f.line.s == "11 位" || f.line.col != ToneWrong.OnWash() {
		t.Error("the error is not shown")
	}
	if below.Position().Y <= before {
		t.Error("an error of two lines lies over what follows")
	}
	f.SetError("")
	if f.line.s != "11 位" || f.line.col != ColMuted {
		t.Error("the hint does not come back")
	}
}

func TestFilterBarSlidesNoFurtherThanItsEnds(t *testing.T) {
	themed(t)
	got := -1
	f := NewFilterBar([]Chip{{Word: "全部", Count: "8", On: true}, {Word: "用户", Count: "2"}, {Word: "电能表"}, {Word: "封印"}, {Word: "计量箱"}}, func(i int) { got = i })
	w := test.NewTempWindow(t, f)
	w.SetPadded(false)
	w.Resize(fyne.NewSize(160, 48))
	f.Dragged(&fyne.DragEvent{Dragged: fyne.NewDelta(50, 0)})
	if x := f.row.Position().X; x != 0 {
		t.Errorf("slid past the beginning to %.0f", x)
	}
	f.Dragged(&fyne.DragEvent{Dragged: fyne.NewDelta(-5000, 0)})
	if end := f.row.Position().X + f.row.MinSize().Width; end < 159 || end > 161 {
		t.Errorf("the end stands at %.0f of 160", end)
	}
	test.TapCanvas(w.Canvas(), fyne.NewPos(140, 24))
	if got != 4 {
		t.Errorf("pressed %d", got)
	}
}
