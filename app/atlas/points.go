package atlas

import (
	"context"
	"math"
	"slices"

	"github.com/tidwall/gjson"

	"dianqin/chart/cluster"
	"dianqin/data/model"
	"dianqin/data/model/geo"
)

// Tone is what a point has to say at a glance; the higher one wins. It is the rank
// of the point in the cluster of its layer.
type Tone uint8

// The tones.
const (
	Quiet Tone = iota // nothing to be done
	Due               // an open task leads there
	Owes              // a bill is overdue
	Fault             // a case about it is open
)

// Point is one thing on the map. Kind and ID open its card.
type Point struct {
	Kind model.Kind // customer, box or area
	ID   string
	At   geo.Point // WGS84
	Tone Tone
}

// Layer is the points of one kind, in no order that means anything, and what of them
// is drawn at which zoom: an item of the index names its point by its place in Points.
type Layer struct {
	Kind     model.Kind
	Points   []Point
	Unplaced int // records without a position that could be shown
	Index    *cluster.Index
}

// Points is what lies on the map, as it was at one moment. It never changes: after a
// sync there is another one (Renew).
type Points struct {
	Areas, Boxes, Customers Layer
	tones                   tones
}

// Layer returns the layer of a kind, nil for a kind that is on no map.
func (p *Points) Layer(kind model.Kind) *Layer {
	for _, l := range []*Layer{&p.Areas, &p.Boxes, &p.Customers} {
		if l.Kind == kind {
			return l
		}
	}
	return nil
}

// Bounds is the box around all points, south-west and north-east corner; false where
// there are none.
func (p *Points) Bounds() (sw, ne geo.Point, ok bool) {
	sw, ne = geo.Point{Lat: math.Inf(1), Lon: math.Inf(1)}, geo.Point{Lat: math.Inf(-1), Lon: math.Inf(-1)}
	for _, l := range []*Layer{&p.Areas, &p.Boxes, &p.Customers} {
		for _, at := range l.Points {
			sw = geo.Point{Lat: min(sw.Lat, at.At.Lat), Lon: min(sw.Lon, at.At.Lon)}
			ne = geo.Point{Lat: max(ne.Lat, at.At.Lat), Lon: max(ne.Lon, at.At.Lon)}
			ok = true
		}
	}
	return sw, ne, ok
}

// Points reads every record with a position and gathers them for every zoom. Of a
// region of 100,000 customers this takes a second or two: ask in the background.
func (p *Places) Points(ctx context.Context) (*Points, error) {
	return p.points(ctx, nil, nil)
}

// Renew is Points after records of some kinds changed: what did not change is taken
// from what was there. It returns old itself where nothing on the map can differ.
func (p *Places) Renew(ctx context.Context, old *Points, changed []model.Kind) (*Points, error) {
	if old != nil && !slices.ContainsFunc(changed, concerns) {
		return old, nil
	}
	return p.points(ctx, old, changed)
}

// concerns says whether records of a kind are, or colour, points.
func concerns(k model.Kind) bool {
	return slices.Contains([]model.Kind{model.KindArea, model.KindBox, model.KindCustomer, model.KindTask, model.KindBill, model.KindCase}, k)
}

func (p *Places) points(ctx context.Context, old *Points, changed []model.Kind) (*Points, error) {
	t, err := p.tones(ctx)
	if err != nil {
		return nil, err
	}
	out := &Points{Areas: Layer{Kind: model.KindArea}, Boxes: Layer{Kind: model.KindBox}, Customers: Layer{Kind: model.KindCustomer}, tones: t}
	for _, l := range []*Layer{&out.Areas, &out.Boxes, &out.Customers} {
		if old != nil && !slices.Contains(changed, l.Kind) {
			*l = *old.Layer(l.Kind)
			if old.tones.same(t, l.Kind) {
				continue
			}
			l.recolour(t)
		} else if err := p.fill(ctx, l, t); err != nil {
			return nil, err
		}
		l.index()
	}
	return out, nil
}

// fill reads the points of a layer.
func (p *Places) fill(ctx context.Context, l *Layer, t tones) error {
	return p.store.Bodies(ctx, l.Kind, "1 = 1", func(id string, body []byte) error {
		pos := gjson.GetBytes(body, "position")
		at := model.Position{Lat: pos.Get("lat").Float(), Lon: pos.Get("lon").Float()}
		if !at.Valid() || math.Abs(at.Lat) > geo.MaxLat {
			l.Unplaced++
			return nil
		}
		l.Points = append(l.Points, Point{Kind: l.Kind, ID: id, At: pointOf(at), Tone: t.of(l.Kind, id)})
		return nil
	})
}

// recolour gives the same points other tones, in a list of their own.
func (l *Layer) recolour(t tones) {
	l.Points = slices.Clone(l.Points)
	for i := range l.Points {
		l.Points[i].Tone = t.of(l.Kind, l.Points[i].ID)
	}
}

func (l *Layer) index() {
	pts := make([]cluster.Point, len(l.Points))
	for i, p := range l.Points {
		w := geo.Project(p.At)
		pts[i] = cluster.Point{X: w.X, Y: w.Y, Rank: uint8(p.Tone)}
	}
	l.Index = cluster.Build(pts, cluster.Default)
}

// tones says what records have to say; what is not in it is quiet.
type tones map[model.Kind]map[string]Tone

func (t tones) of(k model.Kind, id string) Tone { return t[k][id] }

func (t tones) same(with tones, k model.Kind) bool {
	if len(t[k]) != len(with[k]) {
		return false
	}
	for id, tone := range t[k] {
		if with[k][id] != tone {
			return false
		}
	}
	return true
}

// tones reads what colours points: open tasks, overdue bills, open cases. A box has
// what its customers' tasks and cases say where they name it; debts are of customers.
func (p *Places) tones(ctx context.Context) (tones, error) {
	t := tones{model.KindBox: {}, model.KindCustomer: {}}
	now := p.rec.Now()
	for _, q := range []struct {
		tone   Tone
		kind   model.Kind
		column string
		of     model.Kind
		where  string
		args   []any
	}{
		{Due, model.KindTask, "box_id", model.KindBox, "state IN ('todo', 'started')", nil},
		{Due, model.KindTask, "customer_id", model.KindCustomer, "state IN ('todo', 'started')", nil},
		{Owes, model.KindBill, "customer_id", model.KindCustomer, "paid < amount AND +due_at < ?", []any{int64(now)}},
		{Fault, model.KindCase, "box_id", model.KindBox, "state <> 'closed'", nil},
		{Fault, model.KindCase, "customer_id", model.KindCustomer, "state <> 'closed'", nil},
	} {
		ids, err := p.store.Column(ctx, q.kind, q.column, q.where, q.args...)
		if err != nil {
			return nil, err
		}
		for _, id := range ids {
			if id != "" {
				t[q.of][id] = q.tone // in rising order
			}
		}
	}
	return t, nil
}
