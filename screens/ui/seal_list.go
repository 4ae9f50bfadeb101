package ui

import "fyne.io/fyne/v2"

// SealItem is one expected seal and what was found in its place.
type SealItem struct {
	Place    string // where it sits: 表盖左
	Number   string // grouped, the last group is compared
	Found    string // what was scanned instead, if anything
	Verdict  Verdict
	Note     string // the verdict in words
	Expected string // "应 4474", under Found
}

// SealList is the list of expected seals that ticks itself off.
type SealList struct{ Block }

// NewSealList shows the seals, one row of 56 each; the caller puts the worst first.
func NewSealList(items []SealItem, open func(SealItem)) *SealList {
	var rows []fyne.CanvasObject
	for _, it := range items {
		rows = append(rows, NewSealRow(it, func() { open(it) }))
	}
	l := &SealList{}
	l.look, l.body = groupLook(), groupBody(rows)
	l.ExtendBaseWidget(l)
	return l
}

// NewSealRow is one seal: mark, place, number and the verdict in a word.
func NewSealRow(it SealItem, do func()) *Tap {
	t := it.Verdict.Tone()
	look := Look{Top: 6, Bottom: 6, Left: 14, Right: 14, Min: fyne.NewSize(0, 56)}
	word := t.OnWash()
	ink := ColInk
	if it.Verdict == Waiting {
		word = ColMuted
	}
	number := fyne.CanvasObject(NewGroupedNumber(it.Number, Small, Title, ink))
	middle := Col(0, NewText(it.Place, BodyBold, ColInk).Clip(), NewText(it.Note, Small, word).Clip())
	if it.Verdict == Wrong {
		look.Fill, look.Stroke, look.Radius = t.Wash(), t.Edge(), 8
		look.Top, look.Bottom = 10, 10
	}
	if it.Found != "" {
		number = Col(0, NewGroupedNumber(it.Found, Small, Title, t.OnWash()).End(), NewText(it.Expected, Small, ColMuted).End())
	}
	return NewTap(look, Row(12, NewVerdictMark(it.Verdict, 26), Grow(middle), number), do)
}
