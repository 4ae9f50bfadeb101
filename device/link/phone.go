//go:build android || jvm

package link

import "dianqin/device/internal/jni"

// What NetworkCapabilities calls what it knows.
const (
	notMetered = 11
	internet   = 12 // made to lead out; whether it does is found out by using it
	overVPN    = 4
)

// phone is what Android says of the network that this program would use. An internet
// that Android could not reach for itself counts: behind a utility's VPN it never can.
func phone() (s State, err error) {
	err = jni.Do("ask for the network", func(e *jni.Env) {
		manager := e.Service("connectivity")
		network := e.Call(manager, "getActiveNetwork", "()Landroid/net/Network;").Object()
		if network == 0 {
			return
		}
		about := e.Call(manager, "getNetworkCapabilities",
			"(Landroid/net/Network;)Landroid/net/NetworkCapabilities;", network).Object()
		if about == 0 { // it went away while we looked
			return
		}
		has := func(which int) bool { return e.Call(about, "hasCapability", "(I)Z", which).Bool() }
		s.Online = has(internet)
		s.Metered = s.Online && !has(notMetered)
		s.VPN = s.Online && e.Call(about, "hasTransport", "(I)Z", overVPN).Bool()
	})
	if err != nil {
		return State{}, err
	}
	return s, nil
}
