package scan

import (
	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/oned"
)

// kinds is a set of formats.
type kinds map[Format]bool

// rows hands candidates to gozxing's row decoders.
type rows struct {
	wanted   kinds    // what the caller wants to see
	finders  []finder // what must be looked for to that end
	decoders map[Format]oned.RowDecoder
}

func newRows(wanted kinds) rows {
	r := rows{wanted: wanted, decoders: map[Format]oned.RowDecoder{}}
	readers := map[Format]gozxing.Reader{
		Code128: oned.NewCode128Reader(), Code39: oned.NewCode39Reader(), ITF: oned.NewITFReader(),
		EAN13: oned.NewEAN13Reader(), EAN8: oned.NewEAN8Reader(), UPCE: oned.NewUPCEReader(),
	}
	for _, f := range finders() {
		d, ok := readers[f.kind].(oned.RowDecoder)
		if ok && (wanted[f.kind] || f.kind == EAN13 && wanted[UPCA]) {
			r.finders = append(r.finders, f)
			r.decoders[f.kind] = d
		}
	}
	return r
}

// decode reads a candidate's text, in the format that the caller wants to see.
func (r rows) decode(of runs, c candidate) (Format, string, bool) {
	row := bitRow(of, c)
	if row == nil {
		return "", "", false
	}
	text := decodeRow(r.decoders[c.kind], row)
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

// bitRow draws a candidate as a row of bits, six to a module, whatever its size
// in the frame: enough to keep the edges' fractions, few enough to be quick.
// The clear space on both sides is drawn as wide as it is, up to what any format
// asks for, and closed by a bar, so that the decoder sees where it ends; where
// the frame ends the space is taken to go on.
func bitRow(r runs, c candidate) *gozxing.BitArray {
	const perModule, quiet, most = 6, 14, 1 << 14
	if !(c.module > 0) {
		return nil
	}
	k := perModule / c.module
	lead, tail := r.width(c.from-1)*k, r.width(c.from+c.n)*k
	leadBar, tailBar := lead < quiet*perModule, tail < quiet*perModule
	if c.from-1 == 0 || !leadBar {
		lead, leadBar = quiet*perModule, false
	}
	if c.from+c.n == r.count()-1 || !tailBar {
		tail, tailBar = quiet*perModule, false
	}
	start := int(lead) + perModule
	origin := r.pos[c.from]
	at := func(i int) int { return start + int((r.pos[i]-origin)*k+0.5) }
	end := at(c.from + c.n)
	size := end + int(tail) + perModule
	if size > most || size <= 0 {
		return nil
	}
	row := gozxing.NewBitArray(size)
	fill := func(a, b int) {
		for ; a < b; a++ {
			row.Set(a)
		}
	}
	if leadBar {
		fill(0, perModule)
	}
	if tailBar {
		fill(size-perModule, size)
	}
	for i := 0; i < c.n; i += 2 {
		fill(at(c.from+i), at(c.from+i+1))
	}
	return row
}
