package screens

import (
	"dianqin/app"
	"dianqin/assets/words"
	"dianqin/screens/ui"
)

// looks are the names under which the looks are kept.
func looks() map[string]ui.Mode {
	return map[string]ui.Mode{"light": ui.Light, "dark": ui.Dark, "sunlight": ui.Sunlight}
}

// Settings are the kept settings as a context takes them.
func Settings(a *app.App) ui.Settings {
	v := a.Settings.Values()
	return ui.Settings{Language: words.Language(v.Language), Mode: looks()[v.Look], TextScale: v.TextScale, Narrow: v.Narrow}
}

// KeepSettings keeps what the person changes about the look.
func KeepSettings(a *app.App, c *ui.Context) {
	c.SetMemory(&memory{a: a, c: c, new: map[string]string{}})
	c.SetOpener(a.Outside.Open)
	c.OnSettings(func(s ui.Settings) {
		v := a.Settings.Values()
		v.Language, v.TextScale, v.Narrow = string(s.Language), s.TextScale, s.Narrow
		for name, mode := range looks() {
			if mode == s.Mode {
				v.Look = name
			}
		}
		c.Go(func() func() {
			err := a.Settings.Set(v)
			return func() {
				if err != nil {
					c.Toast(c.T("errors.internal", nil))
				}
			}
		})
	})
}

// memory keeps choices in the app's settings. What was chosen now is known at once,
// and written beside the screen.
type memory struct {
	a   *app.App
	c   *ui.Context
	new map[string]string
}

// Recall implements ui.Memory.
func (m *memory) Recall(name string) string {
	if v, ok := m.new[name]; ok {
		return v
	}
	return m.a.Settings.Choice(name)
}

// Remember implements ui.Memory.
func (m *memory) Remember(name, value string) {
	m.new[name] = value
	m.c.Go(func() func() {
		err := m.a.Settings.SetChoice(name, value)
		return func() {
			if err != nil {
				m.c.Toast(m.c.T("errors.internal", nil))
			}
		}
	})
}
