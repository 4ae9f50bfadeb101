package viewing

import (
	"context"

	"dianqin/app/seals"
)

// Look is Run without reading: it shows what the camera sees, for a person who aims at
// what they take a picture of, until ctx ends or the camera does. Still, Torch, Zoom and
// Focus work meanwhile.
func (v *Viewing) Look(ctx context.Context) error {
	return v.during(ctx, func() error {
		r := newReader(v, seals.Visit{})
		r.whole = true              // what is seen is what the picture will hold
		return v.watch(ctx, r, nil) // nobody takes a frame to read
	})
}
