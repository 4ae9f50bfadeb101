package tiles

import (
	"errors"
	"fmt"
	"time"
)

// Code says why a tile could not be had. It is stable; people read the sentence that
// is made of it elsewhere.
type Code string

// Why a tile could not be had, or why a service cannot be asked at all.
const (
	Offline    Code = "tile_offline"     // no way to the service
	Slow       Code = "tile_slow"        // it took longer than it may
	Refused    Code = "tile_refused"     // it said no, or too often, or failed
	KeyRefused Code = "tile_key_refused" // it does not take the key, or its quota is used up
	Rubbish    Code = "tile_rubbish"     // what came is no picture: a sign-in page, a broken file
	BadAddress Code = "tile_address"     // the address as written cannot be one
	KeyMissing Code = "tile_key_missing" // the address wants a key and there is none
)

// Error is why a tile could not be had. It holds neither address nor key, so that it
// may be shown and logged.
type Error struct {
	Code   Code
	Status int       // HTTP, 0 without an answer
	Until  time.Time // the service is not asked before; zero = may be asked at once
}

// Error is for logs.
func (e *Error) Error() string {
	if e.Status != 0 {
		return fmt.Sprintf("%s (status %d)", e.Code, e.Status)
	}
	return string(e.Code)
}

// Is lets errors.Is(err, ErrOffline) ask for the code alone.
func (e *Error) Is(target error) bool {
	t, ok := target.(*Error)
	return ok && t.Code == e.Code
}

// ErrNone says that a source has nothing at that place (not an error to show).
var ErrNone = errors.New("tiles: none here")

// ErrOffline says that a tile is not on the device and could not be fetched.
var ErrOffline error = &Error{Code: Offline}
