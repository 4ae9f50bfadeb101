package app

import (
	"context"
	"errors"

	"dianqin/data/model"
	"dianqin/device/permission"
)

// What the person may allow.
const (
	AllowCamera = permission.Camera
	AllowPlace  = permission.Place
)

// Allowed tells, without asking, whether the person allows something; where that cannot
// be told it is not.
func (a *App) Allowed(ctx context.Context, w permission.What) bool {
	s, err := a.Ask.State(ctx, w)
	return err == nil && s == permission.Granted
}

// Allow asks the person for something; where the system asks no more, or it is allowed
// already and may be taken back, it shows the system's settings instead.
func (a *App) Allow(ctx context.Context, w permission.What) error {
	if !a.Allowed(ctx, w) {
		s, err := a.Ask.Ask(ctx, w)
		if err != nil {
			return asked(err)
		}
		if s != permission.Barred {
			return nil
		}
	}
	return asked(a.Ask.OpenSettings(ctx))
}

// asked brings the asker's errors into the form that words are made of.
func asked(err error) error {
	if errors.Is(err, permission.ErrUnable) {
		return model.Fail("permission.unable")
	}
	return err
}
