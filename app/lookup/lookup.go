// Package lookup finds records by what a person has at hand: a name, an address,
// the last digits of a number, a scanned code.
package lookup

import (
	"context"
	"strings"

	"dianqin/data/local"
	"dianqin/data/model"
	"dianqin/data/model/metering"
)

// Lookup is the use cases about finding.
type Lookup struct {
	store *local.Store
	now   func() model.Millis
}

// New wires the use cases.
func New(store *local.Store, now func() model.Millis) *Lookup { return &Lookup{store, now} }

// Search finds customers, boxes, meters and seals; at most limit. Fewer than two
// latin letters or digits find nothing yet: half the region would fit.
func (l *Lookup) Search(ctx context.Context, text string, limit int) ([]local.Hit, error) {
	text = strings.TrimSpace(text)
	if text == "" {
		return nil, nil
	}
	return l.store.Search(ctx, text, limit)
}

// Box reads a meter box.
func (l *Lookup) Box(ctx context.Context, id string) (metering.Box, bool, error) {
	var b metering.Box
	found, err := l.store.Get(ctx, model.KindBox, id, &b)
	return b, found, err
}
