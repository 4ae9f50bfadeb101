package identity

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestAccessToken_AnyChangeVoidsIt(t *testing.T) {
	s := &Service{secret: []byte("secret")}
	want := claims{Device: "d", User: "u", Expires: 5}
	token, err := s.accessToken(want)
	if err != nil {
		t.Fatal(err)
	}
	if got, bad := s.readToken(token); bad != nil || got != want {
		t.Fatalf("%+v %v", got, bad)
	}
	if _, bad := (&Service{secret: []byte("another")}).readToken(token); bad == nil {
		t.Error("another server's token is taken")
	}
	rapid.Check(t, func(t *rapid.T) {
		at := rapid.IntRange(0, strings.Index(token, ".")-1).Draw(t, "at")
		c := rapid.SampledFrom(strings.Split("abcXYZ019-_", "")).Draw(t, "c")
		changed := token[:at] + c + token[at+1:]
		if _, bad := s.readToken(changed); bad == nil && changed != token {
			t.Fatalf("%q is taken", changed)
		}
	})
}

func TestSuccessor_IsOneAndIsNoAccessToken(t *testing.T) {
	s := &Service{secret: []byte("secret")}
	next := s.successor("x")
	if again := (&Service{secret: []byte("secret")}).successor("x"); again != next {
		t.Error("two nodes give a token two successors")
	}
	if s.successor("y") == next {
		t.Error("two tokens have one successor")
	}
	if _, bad := s.readToken(next); bad == nil {
		t.Error("a refresh token is taken as an access token")
	}
}

func TestCode_Has128BitsAndSurvivesTyping(t *testing.T) {
	seen := map[string]bool{}
	for range 1000 {
		code, err := newCode()
		if err != nil {
			t.Fatal(err)
		}
		if p := plain(code); len(p) != 26 || plain(strings.ToLower(" "+code+"\n")) != p || seen[p] {
			t.Fatalf("%q", code)
		}
		seen[plain(code)] = true
	}
}
