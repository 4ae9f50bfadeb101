package faults

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

func through(t *testing.T, plan Plan) (*Proxy, *http.Client) {
	t.Helper()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		fmt.Fprintf(w, "got %d", len(body))
	}))
	t.Cleanup(s.Close)
	p, err := Start(strings.TrimPrefix(s.URL, "http://"), plan, 7)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = p.Close() })
	return p, &http.Client{Transport: &http.Transport{DisableKeepAlives: true}, Timeout: 5 * time.Second}
}

func ask(c *http.Client, p *Proxy) error {
	r, err := c.Post(p.URL(), "text/plain", strings.NewReader(strings.Repeat("x", 100<<10)))
	if err != nil {
		return err
	}
	defer r.Body.Close()
	text, err := io.ReadAll(r.Body)
	if err == nil && string(text) != "got 102400" {
		err = fmt.Errorf("answered %q", text)
	}
	return err
}

func TestProxy_CarriesEverythingWhenCalm(t *testing.T) {
	p, c := through(t, Plan{})
	for range 5 {
		if err := ask(c, p); err != nil {
			t.Fatal(err)
		}
	}
	if n := p.Count(); n.Connections != 5 || n.Refused+n.Cut != 0 || n.Up < 4*100<<10 || n.Down == 0 {
		t.Errorf("%+v", n)
	}
}

func TestProxy_EachFaultMeetsItsConnections(t *testing.T) {
	for name, plan := range map[string]Plan{"refuse": {Refuse: 1}, "cut": {Cut: 1}, "lose": {Lose: 1}} {
		p, c := through(t, plan)
		if err := ask(c, p); err == nil && name != "lose" { // a short answer may fit before the cut
			t.Errorf("%s: everything went through", name)
		}
		lost := 0
		for range 10 {
			if ask(c, p) != nil {
				lost++
			}
		}
		if lost < 4 {
			t.Errorf("%s: %d of 10 were lost", name, lost)
		}
		p.Calm()
		if err := ask(c, p); err != nil {
			t.Errorf("%s: calm again, but %v", name, err)
		}
	}
}

func TestProxy_GoesAwayAndComesBack(t *testing.T) {
	p, c := through(t, Plan{})
	p.Away(true)
	if ask(c, p) == nil {
		t.Error("there is a network, there should be none")
	}
	p.Away(false)
	if err := ask(c, p); err != nil {
		t.Error(err)
	}
}

func TestParse(t *testing.T) {
	p, err := Parse("cut=0.5,slow=1")
	if err != nil || p != (Plan{Cut: 0.5, Slow: 1}) {
		t.Errorf("%+v, %v", p, err)
	}
	if p, err := Parse("bad"); err != nil || p != Bad {
		t.Errorf("%+v, %v", p, err)
	}
	for _, text := range []string{"fire=1", "cut", "cut=2", "cut=-1", "cut=x"} {
		if _, err := Parse(text); err == nil {
			t.Errorf("%q is a plan", text)
		}
	}
}
