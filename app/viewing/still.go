package viewing

import (
	"context"
	"errors"

	"dianqin/device/camera"
)

// Still takes a photograph, opening the camera for it where it is closed. The bytes
// are a JPEG; the error is a *model.Error with the camera's code.
func (v *Viewing) Still(ctx context.Context) ([]byte, error) {
	photo, err := v.camera.Still(ctx)
	if errors.Is(err, camera.ErrClosed) {
		v.run.Lock()
		defer v.run.Unlock()
		if err := v.camera.Start(ctx); err != nil {
			return nil, asError(err)
		}
		defer v.camera.Close()
		photo, err = v.camera.Still(ctx)
	}
	if err != nil {
		return nil, asError(err)
	}
	return photo.JPEG, nil
}
