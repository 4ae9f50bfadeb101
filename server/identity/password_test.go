package identity

import (
	"context"
	"strings"
	"testing"
)

func TestPassword_OnlyTheSameMatches(t *testing.T) {
	s := &Service{hashes: make(chan struct{}, 1)}
	hash, err := s.hash(t.Context(), "密码 password")
	if err != nil {
		t.Fatal(err)
	}
	again, err := s.hash(t.Context(), "密码 password")
	if err != nil || again == hash {
		t.Errorf("two hashes of one password are the same: %v", err)
	}
	for password, want := range map[string]bool{"密码 password": true, "密码 Password": false, "": false} {
		if got, err := s.matches(t.Context(), password, hash); got != want || err != nil {
			t.Errorf("%q: %v %v", password, got, err)
		}
	}
}

func TestPassword_NobodyMatchesNothingAndTakesAsLong(t *testing.T) {
	s := &Service{hashes: make(chan struct{}, 1)}
	real, err := s.hash(t.Context(), "x")
	if err != nil {
		t.Fatal(err)
	}
	cost := func(h string) string { return strings.Join(strings.Split(h, "$")[:4], "$") }
	if cost(nobody) != cost(real) || len(nobody) != len(real) {
		t.Errorf("nobody costs %q, a real one %q", cost(nobody), cost(real))
	}
	for _, hash := range []string{nobody, "", "$argon2id$", "$argon2id$v=19$m=1,t=0,p=0$AA$AA", "$argon2id$v=19$m=8,t=1,p=1$AA$", "$2a$10$x"} {
		if got, err := s.matches(t.Context(), "", hash); got || err != nil {
			t.Errorf("%q: %v %v", hash, got, err)
		}
	}
}

func TestPassword_WaitingForATurnEndsWithTheRequest(t *testing.T) {
	s := &Service{hashes: make(chan struct{})} // no turn ever
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := s.hash(ctx, "x"); err == nil {
		t.Error("hashed without a turn")
	}
}
