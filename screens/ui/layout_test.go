package ui

import (
	"testing"

	"fyne.io/fyne/v2"
	"pgregory.net/rapid"
)

func TestRowNeverLeavesItsWidthWhereTextsCanShrink(t *testing.T) {
	themed(t)
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.StringMatching(`[A-Za-z ]{1,60}`).Draw(t, "name")
		width := float32(rapid.IntRange(160, 500).Draw(t, "width"))
		end := NewText("¥1,284.50", SmallBold, ColInk)
		row := Row(Gap, NewIcon(IcPerson, 24, ColInk), NewText(name, Body, ColInk), Spring(), end)
		row.Resize(fyne.NewSize(width, 48))
		last := row.Objects[len(row.Objects)-1]
		if right := last.Position().X + last.Size().Width; right > width+1 {
			t.Fatalf("the last object ends at %.1f of %.0f", right, width)
		}
	})
}

func TestGrowSharesWhatIsLeft(t *testing.T) {
	a, b := Grow(Space(10, 10)), Grow(Space(30, 10))
	row := Row(10, Space(50, 10), a, b)
	row.Resize(fyne.NewSize(210, 20))
	// 210 less 50, 10, 30 and two gaps leaves 100
	if a.Size().Width != 60 || b.Size().Width != 80 {
		t.Errorf("got %.0f and %.0f", a.Size().Width, b.Size().Width)
	}
}

func TestHiddenObjectsTakeNoRoom(t *testing.T) {
	hidden := Space(100, 100)
	hidden.Hide()
	col := Col(8, Space(10, 10), hidden, Space(10, 10))
	if got := col.MinSize().Height; got != 28 {
		t.Errorf("the column is %.0f high", got)
	}
}

func TestScreenGivesTheMiddleWhatTheEdgesLeave(t *testing.T) {
	middle := Space(10, 10)
	s := Screen(Space(10, 64), Space(10, 72), middle)
	s.Resize(fyne.NewSize(412, 892))
	if middle.Position().Y != 64 || middle.Size() != fyne.NewSize(412, 892-64-72) {
		t.Errorf("the middle stands at %v, %v", middle.Position(), middle.Size())
	}
}

func TestHeightFollowsTheWidthThroughEveryLayout(t *testing.T) {
	themed(t)
	text := func() fyne.CanvasObject {
		return NewText("一个在窄的地方要占好几行的很长的句子", Body, ColInk).Wrap()
	}
	for name, o := range map[string]fyne.CanvasObject{
		"text": text(), "column": Col(0, text()), "row": Row(0, Grow(text())), "inset": Inset(0, 0, 0, 0, text()), "block": NewBlock(Look{}, text()),
		"screen": Screen(nil, nil, text()), "frame": Frame(text(), nil, nil, nil, Space(0, 0)), "cells": Cells(0, text()), "least": AtLeast(0, 0, text()),
	} {
		if wide, narrow := heightAt(o, 600), heightAt(o, 100); narrow <= wide {
			t.Errorf("%s: %.0f high at 600, %.0f at 100", name, wide, narrow)
		}
	}
}
