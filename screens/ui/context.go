package ui

import (
	"time"

	"dianqin/assets/words"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/mobile"
)

// Settings are what a person chooses about the look. The zero value is Chinese,
// light, normal text.
type Settings struct {
	Language  words.Language
	Mode      Mode
	TextScale float32 // 1, 1.25 or 1.5
	Narrow    bool    // the desk's side bar shows its icons alone
}

// Options are what a Context starts with; the zero value is a desktop in the default settings.
type Options struct {
	Settings Settings
	Phone    bool             // the phone's layout and touch sizes
	Now      func() time.Time // the clock; time.Now if nil
	Bridge   *Bridge          // a running one if nil
}

// Context is what every screen is given: words, look, the way to the thread
// that paints, the way to other pages, the line at the bottom. There is one a
// window. It lives on the thread that paints; only the Bridge's methods and Now
// may be called elsewhere.
type Context struct {
	*Bridge
	Nav  *Navigator       // the pages of the window
	Now  func() time.Time // the clock of ages and dates
	pane *Navigator       // the details pane; nil on the phone

	app      fyne.App
	window   fyne.Window
	phone    bool
	settings Settings
	words    *words.Words
	toast    *toaster
	onChange []func(Settings)
	rebuild  func()  // set by the shell
	alone    Leaving // fills the window while no page does; nil for nothing
	memory   Memory
	opener   Opener // nil: the toolkit's
	picker   Picker // nil: the system's
}

// NewContext applies the settings to the app and takes over the keys of the
// window. A shell (NewPhoneShell, NewDeskShell) then fills the window.
func NewContext(app fyne.App, window fyne.Window, o Options) *Context {
	c := &Context{Bridge: o.Bridge, Now: o.Now, app: app, window: window, phone: o.Phone, rebuild: func() {}, memory: forgetful{}}
	if c.Bridge == nil {
		c.Bridge = NewBridge()
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	c.Nav = newNavigator(c.Unfocus, c.plainFrame)
	c.toast = newToaster(c)
	c.set(o.Settings)
	window.Canvas().SetOnTypedKey(func(e *fyne.KeyEvent) { c.typedKey(e.Name) })
	window.Canvas().SetOnTypedRune(c.typedRune)
	return c
}

// Words are the words in the chosen language.
func (c *Context) Words() *words.Words { return c.words }

// T is Words().T: the words for a key.
func (c *Context) T(key string, args map[string]any) string { return c.words.T(key, args) }

// N is Words().N: the words for a key and a count.
func (c *Context) N(key string, count int, args map[string]any) string {
	return c.words.N(key, count, args)
}

// Phone tells whether the phone's layout is asked for.
func (c *Context) Phone() bool { return c.phone }

// Window is the window of the context.
func (c *Context) Window() fyne.Window { return c.window }

// Settings are the present settings.
func (c *Context) Settings() Settings { return c.settings }

// Apply changes the settings while the app runs: every page is built anew.
func (c *Context) Apply(s Settings) {
	c.Nav.blank()
	if c.pane != nil {
		c.pane.blank()
	}
	c.set(s)
	c.rebuild()
	for _, f := range c.onChange {
		f(c.settings)
	}
}

// keep changes what alters no page and tells what keeps the settings.
func (c *Context) keep(change func(*Settings)) {
	change(&c.settings)
	for _, f := range c.onChange {
		f(c.settings)
	}
}

// OnSettings calls f after every Apply, for what keeps the settings.
func (c *Context) OnSettings(f func(Settings)) { c.onChange = append(c.onChange, f) }

func (c *Context) set(s Settings) {
	s.TextScale = min(max(s.TextScale, 1), 1.5)
	c.words = words.New(s.Language)
	s.Language = c.words.Language()
	c.settings = s
	c.app.Settings().SetTheme(NewTheme(s.Mode, s.TextScale))
}

// Open shows a page about one thing: over the list on the phone, in the details
// pane beside it on the desk.
func (c *Context) Open(p Page) {
	if c.pane == nil {
		c.Nav.Push(p)
		return
	}
	c.pane.Root(p)
}

// Retitle asks a page for its title, subtitle, actions and foot anew, on whichever
// stack it is in front.
func (c *Context) Retitle(p Page) {
	for _, n := range []*Navigator{c.Nav, c.pane} {
		if n != nil && n.Current() == p {
			n.Update()
		}
	}
}

// Pane is the stack of the details pane, nil on the phone.
func (c *Context) Pane() *Navigator { return c.pane }

// Back closes what lies on top: the pane's page, the pane, the page.
func (c *Context) Back() {
	switch {
	case c.pane != nil && c.pane.Depth() > 1:
		c.pane.Back()
	case c.pane != nil && c.pane.Depth() == 1:
		c.pane.Clear()
	case c.leave():
	case c.Nav.Back():
	default:
		if d, ok := c.app.Driver().(mobile.Driver); ok {
			d.GoBack()
		}
	}
}

// leave ends what the page in front has going.
func (c *Context) leave() bool {
	if c.Nav.Current() == nil && c.alone != nil {
		return c.alone.Leave()
	}
	l, ok := c.Nav.Current().(Leaving)
	return ok && l.Leave()
}

// Alone tells what fills the window without a shell, as the sign-in does: Back reaches it
// while no page is there.
func (c *Context) Alone(l Leaving) { c.alone = l }

// Unfocus takes the focus from whatever has it; the phone's keyboard goes.
func (c *Context) Unfocus() { c.window.Canvas().Unfocus() }

// Typing tells whether a field has the focus: what is built anew then would lose it.
func (c *Context) Typing() bool {
	_, typing := c.window.Canvas().Focused().(*Entry)
	return typing
}

// Focus gives the focus to a field.
func (c *Context) Focus(f fyne.Focusable) { c.window.Canvas().Focus(f) }

// Copy puts a text on the clipboard and says so at the bottom.
func (c *Context) Copy(text string) {
	c.app.Clipboard().SetContent(text)
	c.Toast(c.T("common.copied", map[string]any{"text": text}))
}

func (c *Context) typedKey(k fyne.KeyName) {
	if k == mobile.KeyBack || k == fyne.KeyEscape {
		c.Back()
		return
	}
	for _, p := range c.keyed() {
		if p.OnKey(k) {
			return
		}
	}
}

func (c *Context) typedRune(r rune) {
	for _, p := range c.keyed() {
		if p.OnRune(r) {
			return
		}
	}
}

// keyed are the pages that take keys; the list leads, the details follow.
func (c *Context) keyed() []Keyed {
	var out []Keyed
	if k, ok := c.Nav.Current().(Keyed); ok {
		out = append(out, k)
	}
	if c.pane != nil {
		if k, ok := c.pane.Current().(Keyed); ok {
			out = append(out, k)
		}
	}
	return out
}

// plainFrame is the frame before a shell sets another: the content alone.
func (c *Context) plainFrame(_ Page, _ int, content fyne.CanvasObject) fyne.CanvasObject {
	return content
}
