//go:build jvm && !android

package link

import (
	"context"
	"testing"
	"time"

	"dianqin/device/internal/jni"
	"dianqin/device/internal/standin"
)

func TestMain(m *testing.M) { standin.Main(m) }

func TestPhone_SaysWhatAndroidKnows(t *testing.T) {
	for name, c := range map[string]struct {
		stage []string
		want  State
	}{
		"flight mode":     {nil, State{}},
		"wireless":        {[]string{"network", "yes", "capability.12", "yes", "capability.11", "yes"}, State{Online: true}},
		"mobile data":     {[]string{"network", "yes", "capability.12", "yes"}, State{Online: true, Metered: true}},
		"through a VPN":   {[]string{"network", "yes", "capability.12", "yes", "transport.4", "yes"}, State{Online: true, Metered: true, VPN: true}},
		"a car's speaker": {[]string{"network", "yes", "transport.4", "yes"}, State{}},
		"just vanished":   {[]string{"network", "yes", "vanished", "yes", "capability.12", "yes"}, State{}},
	} {
		standin.Reset(t)
		standin.Set(t, c.stage...)
		if got, err := phone(); got != c.want || err != nil {
			t.Errorf("%s: %+v %v, want %+v", name, got, err, c.want)
		}
	}
}

func TestPhone_FailsWhereverAndroidDoes(t *testing.T) {
	online := func() {
		standin.Set(t, "network", "yes", "capability.12", "yes", "capability.11", "yes", "transport.4", "yes")
	}
	calls := standin.FailEverywhere(t, jni.Security, online, func(call int) {
		got, err := phone()
		if call == 0 && (err != nil || !got.VPN) || call > 0 && (!jni.IsThrown(err, jni.Security) || got != State{}) {
			t.Errorf("call %d throws: %+v %v", call, got, err)
		}
	})
	if calls < 6 {
		t.Errorf("only %d calls were tried", calls)
	}
	standin.Reset(t)
	standin.Set(t, "missing.connectivity", "yes")
	if _, err := watch(t.Context(), Every, phone); err == nil {
		t.Error("a phone without the service is watched")
	}
}

func TestPhone_HearsOfTheNetworkGoing(t *testing.T) {
	standin.Reset(t)
	standin.Set(t, "network", "yes", "capability.12", "yes")
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	l, err := watch(ctx, 20*time.Millisecond, phone)
	if err != nil || !l.State().Online {
		t.Fatal(l, err)
	}
	changes := l.Changes(ctx)
	standin.Set(t, "network", "")
	if s := <-changes; s.Online {
		t.Errorf("%+v", s)
	}
}
