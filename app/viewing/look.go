package viewing

import (
	"context"

	"dianqin/app/seals"
)

// Look is Run without reading: it shows what the camera sees, for a person who aims at
// what they take a picture of, until ctx ends or the camera does. Still, Torch, Zoom and
// Focus work meanwhile.
func (v *Viewing) Look(ctx context.Context) error {
	v.run.Lock()
	defer v.run.Unlock()
	if err := v.open(ctx); err != nil || ctx.Err() != nil {
		return err
	}
	defer v.dev.Camera.Close()
	v.dev.Screen.KeepAwake(true)
	defer v.dev.Screen.KeepAwake(false)
	v.Opened.Send(v.can())
	r := newReader(v, seals.Visit{})
	r.whole = true              // what is seen is what the picture will hold
	return v.watch(ctx, r, nil) // nobody takes a frame to read
}
