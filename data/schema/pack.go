package schema

import (
	"bytes"
	"encoding/binary"
	"strconv"

	"dianqin/data/model"
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

// Limits of the shapes of one kind: with shared members in them, and at all.
const (
	maxSharedShapes = 2048
	maxShapes       = 4096
)

// Shape is the part of records' JSON that many have in common.
type Shape struct {
	ID   int64 // in its file, from 1
	Kind model.Kind
	Text string
	ops  []op
	runs int // series
}

// Shapes are the shapes of a file. It belongs to one goroutine.
type Shapes struct {
	byText map[string]*Shape
	count  map[model.Kind]int
	last   int64 // id
	fresh  []*Shape
}

// NewShapes begins with the shapes that a file has.
func NewShapes(have ...*Shape) *Shapes {
	s := &Shapes{byText: map[string]*Shape{}, count: map[model.Kind]int{}}
	for _, one := range have {
		s.keep(one)
	}
	return s
}

func (s *Shapes) keep(one *Shape) {
	s.byText[one.Text], s.last = one, max(s.last, one.ID)
	s.count[one.Kind]++
}

// Fresh returns the shapes that were made since it was asked last: they must be
// written before the records that have them.
func (s *Shapes) Fresh() []*Shape {
	out := s.fresh
	s.fresh = nil
	return out
}

// intern finds or makes a shape; nil where there are too many already.
func (s *Shapes) intern(kind model.Kind, text []byte, limit int) *Shape {
	if known, ok := s.byText[string(text)]; ok {
		return known
	}
	if s.count[kind] >= limit {
		return nil
	}
	one, err := NewShape(s.last+1, kind, string(text))
	if err != nil {
		return nil
	}
	s.keep(one)
	s.fresh = append(s.fresh, one)
	return one
}

// Pack takes a record apart. values are what t.Values gave of its body. Shape 0:
// the record is kept as it is.
func (s *Shapes) Pack(t Table, id, lane string, values []any, body []byte) (shape int64, packed any) {
	for _, shared := range []bool{true, false} {
		p := packer{table: t, own: make([]byte, 0, 128), shared: shared, id: id, station: stationOf(lane), values: values, src: body}
		if !p.value() || p.at != len(p.src) {
			break
		}
		limit := maxShapes
		if shared {
			limit = maxSharedShapes
		}
		if one := s.intern(t.Kind, p.shape, limit); one != nil {
			return one.ID, p.own
		}
	}
	return 0, string(body)
}

func stationOf(lane string) string {
	_, id := model.Lane(lane).Split()
	return id
}

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

// digits reads a text of digits that a number gives back as it was.
func digits(s string) (uint64, bool) {
	if len(s) == 0 || len(s) > 18 || s[0] == '0' {
		return 0, false
	}
	n := uint64(0)
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return 0, false
		}
		n = n*10 + uint64(s[i]-'0')
	}
	return n, true
}

// decimal reads a number in its shortest spelling as an integer and the count of
// digits behind the point.
func decimal(raw []byte) (n int64, scale int, ok bool) {
	s, negative := raw, false
	if len(s) > 0 && s[0] == '-' {
		s, negative = s[1:], true
	}
	point := bytes.IndexByte(s, '.')
	whole := s
	if point >= 0 {
		whole = s[:point]
		scale = len(s) - point - 1
		if scale == 0 || s[len(s)-1] == '0' {
			return 0, 0, false
		}
	}
	if len(whole) == 0 || len(whole) > 1 && whole[0] == '0' || len(s) > 18 {
		return 0, 0, false
	}
	for _, c := range s {
		if c == '.' {
			continue
		}
		if c < '0' || c > '9' {
			return 0, 0, false
		}
		n = n*10 + int64(c-'0')
	}
	if negative {
		if n == 0 {
			return 0, 0, false
		}
		n = -n
	}
	return n, scale, true
}
