//go:build !tour || android || ios

package main

import "errors"

// tour needs the stage that tests play on, which a program for people does not carry.
func tour(flags) error {
	return errors.New("the tour is played by programs built with -tags tour only")
}
