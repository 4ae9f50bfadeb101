//go:build tour && !android && !ios

package main

import (
	"os"
	"testing"
)

func TestTour_TheMainJobHoldsFromEnrolmentToTheDesksCase(t *testing.T) {
	if testing.Short() {
		t.Skip("plays for half a minute")
	}
	out := t.TempDir()
	if err := tour(flags{demoSize: 500, tour: out}); err != nil {
		t.Fatal(err)
	}
	pictures, err := os.ReadDir(out)
	if err != nil || len(pictures) != 31 {
		t.Errorf("%d pictures, %v", len(pictures), err)
	}
}
