package link

import (
	"context"
	"fmt"
	"net"
	"strings"
	"time"
)

// Every is how often Default looks: a person notices a network about as fast.
const Every = 2 * time.Second

// watch looks every interval until ctx ends. It fails when the first look does; a later
// one that fails changes nothing: the next is near.
func watch(ctx context.Context, interval time.Duration, look func() (State, error)) (Link, error) {
	now, err := look()
	if err != nil {
		return nil, fmt.Errorf("look at the network: %w", err)
	}
	s := NewSwitch(now)
	go func() {
		t := time.NewTicker(interval)
		defer t.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-t.C:
				if now, err := look(); err == nil {
					s.Set(now)
				}
			}
		}
	}()
	return s, nil
}

// Poll looks at the machine's network interfaces every interval until ctx ends. It
// fails when the system does not show them at all.
func Poll(ctx context.Context, interval time.Duration) (Link, error) {
	return poll(ctx, interval, systemInterfaces)
}

func poll(ctx context.Context, interval time.Duration, interfaces func() ([]iface, error)) (Link, error) {
	return watch(ctx, interval, func() (State, error) {
		list, err := interfaces()
		return judge(list), err
	})
}

// iface is what matters of a network interface.
type iface struct {
	name  string
	flags net.Flags
	addrs []net.IP
}

func systemInterfaces() ([]iface, error) {
	list, err := net.Interfaces()
	if err != nil {
		return nil, err
	}
	out := make([]iface, 0, len(list))
	for _, i := range list {
		in := iface{name: i.Name, flags: i.Flags}
		addrs, err := i.Addrs()
		if err != nil {
			continue // it went away while we looked
		}
		for _, a := range addrs {
			if n, ok := a.(*net.IPNet); ok {
				in.addrs = append(in.addrs, n.IP)
			}
		}
		out = append(out, in)
	}
	return out, nil
}

// judge makes a state of interfaces: one that is up and running with an address that
// reaches past its own cable is a way out. Desktop systems do not say what is metered.
func judge(list []iface) State {
	var s State
	for _, i := range list {
		if i.flags&net.FlagUp == 0 || i.flags&net.FlagRunning == 0 || i.flags&net.FlagLoopback != 0 || !reaches(i.addrs) {
			continue
		}
		if isTunnel(i) {
			s.VPN = true
		} else if !isBridge(i.name) {
			s.Online = true
		}
	}
	s.VPN = s.VPN && s.Online // a tunnel needs a way to run over
	return s
}

func reaches(addrs []net.IP) bool {
	for _, a := range addrs {
		if a.IsGlobalUnicast() { // private addresses are global unicast too, link-local are not
			return true
		}
	}
	return false
}

// isTunnel goes by the kind of interface and by the names that VPN programs use.
func isTunnel(i iface) bool {
	return i.flags&net.FlagPointToPoint != 0 && !strings.HasPrefix(i.name, "ppp") ||
		hasPrefix(i.name, "tun", "tap", "wg", "utun", "tailscale", "ipsec")
}

// isBridge knows the inner networks of virtual machines, which lead nowhere.
func isBridge(name string) bool {
	return hasPrefix(name, "docker", "virbr", "veth", "br-", "vmnet", "vboxnet")
}

func hasPrefix(s string, prefixes ...string) bool {
	for _, p := range prefixes {
		if strings.HasPrefix(s, p) {
			return true
		}
	}
	return false
}
