package ui

import "fyne.io/fyne/v2"

// Page is one screen as the navigator knows it. A Page is a pointer.
//
// Content is called when the page is first shown and again when language, theme
// or text size change: it builds the widgets anew from what the page knows. It
// leaves out the title bar, which the shell draws, and keeps nothing that the
// person typed in the widgets alone.
type Page interface {
	Title() string
	Content() fyne.CanvasObject
}

// What a Page may have besides.
type (
	// Subtitled pages say under the title what they are about.
	Subtitled interface{ Subtitle() string }
	// Acting pages have icon buttons at the end of the title bar.
	Acting interface{ Actions() []fyne.CanvasObject }
	// Footed pages have a fixed bottom (NewActionBar) under the content. In a
	// tab of the phone it stands above the bottom bar.
	Footed interface{ Foot() fyne.CanvasObject }
	// Shown pages are told every time they come to the front, after Content.
	Shown interface{ OnShown() }
	// Hidden pages are told every time something else comes to the front.
	Hidden interface{ OnHidden() }
	// Bare pages fill the whole window and bring their own Back, as the scanner does.
	Bare interface{ Bare() bool }
	// Leaving pages have something of their own that Esc ends before anything is
	// left, such as a choice; they report whether there was something.
	Leaving interface{ Leave() bool }
	// Keyed pages get the keys that no field took: / j k Enter. They report
	// whether they used one.
	Keyed interface {
		OnKey(fyne.KeyName) bool
		OnRune(rune) bool
	}
)

func subtitleOf(p Page) string {
	if s, ok := p.(Subtitled); ok {
		return s.Subtitle()
	}
	return ""
}

func actionsOf(p Page) []fyne.CanvasObject {
	if a, ok := p.(Acting); ok {
		return a.Actions()
	}
	return nil
}

func footOf(p Page) fyne.CanvasObject {
	if f, ok := p.(Footed); ok {
		return f.Foot()
	}
	return nil
}

func isBare(p Page) bool {
	b, ok := p.(Bare)
	return ok && b.Bare()
}
