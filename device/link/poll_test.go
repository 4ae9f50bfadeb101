package link

import (
	"errors"
	"net"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

const up = net.FlagUp | net.FlagRunning

func ip(s string) []net.IP { return []net.IP{net.ParseIP(s)} }

func TestJudge_WhatCountsAsAWayOut(t *testing.T) {
	lo := iface{"lo", up | net.FlagLoopback, ip("127.0.0.1")}
	eth := iface{"eth0", up, ip("192.168.1.7")}
	wg := iface{"wg0", up | net.FlagPointToPoint, ip("10.8.0.2")}
	for name, c := range map[string]struct {
		list []iface
		want State
	}{
		"nothing":             {nil, State{}},
		"loopback":            {[]iface{lo}, State{}},
		"cable":               {[]iface{lo, eth}, State{Online: true}},
		"cable, no address":   {[]iface{{"eth0", up, nil}}, State{}},
		"cable, link-local":   {[]iface{{"eth0", up, ip("169.254.3.4")}}, State{}},
		"cable, v6 only":      {[]iface{{"eth0", up, ip("2001:db8::7")}}, State{Online: true}},
		"cable pulled":        {[]iface{{"eth0", net.FlagUp, ip("192.168.1.7")}}, State{}},
		"switched off":        {[]iface{{"eth0", net.FlagRunning, ip("192.168.1.7")}}, State{}},
		"cable and tunnel":    {[]iface{eth, wg}, State{Online: true, VPN: true}},
		"tunnel over nothing": {[]iface{lo, wg}, State{}},
		"dial-up":             {[]iface{{"ppp0", up | net.FlagPointToPoint, ip("100.64.0.9")}}, State{Online: true}},
		"virtual machines":    {[]iface{{"docker0", up, ip("172.17.0.1")}}, State{}},
	} {
		if got := judge(c.list); got != c.want {
			t.Errorf("%s: %+v, want %+v", name, got, c.want)
		}
	}
}

func TestPoll_NoticesTheCable(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var plugged, blind atomic.Bool
		l, err := poll(t.Context(), Every, func() ([]iface, error) {
			if blind.Load() {
				return nil, errors.New("blind")
			}
			if plugged.Load() {
				return []iface{{"eth0", up, ip("10.0.0.2")}}, nil
			}
			return nil, nil
		})
		if err != nil || l.State().Online {
			t.Fatal(err, l)
		}
		changes := l.Changes(t.Context())
		plugged.Store(true)
		began := time.Now()
		if s := <-changes; !s.Online || time.Since(began) > Every {
			t.Fatalf("%+v after %v", s, time.Since(began))
		}
		blind.Store(true)
		time.Sleep(3 * Every)
		synctest.Wait()
		if !l.State().Online {
			t.Fatal("a failed look took the network away")
		}
	})
}

func TestPoll_FailsWhereNothingCanBeSeen(t *testing.T) {
	cause := errors.New("no netlink")
	if _, err := poll(t.Context(), Every, func() ([]iface, error) { return nil, cause }); !errors.Is(err, cause) {
		t.Fatal(err)
	}
}

func TestDefault_LooksAtThisMachine(t *testing.T) {
	l, err := Default(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	_ = l.State() // whatever it is
}
