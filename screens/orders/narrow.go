package orders

import (
	"dianqin/data/model/people"
	"dianqin/data/model/work"
)

// Narrow lists the tasks of one state, of every one where it is empty, and where
// nobody is true those that nobody was given; the page need not be shown.
func (p *Page) Narrow(state work.State, nobody bool) {
	p.narrow = filter{state: state}
	if nobody {
		p.narrow.person = people.User{ID: "-", Name: p.c.T("orders.nobody", nil)}
	}
	p.again()
}
