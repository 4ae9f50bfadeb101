// Package scan reads bar codes: a grey picture goes in, symbols come out. It
// finds Code 128, Code 39, ITF, EAN-13, EAN-8, UPC-A and UPC-E along lines, and
// QR and Data Matrix in the plane; gozxing says what a pattern means.
//
// It never learns what a code is for, never opens a file or a camera, never
// keeps or changes the pixels that it is shown, and never reports a linear code
// that only one line of the picture vouches for.
//
//	Frame ─► quick lines ──────────────────────────────┐
//	  │                                                ▼
//	  ├─► cells ─► regions ─► gate ─► profile ─► edges ─► widths ─► characters ─► gozxing ─► votes ─► outline ─► Symbol
//	  │     │                          │  ▲
//	  │     │                          └─►┴ sharpened, unblurred
//	  │     └─► clusters ─► plane ─► gozxing ─► Symbol
//	  └─► half ─► cells ...                                           Symbols of frames ─► Tracker
//
// What is cheap comes first and most frames end there: a few lines as they are;
// then the places where all changes point one way, which bars make; then, where
// two lines of such a place look alike, sharpening, deconvolution and a look at
// half resolution. Square codes are looked for only where changes point all ways.
// README.md shows each stage.
package scan
