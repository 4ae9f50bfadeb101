package people

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"dianqin/data/model"
)

func TestDevice_HealthAtEachLimit(t *testing.T) {
	const day = model.Millis(24 * 3600 * 1000)
	now := 100 * day
	for name, c := range map[string]struct {
		d    Device
		want Health
	}{
		"just heard of":             {Device{EnrolledAt: day, LastSeenAt: now}, HealthCurrent},
		"a moment before the limit": {Device{EnrolledAt: day, LastSeenAt: now - day + 1}, HealthCurrent},
		"at the limit":              {Device{EnrolledAt: day, LastSeenAt: now - day}, HealthSilent},
		"enrolled and never used":   {Device{EnrolledAt: now - day}, HealthSilent},
		"enrolled just now":         {Device{EnrolledAt: now - 1}, HealthCurrent},
		"a clock that went back":    {Device{EnrolledAt: day, LastSeenAt: now + day}, HealthCurrent},
		"held and heard of":         {Device{EnrolledAt: day, LastSeenAt: now, Held: 1}, HealthHeld},
		"held and silent":           {Device{EnrolledAt: day, LastSeenAt: day, Held: 3}, HealthHeld},
		"revoked":                   {Device{EnrolledAt: day, LastSeenAt: now, RevokedAt: now, Held: 3}, HealthRevoked},
	} {
		if got := c.d.Health(now); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
	if SilentAfter != 24*time.Hour {
		t.Error("the limits above are those of a day")
	}
}

func TestDevice_HealthNeverMendsByWaiting(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := Device{EnrolledAt: model.Millis(rapid.Int64Range(1, 1e12).Draw(t, "enrolled")), Held: rapid.IntRange(0, 2).Draw(t, "held")}
		if rapid.Bool().Draw(t, "seen") {
			d.LastSeenAt = d.EnrolledAt + model.Millis(rapid.Int64Range(0, 1e9).Draw(t, "after"))
		}
		now := d.HeardAt() + model.Millis(rapid.Int64Range(0, 1e9).Draw(t, "now"))
		later := now + model.Millis(rapid.Int64Range(0, 1e9).Draw(t, "later"))
		if a, b := d.Health(now), d.Health(later); b.Rank() > a.Rank() {
			t.Fatalf("%s at %d and %s at %d", a, now, b, later)
		}
	})
}

func TestHealth_OfANewerServerComesLast(t *testing.T) {
	if got := Health("of_tomorrow").Rank(); got != len(Healths) {
		t.Errorf("rank %d", got)
	}
}

// manages is who may enrol and revoke, written down a second time: rows are the
// caller, letters say for the roles in order whether at a shared station.
func TestUser_ManagesByRoleAndStation(t *testing.T) {
	field := map[Role]bool{Inspector: true, Surveyor: true, SealKeeper: true}
	for _, caller := range Roles {
		u := User{ID: "ann", Roles: []Role{caller}, Stations: []string{"east"}}
		for _, role := range Roles {
			for _, station := range []string{"east", "west"} {
				other := User{ID: "bob", Roles: []Role{role}, Stations: []string{station}}
				want := ""
				switch {
				case caller == Admin:
				case caller != Supervisor:
					want = "auth.forbidden"
				case station != "east":
					want = "lane.foreign"
				case !field[role]:
					want = "auth.forbidden"
				}
				got := ""
				if bad := u.Manages(other); bad != nil {
					got = bad.Code
				}
				if got != want {
					t.Errorf("%s manages %s of %s: %q, want %q", caller, role, station, got, want)
				}
				sees := caller == Admin || caller == Supervisor && station == "east"
				if u.Sees(other) != sees {
					t.Errorf("%s sees %s of %s: %v", caller, role, station, !sees)
				}
			}
		}
	}
}

func TestUser_ManagesNobodyOfMixedRolesButOneself(t *testing.T) {
	u := User{ID: "ann", Roles: []Role{Supervisor, Approver}, Stations: []string{"east"}}
	both := User{ID: "bob", Roles: []Role{Inspector, Admin}, Stations: []string{"east"}}
	if bad := u.Manages(both); bad == nil || bad.Code != "auth.forbidden" {
		t.Errorf("a supervisor enrols an admin who inspects, too: %v", bad)
	}
	if bad := u.Manages(u); bad != nil {
		t.Errorf("a supervisor may not enrol the own second device: %v", bad)
	}
}

func TestUser_ManagesOnlyWhomItSees(t *testing.T) {
	person := rapid.Custom(func(t *rapid.T) User {
		return User{ID: rapid.SampledFrom([]string{"a", "b"}).Draw(t, "id"), Roles: rapid.SliceOfN(rapid.SampledFrom(Roles), 0, 3).Draw(t, "roles"),
			Stations: rapid.SliceOfN(rapid.SampledFrom([]string{"e", "w"}), 1, 2).Draw(t, "stations")}
	})
	rapid.Check(t, func(t *rapid.T) {
		u, other := person.Draw(t, "caller"), person.Draw(t, "other")
		if u.ID == other.ID {
			other = u
		}
		if u.Manages(other) == nil && !u.Sees(other) {
			t.Fatalf("%+v manages %+v and does not see them", u, other)
		}
	})
}
