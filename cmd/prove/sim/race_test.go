//go:build race

package sim

// raced says that the race detector is on, under which everything takes long.
const raced = true
