// Package ui is the visual language of the app: one theme in three looks, named
// colours and sizes, the widgets that every screen is built from, navigation,
// the two shells (phone and desk), and the one bridge to the thread that paints.
//
// Screens never name a colour, a font size or a pixel distance of their own,
// never call fyne.Do, and take every word from Context.T. README.md lists what
// there is.
//
// The package holds no rule of the trade and knows no record: it is given words,
// tones and glyphs. It imports nothing of this project but assets.
package ui
