package atlas

import (
	"context"

	"dianqin/data/model"
	"dianqin/data/model/customer"
	"dianqin/data/model/grid"
	"dianqin/data/model/metering"
)

// Card is what a point is called: enough for a row that opens it.
type Card struct {
	Point
	Title  string
	Detail string
	Number string // of a customer or a box
	Pos    model.Position
}

// Cards reads what points are called, in their order; those that are no more are left out.
func (p *Places) Cards(ctx context.Context, points []Point) ([]Card, error) {
	out := make([]Card, 0, len(points))
	for _, pt := range points {
		c, found, err := p.card(ctx, pt)
		if err != nil {
			return nil, err
		}
		if found {
			out = append(out, c)
		}
	}
	return out, nil
}

func (p *Places) card(ctx context.Context, pt Point) (Card, bool, error) {
	c := Card{Point: pt}
	switch pt.Kind {
	case model.KindCustomer:
		var r customer.Customer
		found, err := p.store.Get(ctx, pt.Kind, pt.ID, &r)
		c.Title, c.Detail, c.Number, c.Pos = r.Name, r.Address, r.Number, r.Position
		return c, found, err
	case model.KindBox:
		var r metering.Box
		found, err := p.store.Get(ctx, pt.Kind, pt.ID, &r)
		c.Title, c.Detail, c.Number, c.Pos = r.Number, r.Address, r.Number, r.Position
		return c, found, err
	case model.KindArea:
		var r grid.Area
		found, err := p.store.Get(ctx, pt.Kind, pt.ID, &r)
		c.Title, c.Detail, c.Pos = r.Name, r.Code, r.Position
		return c, found, err
	}
	return c, false, nil
}
