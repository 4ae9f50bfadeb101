//go:build !android

package permission

// Default is this machine's asker.
func Default() Asker { return Free() }
