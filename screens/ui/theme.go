package ui

import (
	"image/color"

	"dianqin/assets/fonts"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// Mode is the look that the user picked.
type Mode int

// The three looks. Sunlight is black on white with heavier lines and nothing translucent.
const (
	Light Mode = iota
	Dark
	Sunlight
)

// Colour names beyond Fyne's own. A verdict or state has four: the full tone
// for icons and fills, the ink on that tone, a wash for backgrounds and the
// ink on that wash.
const (
	ColSurface     fyne.ThemeColorName = "dq.surface"     // cards, bars, sheets
	ColSunken      fyne.ThemeColorName = "dq.sunken"      // fields, tracks, tonal buttons
	ColTrack       fyne.ThemeColorName = "dq.track"       // the empty part of a bar
	ColLine        fyne.ThemeColorName = "dq.line"        // hairlines and card edges
	ColInk         fyne.ThemeColorName = "dq.ink"         // main text
	ColMuted       fyne.ThemeColorName = "dq.muted"       // secondary text, at least 7:1
	ColFaint       fyne.ThemeColorName = "dq.faint"       // captions, at least 4.5:1
	ColPrimary     fyne.ThemeColorName = "dq.primary"     // the one colour of action
	ColOnPrimary   fyne.ThemeColorName = "dq.onPrimary"   // ink on ColPrimary
	ColTint        fyne.ThemeColorName = "dq.tint"        // selected rows and tabs
	ColOnTint      fyne.ThemeColorName = "dq.onTint"      // ink on ColTint
	ColShade       fyne.ThemeColorName = "dq.shade"       // the one elevation
	ColScrim       fyne.ThemeColorName = "dq.scrim"       // behind text on the live picture
	ColOnScrim     fyne.ThemeColorName = "dq.onScrim"     // text on ColScrim
	ColToast       fyne.ThemeColorName = "dq.toast"       // behind the line at the bottom, with ColOnScrim on it
	ColPressed     fyne.ThemeColorName = "dq.pressed"     // over a pressed thing
	ColTransparent fyne.ThemeColorName = "dq.transparent" // nothing
)

// Size names beyond Fyne's own, in dp.
const (
	SizeCaption    fyne.ThemeSizeName = "dq.caption"    // 12: axis labels, tab words
	SizeSecondary  fyne.ThemeSizeName = "dq.secondary"  // 14
	SizeBody       fyne.ThemeSizeName = "dq.body"       // 16
	SizeTitle      fyne.ThemeSizeName = "dq.title"      // 20
	SizeHeadline   fyne.ThemeSizeName = "dq.headline"   // 24
	SizeFigure     fyne.ThemeSizeName = "dq.figure"     // 28: the one number that matters
	SizeStroke     fyne.ThemeSizeName = "dq.stroke"     // 1, in sunlight 2
	SizeIconStroke fyne.ThemeSizeName = "dq.iconStroke" // 2 on the 24 grid, in sunlight 2.6
	SizeFrame      fyne.ThemeSizeName = "dq.frame"      // 2: the edge of what is next or selected
	SizeRing       fyne.ThemeSizeName = "dq.ring"       // 4: around the raised button
)

// Distances, in dp. Everything sits on the 4 grid and nearly everything on the 8 grid.
const (
	Gap       float32 = 8
	Edge      float32 = 16
	Radius    float32 = 10
	TouchMin  float32 = 48
	RowHeight float32 = 64
	Action    float32 = 56
)

// Theme is the fyne.Theme of the app.
type Theme struct {
	mode    Mode
	scale   float32
	palette palette
	regular fyne.Resource
	bold    fyne.Resource
}

// NewTheme returns the theme in a mode with a text scale (1, 1.25 or 1.5).
func NewTheme(mode Mode, textScale float32) *Theme {
	return &Theme{
		mode:    mode,
		scale:   textScale,
		palette: paletteOf(mode),
		regular: fyne.NewStaticResource("dq-regular.otf", fonts.Regular()),
		bold:    fyne.NewStaticResource("dq-bold.otf", fonts.Bold()),
	}
}

// Color implements fyne.Theme. The variant of the system is ignored: the mode decides.
func (t *Theme) Color(name fyne.ThemeColorName, _ fyne.ThemeVariant) color.Color {
	if c, ok := t.palette[name]; ok {
		return c
	}
	variant := theme.VariantLight
	if t.mode == Dark {
		variant = theme.VariantDark
	}
	return theme.DefaultTheme().Color(name, variant)
}

// Font implements fyne.Theme.
func (t *Theme) Font(style fyne.TextStyle) fyne.Resource {
	switch {
	case style.Symbol:
		return theme.DefaultTheme().Font(style)
	case style.Bold:
		return t.bold
	}
	return t.regular
}

// Icon implements fyne.Theme.
func (t *Theme) Icon(name fyne.ThemeIconName) fyne.Resource {
	return theme.DefaultTheme().Icon(name)
}

// Size implements fyne.Theme. Text grows with the text scale; lines, corners
// and distances do not.
func (t *Theme) Size(name fyne.ThemeSizeName) float32 {
	if dp := textSize(name); dp > 0 {
		return dp * t.scale
	}
	sun := t.mode == Sunlight
	switch name {
	case SizeStroke, theme.SizeNameSeparatorThickness, theme.SizeNameInputBorder:
		return pick[float32](sun, 2, 1)
	case SizeFrame:
		return pick[float32](sun, 4, 2)
	case SizeIconStroke:
		return pick[float32](sun, 2.6, 2)
	case SizeRing, theme.SizeNamePadding:
		return 4
	case theme.SizeNameInnerPadding:
		return 13 // a field with one line of text is 48 high
	case theme.SizeNameInputRadius, theme.SizeNameSelectionRadius:
		return Radius
	case theme.SizeNameScrollBar:
		return 6
	case theme.SizeNameScrollBarSmall:
		return 3
	}
	return theme.DefaultTheme().Size(name)
}

// textSize is the size in dp at scale 1 of what grows with the text, 0 for what does not.
func textSize(name fyne.ThemeSizeName) float32 {
	switch name {
	case SizeCaption, theme.SizeNameCaptionText:
		return 12
	case SizeSecondary:
		return 14
	case SizeBody, theme.SizeNameText:
		return 16
	case SizeTitle, theme.SizeNameSubHeadingText:
		return 20
	case theme.SizeNameInlineIcon: // stands beside the text of a field
		return 20
	case SizeHeadline, theme.SizeNameHeadingText:
		return 24
	case SizeFigure:
		return 28
	}
	return 0
}

func pick[T any](yes bool, a, b T) T {
	if yes {
		return a
	}
	return b
}
