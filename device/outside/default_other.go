//go:build !android

package outside

// Default is the desktop's own opener.
func Default() Outside { return desktop{run: start} }
