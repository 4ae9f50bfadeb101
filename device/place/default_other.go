//go:build !android

package place

// Default is this machine's own source. A desk knows none: its positions are typed or
// chosen on the map.
func Default() Source { return None() }
