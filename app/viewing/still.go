package viewing

import (
	"context"
	"errors"

	"dianqin/device/camera"
)

// Still takes a photograph, opening the camera for it where it is closed. The bytes
// are a JPEG; the error is a *model.Error with the camera's code.
func (v *Viewing) Still(ctx context.Context) ([]byte, error) {
	photo, err := v.dev.Camera.Still(ctx)
	if errors.Is(err, camera.ErrClosed) {
		v.run.Lock()
		defer v.run.Unlock()
		if err := v.open(ctx); err != nil {
			return nil, err
		}
		defer v.dev.Camera.Close()
		photo, err = v.dev.Camera.Still(ctx)
	}
	if err != nil {
		return nil, asError(err)
	}
	return photo.JPEG, nil
}
