package dispatch

import (
	appwork "dianqin/app/work"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// Leave implements ui.Leaving: Esc lets go of what is chosen.
func (p *Page) Leave() bool {
	if len(p.chosen) == 0 {
		return false
	}
	p.chosen = map[string]bool{}
	p.mark()
	p.c.Nav.Update()
	return true
}

// OnKey implements ui.Keyed.
func (p *Page) OnKey(k fyne.KeyName) bool {
	if p.column == nil {
		return false
	}
	switch k {
	case fyne.KeyReturn, fyne.KeyEnter:
		if p.cursor != "" {
			p.look(p.cursor)
		}
		return true
	case fyne.KeySpace:
		p.choose(p.cursor)
		return true
	}
	next, ok := step(p.board, p.cursor, k)
	if ok && next != "" {
		p.turn(next)
	}
	return ok
}

// OnRune implements ui.Keyed: / goes to the search, x chooses, a assigns, [ and ]
// go to another day, n makes an order, o puts the day of a person in order.
func (p *Page) OnRune(r rune) bool {
	switch r {
	case '/':
		p.c.Focus(p.search)
	case 'j':
		return p.OnKey(fyne.KeyDown)
	case 'k':
		return p.OnKey(fyne.KeyUp)
	case 'x':
		p.choose(p.cursor)
	case 'a':
		p.assign()
	case 'n':
		p.lead.Create()
	case 'o':
		p.lay()
	case '[':
		p.turnDay(-1)
	case ']':
		p.turnDay(1)
	default:
		return false
	}
	return true
}

func (p *Page) turnDay(by int) {
	p.ahead += by
	if by == 0 {
		p.ahead = 0
	}
	p.read = false
	p.reload()
}

// lay leads to the order of the day of whose task the cursor is at.
func (p *Page) lay() {
	if at := find(p.board, p.cursor); at.row >= 0 && p.laid(p.board.People[at.row]) {
		p.lead.Day(p.board.People[at.row].Person)
	}
}

// laid tells whether there is a day to be put in order: today's alone has one.
func (p *Page) laid(d appwork.PersonDay) bool { return p.ahead == 0 && d.Open > 0 }

// seek brings the task at the cursor into view.
func (p *Page) seek() {
	where := find(p.board, p.cursor)
	switch {
	case where.row >= 0:
		p.hours.list.ScrollTo(where.row)
	case where.at >= 0:
		p.column.list.ScrollTo(where.at)
	}
}

// modifiers are the keys that are held down, where there is a keyboard.
func modifiers() fyne.KeyModifier {
	if d, ok := fyne.CurrentApp().Driver().(desktop.Driver); ok {
		return d.CurrentKeyModifiers()
	}
	return 0
}
