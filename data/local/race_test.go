//go:build race

package local

// raced says that the race detector is on, under which a page of rows takes tenfold.
const raced = true
