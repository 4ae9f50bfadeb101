package session

import (
	"testing"
	"time"
)

func TestATokenEndsByWhicheverClockIsAhead(t *testing.T) {
	now := time.Now()
	end := now.Add(15 * time.Minute)
	if !good(now, end) || good(now.Add(15*time.Minute), end) {
		t.Error("a token is good until half a minute before its end")
	}
	slept := now.Round(0).Add(time.Hour) // the wall went on, without the clock beneath it
	if good(slept, end) {
		t.Error("the phone slept for an hour and believes in its token")
	}
	back := end.Round(0)
	if good(now.Add(20*time.Minute), back) {
		t.Error("a token that has ended is believed in")
	}
}
