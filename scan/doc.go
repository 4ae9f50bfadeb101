// Package scan reads bar codes: a grey picture goes in, symbols come out. It
// finds Code 128, Code 39, ITF, EAN-13, EAN-8, UPC-A and UPC-E along lines, and
// QR and Data Matrix in the plane; gozxing says what a pattern means.
//
// It never learns what a code is for, never opens a file or a camera, never
// keeps or changes the pixels that it is shown, and never reports a linear code
// that only one line of the picture vouches for.
//
//	Frame ──► line ──► profile ──► edges ──► widths ──► candidates ──► gozxing ──► votes ──► Symbol
//	  │     a row, a    grey along  where it   bar and    a start, a     the text    lines
//	  │     column, a   it, maybe   crosses    space by   stop and the               that
//	  │     slant       sharpened   midway     turns      right lengths              agree
//	  │
//	  └────► plane (copied only where the stride or the size asks for it) ──► gozxing ──► Symbol
//
// Three tiers, each only as long as the time cap lasts: a few sharp lines across
// and down, which read most pictures; many averaged and sharpened lines in more
// directions where those found nothing; and the plane for the square codes,
// where nothing was found or where lines met the corner marks of a QR code.
//
// The candidate search is what keeps this cheap and calm: a line without a
// start, a stop and the right number of bars between them costs no allocation
// and never reaches a decoder.
package scan
