package schema

import (
	"bytes"
	"encoding/binary"
	"strconv"
)

// How a record is kept on the phone. Its JSON is taken apart into a shape, which
// is the same for thousands of records and stands once in the file, and what is
// this record's own:
//
//	{"id":K,"station_id":L,"number":C3,"kind":"cover","applied_at":I}   the shape
//	1709104134000                                                       the record's own
//
// A hole says where its value comes from: the row's id (K), the station of its lane
// (L), a column (C and which), or the record's own bytes in the order of the holes.
// Few-valued members (Table.Shared) stay in the shape. Members that this program
// does not know are kept as everything else: unpacking gives the JSON back byte for
// byte. A record that will not be taken apart is kept as JSON, with shape 0.

// Holes: hole, kind, argument. JSON has no such byte outside of an escape.
const (
	hole       = 0x01
	holeID     = 'K'
	holeLane   = 'L'
	holeColumn = 'C'
	holeString = 'S' // length, then the text as JSON escapes it
	holeUUID   = 'U' // 16 bytes
	holeDigits = 'Q' // a text of digits, as a number
	holeInt    = 'I' // zigzag
	holeDec    = 'D' // digits behind the point, then zigzag without the point
	holeNumber = 'N' // length, then the text
	holeSeries = 'E' // in a list: how much more it grew than the one before it, in hundredths
	argument   = 0x21
	maxArg     = 0x7e - argument
)

// packer goes through a compact JSON text once. What it does not expect makes it
// give up.
type packer struct {
	table       Table
	shared      bool
	id, station string
	values      []any
	src         []byte
	at          int
	path        []byte // of the member, lists left out: months.kwh
	depth       int    // of lists
	shape, own  []byte
	series      []seriesOf
}

type seriesOf struct {
	path       string
	last, grew int64
}

func (p *packer) value() bool {
	if p.at >= len(p.src) {
		return false
	}
	switch c := p.src[p.at]; {
	case c == '{':
		return p.object()
	case c == '[':
		return p.list()
	case c == '"':
		return p.text()
	case c == '-' || c >= '0' && c <= '9':
		return p.number()
	}
	for _, word := range []string{"true", "false", "null"} {
		if bytes.HasPrefix(p.src[p.at:], []byte(word)) {
			p.shape = append(p.shape, word...)
			p.at += len(word)
			return true
		}
	}
	return false
}

func (p *packer) object() bool {
	return p.members('}', func() bool {
		begin := p.at
		if p.at >= len(p.src) || p.src[p.at] != '"' || !p.skipText() || p.at >= len(p.src) || p.src[p.at] != ':' {
			return false
		}
		p.at++
		p.shape = append(p.shape, p.src[begin:p.at]...)
		was := len(p.path)
		if was > 0 {
			p.path = append(p.path, '.')
		}
		p.path = append(p.path, p.src[begin+1:p.at-2]...)
		ok := p.value()
		p.path = p.path[:was]
		return ok
	})
}

func (p *packer) list() bool {
	p.depth++
	ok := p.members(']', p.value)
	p.depth--
	return ok
}

func (p *packer) members(end byte, one func() bool) bool {
	p.shape = append(p.shape, p.src[p.at])
	p.at++
	for first := true; ; first = false {
		switch {
		case p.at >= len(p.src):
			return false
		case p.src[p.at] == end:
			p.shape = append(p.shape, end)
			p.at++
			return true
		case !first && p.src[p.at] != ',':
			return false
		case !first:
			p.shape = append(p.shape, ',')
			p.at++
		}
		if !one() {
			return false
		}
	}
}

// skipText moves behind a string.
func (p *packer) skipText() bool {
	for p.at++; p.at < len(p.src); p.at++ {
		switch c := p.src[p.at]; {
		case c == '\\':
			p.at++
		case c == '"':
			p.at++
			return true
		case c < 0x20:
			return false
		}
	}
	return false
}

func (p *packer) text() bool {
	begin := p.at
	if !p.skipText() {
		return false
	}
	raw := p.src[begin+1 : p.at-1]
	if p.common(p.src[begin:p.at]) || p.known(raw) {
		return true
	}
	s := string(raw)
	if b, ok := uuidBytes(s); ok {
		p.hole(holeUUID, 0)
		p.own = append(p.own, b[:]...)
		return true
	}
	if n, ok := digits(s); ok {
		p.hole(holeDigits, 0)
		p.own = binary.AppendUvarint(p.own, n)
		return true
	}
	p.hole(holeString, 0)
	p.own = append(binary.AppendUvarint(p.own, uint64(len(raw))), raw...)
	return true
}

// common leaves a few-valued member in the shape.
func (p *packer) common(raw []byte) bool {
	if !p.shared || !p.table.shares(p.path) || bytes.IndexByte(raw, hole) >= 0 {
		return false
	}
	p.shape = append(p.shape, raw...)
	return true
}

// known finds a text that the row has already.
func (p *packer) known(raw []byte) bool {
	if p.depth > 0 {
		return false
	}
	switch {
	case string(p.path) == "id" && string(raw) == p.id:
		p.hole(holeID, 0)
		return true
	case string(p.path) == "station_id" && p.station != "" && string(raw) == p.station:
		p.hole(holeLane, 0)
		return true
	}
	if i, ok := p.table.column(p.path); ok && bytes.IndexByte(raw, '\\') < 0 {
		if s, is := p.values[i].(string); is && s == string(raw) {
			p.hole(holeColumn, i)
			return true
		}
	}
	return false
}

func (p *packer) hole(kind byte, arg int) {
	p.shape = append(p.shape, hole, kind, byte(argument+arg))
}

func (p *packer) number() bool {
	begin := p.at
	for p.at < len(p.src) && bytes.IndexByte([]byte("+-.0123456789eE"), p.src[p.at]) >= 0 {
		p.at++
	}
	raw := p.src[begin:p.at]
	if p.common(raw) {
		return true
	}
	if p.depth == 0 {
		if i, ok := p.table.column(p.path); ok {
			if n, is := p.values[i].(int64); is && strconv.FormatInt(n, 10) == string(raw) {
				p.hole(holeColumn, i)
				return true
			}
		}
	}
	n, scale, ok := decimal(raw)
	switch {
	case !ok:
		p.hole(holeNumber, 0)
		p.own = append(binary.AppendUvarint(p.own, uint64(len(raw))), raw...)
	case p.depth > 0 && p.inSeries(n, scale):
	case scale == 0:
		p.hole(holeInt, 0)
		p.own = binary.AppendVarint(p.own, n)
	default:
		p.hole(holeDec, 0)
		p.own = binary.AppendVarint(append(p.own, byte(scale)), n)
	}
	return true
}

// inSeries keeps a number of a list by how its growth differs from that of the one
// before it of the same path: registers grow by about as much every month.
func (p *packer) inSeries(n int64, scale int) bool {
	const most = 1e16
	for ; scale < 2; scale++ {
		if n *= 10; n > most || n < -most {
			return false
		}
	}
	if scale != 2 || n > most || n < -most {
		return false
	}
	i := 0
	for i < len(p.series) && p.series[i].path != string(p.path) {
		i++
	}
	if i > maxArg {
		return false
	}
	if i == len(p.series) {
		p.series = append(p.series, seriesOf{path: string(p.path)})
	}
	p.hole(holeSeries, i)
	run := &p.series[i]
	grew := n - run.last
	p.own = binary.AppendVarint(p.own, grew-run.grew)
	run.last, run.grew = n, grew
	return true
}
