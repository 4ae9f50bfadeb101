package ui

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/mobile"
	"fyne.io/fyne/v2/test"
)

// phoneForm is a form of many fields in a window that a phone's keyboard can shrink.
func phoneForm(t *testing.T, form fyne.CanvasObject) (fyne.Window, *Bridge) {
	t.Helper()
	b := NewHeldBridge()
	w := test.NewTempWindow(t, nil)
	w.SetPadded(false)
	w.SetContent(container.New(&room{do: b.Do, canvas: w.Canvas(), soft: true}, form))
	for _, height := range []float32{892, 800} { // a phone's window is filled before its size is known
		w.Resize(fyne.NewSize(412, height))
		b.Wait()
	}
	return w, b
}

func manyFields() (*Form, []*Field) {
	form := NewForm()
	var fields []*Field
	for i := range 9 {
		f := NewField(fmt.Sprint("field ", i), NewEntry("", ""), "hint")
		fields = append(fields, f)
		form.Field(f)
	}
	return form, fields
}

func seen(t *testing.T, o fyne.CanvasObject, height float32) {
	t.Helper()
	top := fyne.CurrentApp().Driver().AbsolutePositionForObject(o).Y
	if bottom := top + o.Size().Height; top < 0 || bottom > height {
		t.Errorf("it stands from %.0f to %.0f of %.0f", top, bottom, height)
	}
}

func TestKeyboard_ThatComesAfterTheFocusDoesNotCoverTheField(t *testing.T) {
	themed(t)
	form, fields := manyFields()
	w, b := phoneForm(t, form.Object())
	last := fields[6]
	w.Canvas().Focus(last.Entry())
	seen(t, last.box, 800)
	w.Resize(fyne.NewSize(412, 320)) // the keyboard is there
	b.Wait()
	seen(t, last.box, 320)
}

func TestKeyboard_DoesNotCoverAFieldThatStandsInNoForm(t *testing.T) {
	themed(t)
	e := NewEntry("", "")
	tall := NewIcon(IcMap, 600, ColInk)
	w, b := phoneForm(t, Scroll(Col(Gap, tall, e)))
	w.Canvas().Focus(e)
	w.Resize(fyne.NewSize(412, 320))
	b.Wait()
	seen(t, e, 320)
}

func TestKeyboard_ThatGoesTakesTheFocusWithIt(t *testing.T) {
	themed(t)
	form, fields := manyFields()
	w, b := phoneForm(t, form.Object())
	w.Canvas().Focus(fields[0].Entry())
	for _, height := range []float32{320, 360, 330} { // a keyboard may change its height
		w.Resize(fyne.NewSize(412, height))
		b.Wait()
		if w.Canvas().Focused() == nil {
			t.Fatalf("at %.0f, under the keyboard, the field lost the focus", height)
		}
	}
	w.Resize(fyne.NewSize(412, 800))
	b.Wait()
	if w.Canvas().Focused() != nil {
		t.Error("the field keeps the focus: Back would be lost on a keyboard that is not there")
	}
}

func TestKeyboard_OfADeskHasNoSuchHabits(t *testing.T) {
	themed(t)
	form, fields := manyFields()
	b := NewHeldBridge()
	w := test.NewTempWindow(t, nil)
	w.SetContent(container.New(&room{do: b.Do, canvas: w.Canvas()}, form.Object()))
	for _, height := range []float32{800, 400, 800} { // a window is dragged smaller and larger
		w.Resize(fyne.NewSize(412, height))
		w.Canvas().Focus(fields[0].Entry())
		b.Wait()
	}
	if w.Canvas().Focused() == nil {
		t.Error("a larger window takes the focus from a field")
	}
}

func TestBack_InAFieldMeansThePage(t *testing.T) {
	themed(t)
	e := NewEntry("", "")
	w := test.NewTempWindow(t, e)
	var keys []fyne.KeyName
	w.Canvas().SetOnTypedKey(func(k *fyne.KeyEvent) { keys = append(keys, k.Name) })
	w.Canvas().Focus(e)
	e.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if w.Canvas().Focused() != nil || len(keys) != 0 {
		t.Errorf("Esc: focus %v, page told of %v", w.Canvas().Focused(), keys)
	}
	w.Canvas().Focus(e)
	e.TypedKey(&fyne.KeyEvent{Name: mobile.KeyBack})
	if w.Canvas().Focused() != nil || !slices.Equal(keys, []fyne.KeyName{mobile.KeyBack}) {
		t.Errorf("Back: focus %v, page told of %v", w.Canvas().Focused(), keys)
	}
}

// A phone's keyboard shows pinyin in the field: every letter takes back what stood
// there and sends the whole again, and the choice takes it all back once more.
func TestChineseOnAPhone_SearchesOnceForWhatWasChosen(t *testing.T) {
	themed(t)
	b := NewHeldBridge()
	latest := NewLatest(b)
	var changes, found []string
	e := NewSearch("", "", nil)
	e.OnChanged = func(s string) {
		changes = append(changes, s)
		latest.Go(150*time.Millisecond, func() func() { return func() { found = append(found, s) } })
	}
	test.NewTempWindow(t, e)
	before := ""
	for _, composing := range []string{"z", "zh", "zha", "zhan", "zhang", "张"} {
		for range before {
			e.TypedKey(&fyne.KeyEvent{Name: fyne.KeyBackspace})
		}
		test.Type(e, composing)
		before = composing
	}
	b.Wait()
	if !slices.Contains(changes, "") || len(changes) < 15 {
		t.Fatalf("this is not how a phone types: %q", changes)
	}
	if e.Text != "张" || !slices.Equal(found, []string{"张"}) {
		t.Errorf("has %q, searched for %q", e.Text, found)
	}
}

func TestNumberOnAPhone_TakesBackOnlyWhatItTook(t *testing.T) {
	themed(t)
	e := NewNumberEntry("", "", ".")
	e.soft = true
	w := test.NewTempWindow(t, e)
	w.Canvas().Focus(e)
	back := &fyne.KeyEvent{Name: fyne.KeyBackspace}
	for _, r := range "12,'3" { // the phone's keyboard of numbers has both
		e.TypedRune(r)
	}
	for _, want := range []string{"12", "12", "12", "1", "", ""} {
		e.TypedKey(back)
		if e.Text != want {
			t.Errorf("has %q, wants %q", e.Text, want)
		}
	}
}

func TestNumber_TakesTheWideDigitsOfAChineseKeyboard(t *testing.T) {
	themed(t)
	e := NewNumberEntry("", "", ".")
	test.NewTempWindow(t, e)
	test.Type(e, "１２３．４元")
	if e.Text != "123.4" {
		t.Errorf("has %q", e.Text)
	}
	f := NewEntry("", "")
	test.NewTempWindow(t, f)
	test.Type(f, "８８弄（东）")
	if f.Text != "８８弄（东）" {
		t.Errorf("text is changed to %q", f.Text)
	}
}
