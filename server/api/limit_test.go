package api

import (
	"fmt"
	"net/http"
	"net/netip"
	"testing"
	"time"
)

func TestLimiter_LetsABurstThroughAndThenTheRate(t *testing.T) {
	l := newLimiter(2, 5)
	now := time.Unix(0, 0)
	for range 5 {
		if why := l.take("a", now); why != nil {
			t.Fatal(why)
		}
	}
	why := l.take("a", now)
	if why == nil || why.Code != "rate.limited" || why.Args["seconds"] != int64(1) {
		t.Fatalf("got %v", why)
	}
	if why := l.take("b", now); why != nil {
		t.Errorf("another pays for it: %v", why)
	}
	taken := 0
	for i := range 100 { // ten seconds
		if l.take("a", now.Add(time.Duration(i)*100*time.Millisecond)) == nil {
			taken++
		}
	}
	if taken < 18 || taken > 21 {
		t.Errorf("%d in ten seconds, want 20", taken)
	}
}

func TestLimiter_RemembersSoManyAndNoMore(t *testing.T) {
	l := newLimiter(1, 1)
	now := time.Unix(0, 0)
	for i := range mostKeys + 10 {
		l.take(fmt.Sprint(i), now.Add(time.Duration(i)*time.Millisecond))
	}
	if n := len(l.keys); n > mostKeys {
		t.Errorf("%d are remembered", n)
	}
	var none *limiter
	if none.take("x", now) != nil || newLimiter(0, 0).take("x", now) != nil {
		t.Error("there is no limit and somebody was held back")
	}
}

func TestLimits_TheAddressIsThatOfTheLastHopThatIsNoProxyOfOurs(t *testing.T) {
	l := Limits{Proxies: []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")}}
	for _, c := range []struct {
		remote, forwarded, want string
	}{
		{"192.0.2.1:5", "", "192.0.2.1"},
		{"192.0.2.1:5", "198.51.100.7", "192.0.2.1"}, // anybody can write a header
		{"10.1.1.1:5", "198.51.100.7", "198.51.100.7"},
		{"10.1.1.1:5", "203.0.113.9, 198.51.100.7, 10.2.2.2", "198.51.100.7"},
		{"10.1.1.1:5", "nonsense", "10.1.1.1"},
		{"[::ffff:192.0.2.1]:5", "", "192.0.2.1"},
	} {
		r := &http.Request{RemoteAddr: c.remote, Header: http.Header{}}
		if c.forwarded != "" {
			r.Header.Set("X-Forwarded-For", c.forwarded)
		}
		if got := l.addressOf(r); got != c.want {
			t.Errorf("%s by %q: %s, want %s", c.remote, c.forwarded, got, c.want)
		}
	}
}
