package schema

import (
	"encoding/binary"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"dianqin/data/model"
)

// op is a piece of a shape: what it says itself, then a hole.
type op struct {
	literal string
	kind    byte // 0: the end
	arg     int
}

var errPacked = errors.New("a packed record cannot be read")

// NewShape reads a shape as a file has it.
func NewShape(id int64, kind model.Kind, text string) (*Shape, error) {
	s := &Shape{ID: id, Kind: kind, Text: text}
	for {
		at := strings.IndexByte(text, hole)
		if at < 0 {
			s.ops = append(s.ops, op{literal: text})
			return s, nil
		}
		if at+2 >= len(text) || text[at+2] < argument {
			return nil, fmt.Errorf("shape %d: %w", id, errPacked)
		}
		o := op{literal: text[:at], kind: text[at+1], arg: int(text[at+2]) - argument}
		if o.kind == holeSeries {
			s.runs = max(s.runs, o.arg+1)
		}
		s.ops = append(s.ops, o)
		text = text[at+3:]
	}
}

// Unpack puts a record's JSON together again. values are the columns as Values
// gives them or as the file does.
func (s *Shape) Unpack(id, lane string, values []any, packed []byte) ([]byte, error) {
	r := reader{own: packed, out: make([]byte, 0, len(s.Text)+2*len(packed)+64)}
	if s.runs > 0 {
		r.series = make([]seriesOf, s.runs)
	}
	for _, o := range s.ops {
		r.out = append(r.out, o.literal...)
		switch o.kind {
		case 0:
		case holeID:
			r.quote(id)
		case holeLane:
			r.quote(stationOf(lane))
		case holeColumn:
			r.column(values, o.arg)
		default:
			r.value(o)
		}
	}
	if r.bad || len(r.own) > 0 {
		return nil, fmt.Errorf("shape %d: %w", s.ID, errPacked)
	}
	return r.out, nil
}

// reader puts one record together.
type reader struct {
	own    []byte
	out    []byte
	series []seriesOf
	bad    bool
}

func (r *reader) quote(s string) {
	r.out = append(append(append(r.out, '"'), s...), '"')
}

func (r *reader) column(values []any, i int) {
	if i >= len(values) {
		r.bad = true
		return
	}
	switch v := values[i].(type) {
	case int64:
		r.out = strconv.AppendInt(r.out, v, 10)
	case string, []byte:
		r.quote(Plain(v))
	default:
		r.bad = true
	}
}

func (r *reader) value(o op) {
	switch o.kind {
	case holeString:
		r.quote(string(r.take(int(r.uvarint()))))
	case holeUUID:
		if b := r.take(16); len(b) == 16 {
			r.quote(uuidText(b))
		}
	case holeDigits:
		r.quote(strconv.FormatUint(r.uvarint(), 10))
	case holeInt:
		r.out = strconv.AppendInt(r.out, r.varint(), 10)
	case holeDec:
		if b := r.take(1); len(b) == 1 {
			r.out = appendDecimal(r.out, r.varint(), int(b[0]))
		}
	case holeNumber:
		r.out = append(r.out, r.take(int(r.uvarint()))...)
	case holeSeries:
		run := &r.series[o.arg]
		run.grew += r.varint()
		run.last += run.grew
		n, scale := run.last, 2
		for ; scale > 0 && n%10 == 0; scale-- {
			n /= 10
		}
		r.out = appendDecimal(r.out, n, scale)
	default: // of a newer program
		r.bad = true
	}
}

func (r *reader) take(n int) []byte {
	if n < 0 || n > len(r.own) {
		r.bad = true
		return nil
	}
	out := r.own[:n]
	r.own = r.own[n:]
	return out
}

func (r *reader) uvarint() uint64 {
	v, n := binary.Uvarint(r.own)
	if n <= 0 {
		r.bad = true
		return 0
	}
	r.own = r.own[n:]
	return v
}

func (r *reader) varint() int64 {
	v, n := binary.Varint(r.own)
	if n <= 0 {
		r.bad = true
		return 0
	}
	r.own = r.own[n:]
	return v
}

// appendDecimal writes n / 10^scale.
func appendDecimal(out []byte, n int64, scale int) []byte {
	if n < 0 {
		out, n = append(out, '-'), -n
	}
	text := strconv.FormatInt(n, 10)
	for len(text) <= scale {
		text = "0" + text
	}
	out = append(out, text[:len(text)-scale]...)
	if scale > 0 {
		out = append(append(out, '.'), text[len(text)-scale:]...)
	}
	return out
}
