package scan

import (
	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/oned"
)

// kinds is a set of formats.
type kinds map[Format]bool

// rows reads candidates: our own matching, which costs no memory and gives up
// early, says which characters they show; gozxing, which is shown those drawn
// exactly, checks them once more and says what they mean.
type rows struct {
	wanted   kinds    // what the caller wants to see
	finders  []finder // what must be looked for to that end
	long     []finder // of those, what guessed bars do not imitate
	decoders map[Format]oned.RowDecoder
	code128  *code128
	ean      ean
	two      twoWidths
	widths   []uint8
}

func newRows(wanted kinds) *rows {
	r := &rows{wanted: wanted, decoders: map[Format]oned.RowDecoder{}, code128: newCode128()}
	readers := map[Format]gozxing.Reader{
		Code128: oned.NewCode128Reader(), Code39: oned.NewCode39Reader(), ITF: oned.NewITFReader(),
		EAN13: oned.NewEAN13Reader(), EAN8: oned.NewEAN8Reader(), UPCE: oned.NewUPCEReader(),
	}
	for _, f := range finders() {
		d, ok := readers[f.kind].(oned.RowDecoder)
		if ok && (wanted[f.kind] || f.kind == EAN13 && wanted[UPCA]) {
			r.finders = append(r.finders, f)
			r.decoders[f.kind] = d
			if f.kind != EAN8 && f.kind != UPCE { // see needed
				r.long = append(r.long, f)
			}
		}
	}
	return r
}

// decode reads a candidate's text, in the format that the caller wants to see.
func (r *rows) decode(of runs, c candidate) (Format, string, bool) {
	if !r.match(of, c) {
		return "", "", false
	}
	text := decodeRow(r.decoders[c.kind], bitRow(r.widths))
	if text == "" {
		return "", "", false
	}
	switch {
	case c.kind == EAN13 && text[0] == '0' && r.wanted[UPCA]:
		return UPCA, text[1:], true
	case c.kind == Code39:
		text = fullASCII(text)
	}
	return c.kind, clean(c.kind, text), r.wanted[c.kind]
}

// match tells which characters a candidate shows and keeps their exact widths.
func (r *rows) match(of runs, c candidate) (ok bool) {
	switch c.kind {
	case Code128:
		if ok = r.code128.decode(of, c); ok {
			r.widths = r.code128.draw(r.widths[:0])
		}
	case EAN13, EAN8, UPCE:
		if ok = r.ean.decode(of, c); ok {
			r.widths = r.ean.draw(c.kind, r.widths[:0])
		}
	case Code39:
		if ok = r.two.decode39(of, c); ok {
			r.widths = r.two.draw(r.widths[:0])
		}
	case ITF:
		if ok = r.two.decodeITF(of, c); ok {
			r.widths = r.two.draw(r.widths[:0])
		}
	}
	return ok
}

// decodeRow returns the text of a row, empty where there is none. gozxing is
// known to panic on odd rows; such a row holds nothing.
func decodeRow(d oned.RowDecoder, row *gozxing.BitArray) (text string) {
	defer func() {
		if recover() != nil {
			text = ""
		}
	}()
	res, err := d.DecodeRow(0, row, nil)
	if err != nil || res == nil {
		return ""
	}
	return res.GetText()
}

// bitRow draws widths of bars and spaces by turns, in modules, as a row of bits
// with clear space on both sides.
func bitRow(widths []uint8) *gozxing.BitArray {
	const perModule, quiet = 2, 14
	modules := 2 * quiet
	for _, w := range widths {
		modules += int(w)
	}
	row := gozxing.NewBitArray(modules * perModule)
	at := quiet * perModule
	for i, w := range widths {
		for range int(w) * perModule {
			if i%2 == 0 {
				row.Set(at)
			}
			at++
		}
	}
	return row
}
