package schema

import "dianqin/data/model"

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
