package people

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"dianqin/data/model"
)

// rights is the table of the roles written down a second time: "r" may read, "w"
// may write. Columns: org, own station, own station's cases, oneself.
var rights = map[Role][4]string{
	Inspector:   {"r", "rw", "rw", "rw"},
	Surveyor:    {"r", "rw", "", "rw"},
	SealKeeper:  {"r", "rw", "", "rw"},
	Supervisor:  {"r", "rw", "rw", "rw"},
	Approver:    {"r", "r", "rw", "rw"},
	Admin:       {"rw", "", "", "rw"},
	Auditor:     {"r", "r", "r", "rw"},
	Integration: {"r", "rw", "", "rw"},
}

func may(u User, l model.Lane) string {
	got := ""
	if u.MayRead(l) {
		got += "r"
	}
	if u.MayWrite(l) {
		got += "w"
	}
	return got
}

func TestLanes_EveryRoleInOwnAndForeignLanes(t *testing.T) {
	if len(rights) != len(Roles) {
		t.Fatalf("%d of %d roles are in the table", len(rights), len(Roles))
	}
	for _, r := range Roles {
		u := User{ID: "ann", Roles: []Role{r}, Stations: []string{"east"}}
		own := []model.Lane{model.OrgLane, model.StationLane("east"), model.CasesLane("east"), model.UserLane("ann")}
		for i, l := range own {
			if got := may(u, l); got != rights[r][i] {
				t.Errorf("%s in %s: %q, want %q", r, l, got, rights[r][i])
			}
		}
		foreign := []model.Lane{model.StationLane("west"), model.CasesLane("west"), model.UserLane("bob"),
			model.StationLane(""), "station", "", "moon:east", "east", "station:east:cases"}
		for _, l := range foreign {
			if got := may(u, l); got != "" {
				t.Errorf("%s in foreign %q: %q", r, l, got)
			}
		}
	}
}

func TestLanes_WithoutARoleNothing(t *testing.T) {
	for _, roles := range [][]Role{nil, {"king"}} {
		u := User{ID: "ann", Roles: roles, Stations: []string{"east"}}
		for _, l := range []model.Lane{model.OrgLane, model.StationLane("east"), model.CasesLane("east"), model.UserLane("ann")} {
			if got := may(u, l); got != "" {
				t.Errorf("%v in %s: %q", roles, l, got)
			}
		}
		if got := u.Lanes(); len(got) != 0 {
			t.Errorf("%v: %v", roles, got)
		}
	}
}

func TestLanes_SeveralRolesAddUpAndTheListIsWhatMayBeRead(t *testing.T) {
	stations := []string{"east", "west", "north"}
	rapid.Check(t, func(t *rapid.T) {
		u := User{ID: "ann", Roles: rapid.SliceOf(rapid.SampledFrom(Roles)).Draw(t, "roles"),
			Stations: rapid.SliceOf(rapid.SampledFrom(stations)).Draw(t, "stations")}
		all := []model.Lane{model.OrgLane, model.UserLane("ann"), model.UserLane("bob")}
		for _, s := range stations {
			all = append(all, model.StationLane(s), model.CasesLane(s))
		}
		var want []model.Lane
		for _, l := range all {
			read, write := false, false
			for _, r := range u.Roles {
				one := User{ID: u.ID, Roles: []Role{r}, Stations: u.Stations}
				read, write = read || one.MayRead(l), write || one.MayWrite(l)
			}
			if u.MayRead(l) != read || u.MayWrite(l) != write || write && !read {
				t.Fatalf("%s: %q", l, may(u, l))
			}
			if read {
				want = append(want, l)
			}
		}
		slices.Sort(want)
		if got := u.Lanes(); !slices.Equal(got, want) {
			t.Fatalf("%v, want %v", got, want)
		}
	})
}

func TestUser_HasOneOfTheRoles(t *testing.T) {
	u := User{Roles: []Role{Inspector, Surveyor}}
	if !u.Has(Surveyor) || !u.Has(Admin, Inspector) || u.Has(Admin) || u.Has() {
		t.Error("Has is wrong")
	}
}

func TestCheck_OfEnrolNamesTheField(t *testing.T) {
	good := Enroll{Login: "1001", Name: "Ann", Roles: []Role{Inspector}}
	for i, c := range []struct {
		change      func(*Enroll)
		code, field string
	}{
		{func(*Enroll) {}, "", ""},
		{func(e *Enroll) { e.Login = "" }, "field.required", "/body/login"},
		{func(e *Enroll) { e.Name = "" }, "field.required", "/body/name"},
		{func(e *Enroll) { e.Roles = nil }, "field.required", "/body/roles"},
		{func(e *Enroll) { e.Roles = []Role{Inspector, "king"} }, "user.unknown_role", "/body/roles"},
	} {
		t.Run(fmt.Sprint(i, c.field), func(t *testing.T) {
			e := good
			c.change(&e)
			if err := e.Check(); (err == nil) != (c.code == "") || err != nil && (err.Code != c.code || err.Field != c.field) {
				t.Fatal(err)
			}
		})
	}
}
