package camera

import "context"

// None is the camera of a machine without one: Start fails with ErrNone.
func None() Camera { return none{} }

type none struct{}

func (none) Start(context.Context) error          { return ErrNone }
func (none) Frames() <-chan Frame                 { return closedChannel[Frame]() }
func (none) Faults() <-chan error                 { return closedChannel[error]() }
func (none) Err() error                           { return nil }
func (none) Still(context.Context) (Photo, error) { return Photo{}, ErrClosed }
func (none) Close() error                         { return nil }

func closedChannel[T any]() <-chan T {
	c := make(chan T)
	close(c)
	return c
}
