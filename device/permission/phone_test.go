//go:build jvm && !android

package permission

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"dianqin/device/internal/jni"
	"dianqin/device/internal/standin"
)

func TestMain(m *testing.M) { standin.Main(m) }

const (
	camera = "android.permission.CAMERA"
	fine   = "android.permission.ACCESS_FINE_LOCATION"
	coarse = "android.permission.ACCESS_COARSE_LOCATION"
)

// asking runs an Ask beside the test, which plays the person.
func asking(p *phone, ctx context.Context, w What) chan string {
	c := make(chan string, 1)
	go func() {
		s, err := p.Ask(ctx, w)
		if err != nil {
			c <- err.Error()
			return
		}
		c <- string(s)
	}()
	return c
}

// requests counts how often the person was asked.
func requests(t *testing.T) (n int) {
	for _, line := range standin.Log(t) {
		if line == "requestPermissions "+camera {
			n++
		}
	}
	return n
}

func TestPhone_AsksAndHearsYes(t *testing.T) {
	standin.Reset(t)
	standin.Set(t, "dialog", "yes")
	p := newPhone()
	if s, err := p.State(t.Context(), Camera); s != Askable || err != nil {
		t.Fatal(s, err)
	}
	got := asking(p, t.Context(), Camera)
	standin.Wait(t, "requestPermissions "+camera)
	standin.Set(t, "granted."+camera, "yes", "behind", "")
	if s := <-got; s != string(Granted) {
		t.Error(s)
	}
	if s, err := p.Ask(t.Context(), Camera); s != Granted || err != nil || requests(t) != 1 {
		t.Error(s, err, requests(t))
	}
}

func TestPhone_TellsANoFromANeverAgain(t *testing.T) {
	for rationale, want := range map[string]State{"yes": Refused, "": Barred} {
		standin.Reset(t)
		standin.Set(t, "dialog", "yes", "rationale."+camera, rationale)
		got := asking(newPhone(), t.Context(), Camera)
		standin.Wait(t, "hasWindowFocus") // the question is up
		standin.Set(t, "behind", "")
		if s := <-got; s != string(want) {
			t.Errorf("rationale %q: %s, want %s", rationale, s, want)
		}
	}
}

func TestPhone_WhereNoQuestionAppearsIsBarred(t *testing.T) {
	standin.Reset(t)
	began := time.Now()
	if s, err := newPhone().Ask(t.Context(), Camera); s != Barred || err != nil || time.Since(began) < grace {
		t.Error(s, err, time.Since(began))
	}
}

func TestPhone_AQuestionThatWasLeftIsNotPutTwice(t *testing.T) {
	standin.Reset(t)
	standin.Set(t, "dialog", "yes", "rationale."+camera, "yes")
	p := newPhone()
	ctx, leave := context.WithCancel(t.Context())
	first := asking(p, ctx, Camera)
	standin.Wait(t, "hasWindowFocus")
	leave()
	if s := <-first; s != context.Canceled.Error() {
		t.Fatal(s)
	}
	second := asking(p, t.Context(), Camera)
	standin.Set(t, "behind", "")
	if s := <-second; s != string(Refused) || requests(t) != 1 {
		t.Errorf("%s after %d questions", s, requests(t))
	}
}

func TestPhone_ANoAnswersWhoeverAsksAtOnce(t *testing.T) {
	standin.Reset(t)
	standin.Set(t, "dialog", "yes", "rationale."+camera, "yes")
	p := newPhone()
	first := asking(p, t.Context(), Camera)
	standin.Wait(t, "hasWindowFocus")
	standin.Set(t, "behind", "")
	if s := <-first; s != string(Refused) {
		t.Fatal(s)
	}
	if s, err := p.Ask(t.Context(), Camera); s != Refused || err != nil || requests(t) != 1 {
		t.Errorf("%s %v after %d questions", s, err, requests(t))
	}
	p.saidWhen = p.saidWhen.Add(-echo) // the person presses "again"
	later := asking(p, t.Context(), Camera)
	standin.Wait(t, "requestPermissions")
	standin.Set(t, "granted."+camera, "yes", "behind", "")
	if s := <-later; s != string(Granted) {
		t.Error(s)
	}
}

func TestPhone_TheCoarsePlaceIsAPlace(t *testing.T) {
	standin.Reset(t)
	standin.Set(t, "dialog", "yes")
	got := asking(newPhone(), t.Context(), Place)
	standin.Wait(t, "requestPermissions "+fine+" "+coarse)
	standin.Set(t, "granted."+coarse, "yes", "behind", "")
	if s := <-got; s != string(Granted) {
		t.Error(s)
	}
}

func TestPhone_KnowsNoOtherPermission(t *testing.T) {
	standin.Reset(t)
	if _, err := newPhone().State(t.Context(), "teleport"); !errors.Is(err, ErrUnable) {
		t.Error(err)
	}
}

func TestPhone_OpensItsOwnSettings(t *testing.T) {
	standin.Reset(t)
	if err := newPhone().OpenSettings(t.Context()); !errors.Is(err, ErrUnable) {
		t.Error(err)
	}
	standin.Set(t, "program.package", "yes")
	if err := newPhone().OpenSettings(t.Context()); err != nil {
		t.Error(err)
	}
	if want := "startActivity android.settings.APPLICATION_DETAILS_SETTINGS package:cn.dianqin.app 10000000"; !slices.Contains(standin.Log(t), want) {
		t.Errorf("%q", standin.Log(t))
	}
}

func TestPhone_EverythingThatThrowsIsAnError(t *testing.T) {
	for name, f := range map[string]func() error{
		"State":        func() error { _, err := newPhone().State(t.Context(), Place); return err },
		"OpenSettings": func() error { return newPhone().OpenSettings(t.Context()) },
		"Ask": func() error { // its steps, without the waiting between them
			p := newPhone()
			if _, err := p.State(t.Context(), Camera); err != nil {
				return err
			}
			if err := request(Camera); err != nil {
				return err
			}
			p.asked = time.Now()
			_, err := p.answer(Camera)
			return err
		},
	} {
		standin.FailEverywhere(t, jni.Security, func() { standin.Set(t, "program.package", "yes") }, func(call int) {
			if err := f(); (err != nil) != (call > 0) || call > 0 && !jni.IsThrown(err, jni.Security) {
				t.Errorf("%s, call %d throws: %v", name, call, err)
			}
		})
	}
}
