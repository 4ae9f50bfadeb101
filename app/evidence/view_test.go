package evidence

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"dianqin/data/model"
	"dianqin/device/outside"
)

// taken is a site with one picture.
func taken(t *testing.T) (*site, Item) {
	s := open(t)
	_, err := s.Take(t.Context(), seal72, shot(t, 400, 300))
	s.must(err)
	return s, s.items(1)[0]
}

func TestView_HandsACopyOutAndKeepsTheOriginal(t *testing.T) {
	s, it := taken(t)
	before := s.bytes(it.File)
	var got, kind string
	s.Viewer = func(_ context.Context, path, mime string) error {
		got, kind = path, mime
		return os.WriteFile(path, []byte("drawn on by another program"), 0o600)
	}
	s.must(s.View(t.Context(), it.File))
	if filepath.Ext(got) != ".jpg" || kind != "image/jpeg" {
		t.Errorf("viewed %s as %s", got, kind)
	}
	if !bytes.Equal(s.bytes(it.File), before) {
		t.Error("another program reached the evidence")
	}
	s.must(s.View(t.Context(), it.File))
	s.Viewer = func(_ context.Context, path, _ string) error {
		if raw, err := os.ReadFile(path); err != nil || !bytes.Equal(raw, before) {
			t.Errorf("the copy is not the picture: %v", err)
		}
		return nil
	}
	s.must(s.View(t.Context(), it.File))
}

func TestView_SaysThatTheDeviceDoesNotAndLeavesNoCopy(t *testing.T) {
	s, it := taken(t)
	want := func(err error, code string) {
		t.Helper()
		var e *model.Error
		if !errors.As(err, &e) || e.Code != code {
			t.Errorf("got %v, want %s", err, code)
		}
	}
	want(s.View(t.Context(), it.File), "outside.unable")
	for _, code := range []outside.Code{outside.ErrUnable, outside.ErrNoApp} {
		s.Viewer = func(context.Context, string, string) error { return code }
		want(s.View(t.Context(), it.File), string(code))
	}
	if left, _ := filepath.Glob(filepath.Join(s.dir, "viewed", "*")); len(left) > 0 {
		t.Errorf("left %v", left)
	}
}

func TestView_DeletesCopiesThatWereLookedAtLongAgo(t *testing.T) {
	s, it := taken(t)
	s.Viewer = func(context.Context, string, string) error { return nil }
	s.must(os.MkdirAll(filepath.Join(s.dir, "viewed"), 0o700))
	for name, age := range map[string]time.Duration{"old.jpg": 2 * viewedFor, "new.jpg": viewedFor / 2} {
		path := filepath.Join(s.dir, "viewed", name)
		s.must(os.WriteFile(path, nil, 0o600))
		s.must(os.Chtimes(path, time.Now().Add(-age), time.Now().Add(-age)))
	}
	s.must(s.View(t.Context(), it.File))
	if left, _ := filepath.Glob(filepath.Join(s.dir, "viewed", "*.jpg")); len(left) != 2 {
		t.Errorf("left %v, want the new ones", left)
	}
	if _, err := os.Stat(filepath.Join(s.dir, "viewed", "old.jpg")); !os.IsNotExist(err) {
		t.Error("the old copy is still there")
	}
}
