package ui

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// Tone is a meaning that has a colour: what the verdicts and states are painted with.
type Tone string

// The tones. Calm is for facts without a judgement.
const (
	ToneRight   Tone = "right"
	ToneWrong   Tone = "wrong"
	ToneLook    Tone = "look"
	ToneUnknown Tone = "unknown"
	TonePrimary Tone = "primary"
	ToneCalm    Tone = "calm"
)

// Full is the saturated colour of a tone, for icons, bars and fills.
func (t Tone) Full() fyne.ThemeColorName { return fyne.ThemeColorName("dq." + t + ".full") }

// OnFull is the ink on Full.
func (t Tone) OnFull() fyne.ThemeColorName { return fyne.ThemeColorName("dq." + t + ".onFull") }

// Wash is the quiet background of a tone.
func (t Tone) Wash() fyne.ThemeColorName { return fyne.ThemeColorName("dq." + t + ".wash") }

// OnWash is the ink on Wash and on a surface, at least 4.5:1 on both.
func (t Tone) OnWash() fyne.ThemeColorName { return fyne.ThemeColorName("dq." + t + ".onWash") }

// Edge is the outline of a wash: invisible in light and dark, the full tone in sunlight.
func (t Tone) Edge() fyne.ThemeColorName { return fyne.ThemeColorName("dq." + t + ".edge") }

type palette map[fyne.ThemeColorName]color.Color

func (p palette) tone(t Tone, full, onFull, wash, onWash, edge uint32) {
	p[t.Full()], p[t.OnFull()] = rgb(full), rgb(onFull)
	p[t.Wash()], p[t.OnWash()], p[t.Edge()] = rgb(wash), rgb(onWash), rgb(edge)
}

func paletteOf(m Mode) palette {
	p := palette{ColTransparent: color.Transparent, ColScrim: rgba(0x0B1413, 0xD0), ColOnScrim: rgb(0xFFFFFF), ColToast: rgb(0x22302F)}
	switch m {
	case Dark:
		p.dark()
	case Sunlight:
		p.sunlight()
	default:
		p.light()
	}
	p.fyneNames()
	return p
}

func (p palette) light() {
	p[theme.ColorNameBackground] = rgb(0xF1F4F4)
	p[ColSurface], p[ColSunken] = rgb(0xFFFFFF), rgb(0xEBF0F0)
	p[ColLine], p[ColTrack] = rgb(0xDCE3E3), rgb(0xDFE6E6)
	p[ColInk], p[ColMuted], p[ColFaint] = rgb(0x13211F), rgb(0x435352), rgb(0x5F706E)
	p[ColPrimary], p[ColOnPrimary] = rgb(0x00706B), rgb(0xFFFFFF)
	p[ColTint], p[ColOnTint] = rgb(0xD6ECEA), rgb(0x00504C)
	p[ColShade], p[ColPressed] = rgba(0x0A2A28, 0x12), rgba(0x0A2A28, 0x14)
	p.tone(ToneRight, 0x1A8038, 0xFFFFFF, 0xE3F3E7, 0x13672B, 0xE3F3E7)
	p.tone(ToneWrong, 0xC5221F, 0xFFFFFF, 0xFCE8E6, 0xA51512, 0xFCE8E6)
	p.tone(ToneLook, 0xB06000, 0xFFFFFF, 0xFDF0DB, 0x854800, 0xFDF0DB)
	p.tone(ToneUnknown, 0x44546A, 0xFFFFFF, 0xE8ECF1, 0x364457, 0xE8ECF1)
	p.tone(TonePrimary, 0x00706B, 0xFFFFFF, 0xD6ECEA, 0x00504C, 0xD6ECEA)
	p.tone(ToneCalm, 0x5F706E, 0xFFFFFF, 0xEBF0F0, 0x465655, 0xEBF0F0)
}

func (p palette) dark() {
	p[theme.ColorNameBackground] = rgb(0x0D1414)
	p[ColSurface], p[ColSunken] = rgb(0x172020), rgb(0x222D2D)
	p[ColLine], p[ColTrack] = rgb(0x2B3737), rgb(0x2E3B3B)
	p[ColInk], p[ColMuted], p[ColFaint] = rgb(0xE7EEED), rgb(0xB4C2C0), rgb(0x93A3A1)
	p[ColPrimary], p[ColOnPrimary] = rgb(0x2FB5A8), rgb(0x00201D)
	p[ColTint], p[ColOnTint] = rgb(0x123C38), rgb(0x8FE3D9)
	p[ColToast] = rgb(0x3A4847)
	p[ColShade], p[ColPressed] = rgba(0x000000, 0x40), rgba(0xFFFFFF, 0x14)
	p.tone(ToneRight, 0x62C37F, 0x05210E, 0x15321F, 0x8FDBA5, 0x15321F)
	p.tone(ToneWrong, 0xF1857D, 0x2D0503, 0x451B19, 0xFBB3AD, 0x451B19)
	p.tone(ToneLook, 0xF0B05A, 0x2A1700, 0x3D2A0F, 0xF7CB8C, 0x3D2A0F)
	p.tone(ToneUnknown, 0xA7B5C8, 0x121A25, 0x26303D, 0xC6D1DF, 0x26303D)
	p.tone(TonePrimary, 0x2FB5A8, 0x00201D, 0x123C38, 0x8FE3D9, 0x123C38)
	p.tone(ToneCalm, 0x93A3A1, 0x0D1414, 0x222D2D, 0xB4C2C0, 0x222D2D)
}

