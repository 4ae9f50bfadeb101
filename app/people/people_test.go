package people

import (
	"slices"
	"testing"

	"dianqin/data/model"
	"dianqin/data/model/people"
	"dianqin/data/wire"
)

func TestStanding_PutsFirstWhatWantsLookingAt(t *testing.T) {
	const hour = model.Millis(3600 * 1000)
	now := 1000 * hour
	d := standing(wire.DeviceList{ServerTime: int64(now), Devices: []people.Device{
		{ID: "fresh", UserID: "u1", EnrolledAt: hour, LastSeenAt: now},
		{ID: "revoked", UserID: "u1", EnrolledAt: hour, LastSeenAt: now, RevokedAt: now},
		{ID: "silent", UserID: "u2", EnrolledAt: hour, LastSeenAt: now - 30*hour},
		{ID: "this", UserID: "u2", EnrolledAt: hour, LastSeenAt: now - hour},
		{ID: "never", UserID: "u1", EnrolledAt: now - 40*hour},
		{ID: "held", UserID: "u3", EnrolledAt: hour, LastSeenAt: now, Held: 1},
	}}, "this")
	var got []string
	for _, x := range d.All {
		got = append(got, x.ID)
	}
	if want := []string{"held", "never", "silent", "fresh", "this", "revoked"}; !slices.Equal(got, want) {
		t.Errorf("order %v, want %v", got, want)
	}
	if d.All[1].Health != people.HealthSilent || d.All[4].Own != true || d.All[3].Own || d.AsOf != now {
		t.Errorf("%+v", d)
	}
	if all, amiss := d.Trusted(); all != 5 || amiss != 3 {
		t.Errorf("%d devices, %d to look at", all, amiss)
	}
	if of := d.Of("u1"); len(of) != 3 || of[0].ID != "never" {
		t.Errorf("of u1: %+v", of)
	}
}
