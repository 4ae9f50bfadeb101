// Package fonts embeds the Chinese type faces of the app: Noto Sans CJK SC cut
// down to the GBK characters, regular and bold, as OpenType/CFF (5 MB each).
// They hold no Latin letters on purpose: those come from the toolkit's own face.
// The package never parses or draws. README.md says how the files were made,
// LICENSE.txt is their licence (SIL Open Font License 1.1).
package fonts

import _ "embed"

//go:embed regular.otf
var regular []byte

//go:embed bold.otf
var bold []byte

//go:embed LICENSE.txt
var licence string

// Regular returns the regular face as an OpenType/CFF file. Callers must not change it.
func Regular() []byte { return regular }

// Bold returns the bold face as an OpenType/CFF file, with the same characters
// as Regular. Callers must not change it.
func Bold() []byte { return bold }

// Licence returns the licence text that must travel with the faces.
func Licence() string { return licence }