func (p palette) sunlight() {
	p[theme.ColorNameBackground] = rgb(0xFFFFFF)
	p[ColSurface], p[ColSunken] = rgb(0xFFFFFF), rgb(0xFFFFFF)
	p[ColLine], p[ColTrack] = rgb(0x000000), rgb(0xFFFFFF)
	p[ColInk], p[ColMuted], p[ColFaint] = rgb(0), rgb(0), rgb(0)
	p[ColPrimary], p[ColOnPrimary] = rgb(0x003D3A), rgb(0xFFFFFF)
	p[ColTint], p[ColOnTint] = rgb(0x003D3A), rgb(0xFFFFFF)
	p[ColShade], p[ColPressed] = color.Transparent, rgb(0xDDDDDD)
	p[ColScrim], p[ColToast] = rgb(0), rgb(0)
	p.tone(ToneRight, 0x00591E, 0xFFFFFF, 0xFFFFFF, 0x00591E, 0x00591E)
	p.tone(ToneWrong, 0xA80000, 0xFFFFFF, 0xFFFFFF, 0xA80000, 0xA80000)
	p.tone(ToneLook, 0x6B3500, 0xFFFFFF, 0xFFFFFF, 0x6B3500, 0x6B3500)
	p.tone(ToneUnknown, 0x1B2636, 0xFFFFFF, 0xFFFFFF, 0x1B2636, 0x1B2636)
	p.tone(TonePrimary, 0x003D3A, 0xFFFFFF, 0xFFFFFF, 0x003D3A, 0x003D3A)
	p.tone(ToneCalm, 0x000000, 0xFFFFFF, 0xFFFFFF, 0x000000, 0x000000)
}

// fyneNames gives Fyne's own widgets (Entry, List, scroll bars, dialogs) our colours.
func (p palette) fyneNames() {
	p[theme.ColorNameForeground], p[theme.ColorNamePrimary] = p[ColInk], p[ColPrimary]
	p[theme.ColorNameForegroundOnPrimary], p[theme.ColorNameHyperlink] = p[ColOnPrimary], p[ColPrimary]
	p[theme.ColorNameInputBackground], p[theme.ColorNameInputBorder] = p[ColSunken], p[ColLine]
	p[theme.ColorNamePlaceHolder], p[theme.ColorNameDisabled] = p[ColFaint], p[ColFaint]
	p[theme.ColorNameSeparator], p[theme.ColorNameButton] = p[ColLine], p[ColSunken]
	p[theme.ColorNameHover], p[theme.ColorNamePressed] = p[ColPressed], p[ColPressed]
	p[theme.ColorNameSelection], p[theme.ColorNameFocus] = p[ColTint], p[ColPrimary]
	p[theme.ColorNameOverlayBackground], p[theme.ColorNameMenuBackground] = p[ColSurface], p[ColSurface]
	p[theme.ColorNameHeaderBackground], p[theme.ColorNameShadow] = p[ColSurface], p[ColShade]
	p[theme.ColorNameScrollBar] = p[ColTrack]
	if p[ColTrack] == p[ColSurface] { // sunlight
		p[theme.ColorNameScrollBar] = p[ColLine]
	}
	p[theme.ColorNameScrollBarBackground] = color.Transparent
	p[theme.ColorNameSuccess], p[theme.ColorNameError] = p[ToneRight.Full()], p[ToneWrong.Full()]
	p[theme.ColorNameWarning] = p[ToneLook.Full()]
}

func rgb(v uint32) color.Color { return rgba(v, 0xFF) }

func rgba(v uint32, a uint8) color.Color {
	return color.NRGBA{R: uint8(v >> 16), G: uint8(v >> 8), B: uint8(v), A: a}
}

// colour looks a name up in the current theme.
func colour(n fyne.ThemeColorName) color.Color { return theme.Color(n) }
