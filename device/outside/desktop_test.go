//go:build !android

package outside

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// asked notes what the system was told to run, and answers.
func asked(answer error) (desktop, *[]string) {
	var got []string
	return desktop{run: func(_ context.Context, name string, args ...string) error {
		got = append([]string{name}, args...)
		return answer
	}}, &got
}

func TestDesktop_HandsALinkOverAsOneWord(t *testing.T) {
	link := "geo:31.2,121.5?q=31.2,121.5(南京西路; rm -rf ~)"
	d, got := asked(nil)
	if err := d.Open(t.Context(), link); err != nil {
		t.Fatal(err)
	}
	if want := append(slices.Clone(opener), link); !slices.Equal(*got, want) {
		t.Errorf("ran %q, want %q", *got, want)
	}
}

func TestDesktop_RefusesWhatIsNoLink(t *testing.T) {
	for _, link := range []string{"", "geo", ":1", "--help", "-x:y", "1a:b", "a b:c", "file:///etc/passwd", "tel:"} {
		d, got := asked(nil)
		if err := d.Open(t.Context(), link); !errors.Is(err, ErrLink) || *got != nil {
			t.Errorf("%q: %v, ran %q", link, err, *got)
		}
	}
}

func TestDesktop_SaysWhyNothingOpened(t *testing.T) {
	failed := exec.Command("sh", "-c", "exit 3").Run()
	for want, answer := range map[error]error{ErrNoApp: failed, ErrUnable: &exec.Error{Name: "x", Err: exec.ErrNotFound}} {
		d, _ := asked(answer)
		if err := d.Open(t.Context(), "tel:1"); !errors.Is(err, want) {
			t.Errorf("%v: %v, want %v", answer, err, want)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	d, _ := asked(failed)
	if err := d.Open(ctx, "tel:1"); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

func TestDesktop_ShowsAFileByItsWholeName(t *testing.T) {
	path := filepath.Join(t.TempDir(), "验收 1.pdf")
	if err := os.WriteFile(path, []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	d, got := asked(nil)
	if err := d.View(t.Context(), path, ""); err != nil {
		t.Fatal(err)
	}
	if last := (*got)[len(*got)-1]; !strings.HasPrefix(last, "file:///") || !strings.HasSuffix(last, "%201.pdf") {
		t.Error(last)
	}
	if err := d.View(t.Context(), path+"x", ""); !errors.Is(err, os.ErrNotExist) {
		t.Error(err)
	}
}

func TestStart_TellsAFailureFromAMissingProgram(t *testing.T) {
	var exit *exec.ExitError
	if err := start(t.Context(), "false"); !errors.As(err, &exit) {
		t.Error(err)
	}
	if err := start(t.Context(), "true"); err != nil {
		t.Error(err)
	}
	if err := start(t.Context(), "no-such-program-anywhere"); !errors.Is(err, exec.ErrNotFound) {
		t.Error(err)
	}
}

func TestStart_AnOpenerThatStaysHasOpenedSomething(t *testing.T) {
	began := time.Now()
	if err := start(t.Context(), "sleep", "4"); err != nil || time.Since(began) < patience {
		t.Errorf("%v after %v", err, time.Since(began))
	}
	short, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	if err := start(short, "sleep", "1"); !errors.Is(err, context.DeadlineExceeded) {
		t.Error(err)
	}
	if err := start(short, "true"); !errors.Is(err, context.DeadlineExceeded) {
		t.Error(err)
	}
}
