package viewing

import "dianqin/device/camera"

// Can is what a running camera can do beside looking.
type Can struct {
	Torch bool
	Focus bool
	Zoom  float64 // the largest factor; 1 or less: none
}

// can asks the camera; one without controls can nothing.
func (v *Viewing) can() Can {
	c, ok := v.dev.Camera.(camera.Controls)
	if !ok {
		return Can{}
	}
	return Can(c.Can())
}

// Torch turns the camera's light on or off. The error is a *model.Error, as of the
// others here: "camera.unable" where the camera has none.
func (v *Viewing) Torch(on bool) error {
	return v.control(func(c camera.Controls) error { return c.Torch(on) })
}

// Zoom sets the factor, 1 for the whole picture.
func (v *Viewing) Zoom(factor float64) error {
	return v.control(func(c camera.Controls) error { return c.Zoom(factor) })
}

// Focus sharpens at a point of what is seen.
func (v *Viewing) Focus(at Point) error {
	v.mu.Lock()
	w := v.seen
	v.mu.Unlock()
	if w.size.X > 0 {
		at = w.whole(at)
	}
	return v.control(func(c camera.Controls) error { return c.Focus(at.X, at.Y) })
}

func (v *Viewing) control(set func(camera.Controls) error) error {
	c, ok := v.dev.Camera.(camera.Controls)
	if !ok {
		return asError(camera.ErrUnable)
	}
	if err := set(c); err != nil {
		return asError(err)
	}
	return nil
}
