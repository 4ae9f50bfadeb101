package show

import (
	"time"

	"dianqin/assets/words"
	"dianqin/data/model"
	"dianqin/data/model/people"
	"dianqin/screens/ui"
)

// Health is the badge of how a device's syncing stands; heard is when the server
// last heard of it and now the server's clock.
func Health(w *words.Words, h people.Health, heard, now model.Millis) ui.State {
	switch h {
	case people.HealthCurrent:
		return ui.State{Word: w.T("health.current", nil), Icon: ui.IcCheck, Tone: ui.ToneRight}
	case people.HealthHeld:
		return ui.State{Word: w.T("health.held", nil), Icon: ui.IcBang, Tone: ui.ToneLook}
	case people.HealthSilent:
		return ui.State{Word: silent(w, time.Duration(now-heard)*time.Millisecond), Icon: ui.IcAlert, Tone: ui.ToneWrong}
	case people.HealthRevoked:
		return ui.State{Word: w.T("health.revoked", nil), Icon: ui.IcDash, Tone: ui.ToneUnknown}
	}
	return ui.State{Word: string(h), Icon: ui.IcQuery, Tone: ui.ToneUnknown}
}

func silent(w *words.Words, d time.Duration) string {
	if d < 48*time.Hour {
		return w.N("health.silent.hours", int(d/time.Hour), nil)
	}
	return w.N("health.silent.days", int(d/(24*time.Hour)), nil)
}

// Role names a role.
func Role(w *words.Words, r people.Role) string { return word(w, "role.", string(r)) }

// Heard says when a device was last heard of: how long ago, or never.
func Heard(w *words.Words, d people.Device, now model.Millis) string {
	if d.LastSeenAt == 0 {
		return w.T("common.never", nil)
	}
	return w.Ago(d.LastSeenAt.Time(), now.Time())
}

// MeterEvent names what a meter reported.
func MeterEvent(w *words.Words, code string) string { return word(w, "customer.event.", code) }
