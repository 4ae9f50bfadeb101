//go:build jvm && !android

package outside

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"dianqin/device/internal/jni"
	"dianqin/device/internal/standin"
)

func TestMain(m *testing.M) { standin.Main(m) }

func TestPhone_HandsALinkToItsProgram(t *testing.T) {
	for link, want := range map[string]string{
		"geo:31.2,121.5?q=31.2,121.5(%E5%8D%97🔌)":     "startActivity android.intent.action.VIEW geo:31.2,121.5?q=31.2,121.5(%E5%8D%97🔌) 10000000",
		"androidamap://navi?lat=31.2&lon=121.5&dev=0": "startActivity android.intent.action.VIEW androidamap://navi?lat=31.2&lon=121.5&dev=0 10000000",
		"tel:13800138000": "startActivity android.intent.action.DIAL tel:13800138000 10000000",
	} {
		standin.Reset(t)
		name, _ := scheme(link)
		if err := (phone{}).Open(t.Context(), link); !errors.Is(err, ErrNoApp) {
			t.Errorf("%s without a program: %v", link, err)
		}
		standin.Set(t, "program."+name, "yes")
		if err := (phone{}).Open(t.Context(), link); err != nil {
			t.Errorf("%s: %v", link, err)
		}
		if log := standin.Log(t); !slices.Contains(log, want) {
			t.Errorf("%s: %q", link, log)
		}
	}
}

func TestPhone_RefusesWhatIsNoLink(t *testing.T) {
	standin.Reset(t)
	for _, link := range []string{"", "geo", "file:///data/x.db", "1:2"} {
		if err := (phone{}).Open(t.Context(), link); !errors.Is(err, ErrLink) {
			t.Errorf("%q: %v", link, err)
		}
	}
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	if err := (phone{}).Open(gone, "tel:1"); !errors.Is(err, context.Canceled) || len(standin.Log(t)) != 0 {
		t.Error(err, standin.Log(t))
	}
}

func TestPhone_EverythingThatThrowsIsAnError(t *testing.T) {
	calls := standin.FailEverywhere(t, jni.Security, func() { standin.Set(t, "program.tel", "yes") }, func(call int) {
		err := phone{}.Open(t.Context(), "tel:1")
		if (err != nil) != (call > 0) || call > 0 && !jni.IsThrown(err, jni.Security) {
			t.Errorf("call %d throws: %v", call, err)
		}
	})
	if calls < 4 {
		t.Errorf("only %d calls were tried", calls)
	}
}

func TestPhone_ShowsNoFilesToOthers(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.pdf")
	if err := (phone{}).View(t.Context(), path, ""); !errors.Is(err, os.ErrNotExist) {
		t.Error(err)
	}
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := (phone{}).View(t.Context(), path, ""); !errors.Is(err, ErrUnable) {
		t.Error(err)
	}
}
