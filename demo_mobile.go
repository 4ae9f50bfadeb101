//go:build android || ios

package main

import "errors"

func demo(flags) error { return errors.New("the demo server runs on a desktop only") }
