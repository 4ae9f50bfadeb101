//go:build android || ios

package main

import "errors"

var errNoDemo = errors.New("the demo server runs on a desktop only")

func demo(flags) error { return errNoDemo }
func tour(flags) error { return errNoDemo }
