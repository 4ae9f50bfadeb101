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
