// Package window is what benchmarks need that paint in a real window by OpenGL: the
// thread that windows belong to, a dot that tells when a frame is painted, and the time
// that the painting thread computes. It knows no widget of ours and is for tests alone.
package window

import "os"

// Env asks for a window: DIANQIN_WINDOW=1 xvfb-run go test -bench Window ./screens/ui
const Env = "DIANQIN_WINDOW"

// Asked tells whether a window is asked for.
func Asked() bool { return os.Getenv(Env) != "" }
