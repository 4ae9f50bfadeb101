//go:build !android

package feel

import "os"

// Default is what this machine has: the bell of the terminal that the program was
// started from, else silence.
func Default() Outlet { return forFile(os.Stderr) }
