package camera

// Abilities are what a running camera can do beside looking.
type Abilities struct {
	Torch bool
	Focus bool    // on a point of the picture
	Zoom  float64 // the largest factor; 1 or less: none
}

// Controls is implemented by cameras with something to set: ask with a type assertion.
// Everything set is forgotten when the run ends. Out of a run the methods fail with
// ErrClosed, and what a camera cannot do fails with ErrUnable.
type Controls interface {
	// Can says what this camera can do; nothing out of a run.
	Can() Abilities
	// Torch turns the light on or off.
	Torch(on bool) error
	// Zoom sets the factor, 1 for the whole picture; more than it can is as much as it can.
	Zoom(factor float64) error
	// Focus sharpens at a point of the upright picture, as shares of its width and
	// height from the top left, and goes back to focusing by itself after a while.
	Focus(x, y float64) error
}
