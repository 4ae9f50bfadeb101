package people

import "testing"

func TestPlaces_AreForTheSupervisorOfASharedStationAlone(t *testing.T) {
	worker := User{ID: "w", Roles: []Role{Inspector}, Stations: []string{"east"}}
	for _, c := range []struct {
		name string
		who  User
		want bool
	}{
		{"Supervisor", User{Roles: []Role{Supervisor}, Stations: []string{"east"}}, true},
		{"OfAnotherStation", User{Roles: []Role{Supervisor}, Stations: []string{"west"}}, false},
		{"Colleague", User{Roles: []Role{Inspector}, Stations: []string{"east"}}, false},
		{"Admin", User{Roles: []Role{Admin}, Stations: []string{"east"}}, false},
		{"Auditor", User{Roles: []Role{Auditor}, Stations: []string{"east"}}, false},
	} {
		if got := c.who.Places(worker); got != c.want {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
	if !worker.Placed() || (User{Roles: []Role{Supervisor}}).Placed() || (User{Roles: []Role{Inspector}, Inactive: true}).Placed() {
		t.Error("the places of those who work outside are noted, and no others")
	}
}

func TestPlacesSince_NoneWithoutARule(t *testing.T) {
	if _, some := PlacesSince(1e12, 0); some {
		t.Error("without a rule places are shown")
	}
	if since, some := PlacesSince(43_200_001, 12); !some || since != 1 {
		t.Errorf("since %d %v", since, some)
	}
}
