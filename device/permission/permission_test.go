package permission

import (
	"context"
	"errors"
	"testing"
)

func TestFree_GrantsWithoutAsking(t *testing.T) {
	for _, w := range []What{Camera, Place} {
		state, err := Free().State(t.Context(), w)
		asked, askErr := Free().Ask(t.Context(), w)
		if state != Granted || asked != Granted || err != nil || askErr != nil {
			t.Errorf("%s: %s %s %v %v", w, state, asked, err, askErr)
		}
	}
}

func TestFree_EndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Free().Ask(ctx, Camera); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

func TestFree_HasNoSettingsToShow(t *testing.T) {
	if err := Free().OpenSettings(t.Context()); !errors.Is(err, ErrUnable) {
		t.Error(err)
	}
}
