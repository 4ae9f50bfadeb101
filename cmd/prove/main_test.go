package main

import (
	"bytes"
	"io"
	"strings"
	"testing"
)

func TestReplay_PlaysAScheduleAndSaysWhatIsNone(t *testing.T) {
	var out bytes.Buffer
	in := strings.NewReader("do 0 sight n1 broken # a remark\nsync 0 deaf\nserver\nsync 0\n")
	if err := run(t.Context(), []string{"-replay", "-"}, in, &out, io.Discard); err != nil || !strings.Contains(out.String(), "4 steps") {
		t.Errorf("%q, %v", out.String(), err)
	}
	for _, text := range []string{"fly 1", "do 9 sight n1", "do 0 dance n1"} {
		if err := run(t.Context(), []string{"-replay", "-"}, strings.NewReader(text), io.Discard, io.Discard); err == nil {
			t.Errorf("%q was played", text)
		}
	}
	if err := run(t.Context(), nil, nil, io.Discard, io.Discard); err == nil {
		t.Error("nothing was said and nothing complained")
	}
}
