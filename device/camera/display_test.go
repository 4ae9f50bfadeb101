//go:build jvm && !android

package camera

import (
	"testing"

	"dianqin/device/internal/standin"
)

func TestMain(m *testing.M) { standin.Main(m) }

func TestJava_TellsHowTheDisplayIsTurned(t *testing.T) {
	for quarters, want := range []int{0, 90, 180, 270} {
		standin.Reset(t)
		standin.Set(t, "display", string(rune('0'+quarters)))
		if got := displayTurn(); got != want {
			t.Errorf("%d quarters: %d", quarters, got)
		}
	}
}

func TestJava_ADisplayThatDoesNotAnswerIsUpright(t *testing.T) {
	calls := standin.FailEverywhere(t, "java.lang.IllegalStateException",
		func() { standin.Set(t, "display", "1") },
		func(call int) {
			want := 0
			if call == 0 { // nothing throws
				want = 90
			}
			if got := displayTurn(); got != want {
				t.Errorf("call %d: %d, want %d", call, got, want)
			}
		})
	if calls != 3 {
		t.Errorf("%d calls", calls)
	}
	standin.Reset(t)
	standin.Set(t, "no display", "yes")
	if got := displayTurn(); got != 0 {
		t.Errorf("without a display: %d", got)
	}
}
