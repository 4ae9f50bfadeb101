package screens

import (
	"context"

	"dianqin/app"
	"dianqin/app/session"
	"dianqin/screens/lock"
	"dianqin/screens/show"
	"dianqin/screens/ui"
	"dianqin/screens/viewfinder"

	"fyne.io/fyne/v2"
)

// locker puts the lock over whatever a window shows, and takes it away again.
type locker struct {
	a    *app.App
	c    *ui.Context
	over fyne.CanvasObject // what was shown; nil while nothing is locked
	page *lock.Page
	rune func(rune)
	key  func(*fyne.KeyEvent)
}

// guard follows the lock of the device. It is asked once everything is shown.
func guard(a *app.App, c *ui.Context) {
	l := &locker{a: a, c: c}
	a.Lock.Changed.On(func(bool) { c.Do(l.follow) })
	a.Session.Changed.On(func(session.State) { c.Do(l.follow) })
	c.OnSettings(func(ui.Settings) {
		if l.page != nil {
			l.show()
		}
	})
	l.follow()
}

func (l *locker) follow() {
	if l.a.Session.User().ID == "" { // the sign-in stands there: its password is enough
		l.a.Lock.Pass()
		l.open()
		return
	}
	w := l.c.Window()
	switch on := l.a.Lock.Locked(); {
	case on && l.page == nil:
		if _, live := l.c.Nav.Current().(*viewfinder.Page); live {
			l.c.Back() // nothing is scanned behind the lock
		}
		l.c.Unfocus()
		l.over, l.page = w.Content(), lock.New(l.a, l.c, l.forget)
		l.show()
		l.typed(w.Canvas())
	case !on && l.page != nil:
		w.SetContent(l.over)
		l.open()
	}
}

// show puts the lock into the window: the whole of a phone's, the middle of a desk's.
func (l *locker) show() {
	content := l.page.Content()
	if !l.c.Phone() {
		content = ui.Middle(ui.AtLeast(380, 680, content))
	}
	l.c.Window().SetContent(content)
}

// typed lets the keys of a keyboard press those of the lock, and nothing behind it.
func (l *locker) typed(keys fyne.Canvas) {
	l.rune, l.key = keys.OnTypedRune(), keys.OnTypedKey()
	keys.SetOnTypedRune(l.page.OnRune)
	keys.SetOnTypedKey(func(e *fyne.KeyEvent) { l.page.OnKey(e.Name) })
}

// open forgets the lock and gives the keys back.
func (l *locker) open() {
	if l.page == nil {
		return
	}
	l.over, l.page = nil, nil
	l.c.Window().Canvas().SetOnTypedRune(l.rune)
	l.c.Window().Canvas().SetOnTypedKey(l.key)
}

// forget signs out and takes the number away: the password is the way in.
func (l *locker) forget() {
	l.c.Go(func() func() {
		err := l.a.Session.SignOut(context.Background())
		if err == nil {
			err = l.a.Lock.Remove()
		}
		return func() {
			if err != nil {
				l.c.Toast(show.Line(l.c.Words(), err))
			}
		}
	})
}
