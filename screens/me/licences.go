package me

import (
	"dianqin/screens/ui"

	"fyne.io/fyne/v2"
)

// licences are the works of others inside, with their licences.
type licences struct{ c *ui.Context }

// Title implements ui.Page.
func (p *licences) Title() string { return p.c.T("about.parts", nil) }

// Content implements ui.Page.
func (p *licences) Content() fyne.CanvasObject {
	var rows []fyne.CanvasObject
	for _, x := range parts() {
		rows = append(rows, ui.NewKeyText(x.name, x.licence))
	}
	return ui.Scroll(ui.Inset(12, ui.Edge, 24, ui.Edge, ui.Group(rows...)))
}

// part is something that the program is made of.
type part struct{ name, licence string }

// parts are the works of others inside, with their licences.
func parts() []part {
	return []part{
		{"Noto Sans SC", "OFL 1.1"}, {"Fyne", "BSD-3-Clause"}, {"SQLite (modernc.org/sqlite)", "BSD-3-Clause"}, {"gozxing", "Apache-2.0"},
		{"go-i18n", "MIT"}, {"go-pinyin", "MIT"}, {"resty", "MIT"}, {"gjson", "MIT"}, {"compress/zstd", "BSD-3-Clause"}, {"uuid", "BSD-3-Clause"},
		{"orb", "MIT"}, {"jcs", "Apache-2.0"}, {"golang.org/x", "BSD-3-Clause"}, {"Go", "BSD-3-Clause"},
	}
}
