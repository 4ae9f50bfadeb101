package signal

import "testing"

func TestEverybodyWhoListensIsTold(t *testing.T) {
	var s Signal[int]
	sum := 0
	off := s.On(func(v int) { sum += v })
	s.On(func(v int) { sum += 10 * v })
	s.Send(1)
	off()
	s.Send(2)
	if sum != 31 {
		t.Errorf("got %d, want 31", sum)
	}
}

func TestAListenerMayStopListeningWhileItIsTold(t *testing.T) {
	var s Signal[string]
	told := 0
	var off func()
	off = s.On(func(string) { told++; off() })
	s.Send("a")
	s.Send("b")
	if told != 1 {
		t.Errorf("told %d times, want once", told)
	}
}
