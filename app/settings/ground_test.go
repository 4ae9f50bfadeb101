package settings

import (
	"bytes"
	"fmt"
	"log/slog"
	"strings"
	"testing"
)

func TestSecret_IsKeptAndNeverSaid(t *testing.T) {
	keep := shelf{kept: map[string]string{}}
	s, err := Open(keep)
	if err != nil {
		t.Fatal(err)
	}
	v := s.Values()
	v.Ground.Tianditu.Key, v.Ground.Web.Key = "abc123", "xyz789"
	if err := s.Set(v); err != nil {
		t.Fatal(err)
	}
	again, err := Open(keep)
	if err != nil || again.Values() != v {
		t.Errorf("%+v, %v", again.Values(), err)
	}
	var log bytes.Buffer
	slog.New(slog.NewTextHandler(&log, nil)).Info("settings", "all", v, "key", v.Ground.Tianditu.Key)
	for _, said := range []string{fmt.Sprint(v), fmt.Sprintf("%+v %#v %s %q", v, v, v.Ground.Tianditu.Key, v.Ground.Web.Key), log.String()} {
		if strings.Contains(said, "abc123") || strings.Contains(said, "xyz789") {
			t.Errorf("a key is said: %s", said)
		}
	}
	if fmt.Sprint(Secret("")) != "" {
		t.Error("no key is said to be one")
	}
}
