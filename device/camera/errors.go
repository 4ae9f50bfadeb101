package camera

// Code is a reason that a program can act on and a table of words can translate. It is
// an error itself: errors.Is(err, camera.ErrLost).
type Code string

// Every reason there is.
const (
	ErrNone    Code = "camera.none"    // there is no camera, or nothing to play as one
	ErrDenied  Code = "camera.denied"  // the person or the system does not allow it
	ErrLost    Code = "camera.lost"    // it was there and is gone
	ErrBusy    Code = "camera.busy"    // it is running already, here or elsewhere
	ErrClosed  Code = "camera.closed"  // it is not running
	ErrUnable  Code = "camera.unable"  // this camera has no such thing: no torch, no zoom
	ErrPicture Code = "camera.picture" // a picture could not be read or written
)

// Error is the code; words for people are not made here.
func (c Code) Error() string { return string(c) }

// Fault is a Code with the name of what it is about and the cause beneath.
type Fault struct {
	Code Code
	Name string // a picture, a folder, a device; may be empty
	Err  error  // may be nil
}

func (f *Fault) Error() string {
	s := string(f.Code)
	if f.Name != "" {
		s += " " + f.Name
	}
	if f.Err != nil {
		s += ": " + f.Err.Error()
	}
	return s
}

// Unwrap makes both the code and the cause findable.
func (f *Fault) Unwrap() []error {
	if f.Err == nil {
		return []error{f.Code}
	}
	return []error{f.Code, f.Err}
}
