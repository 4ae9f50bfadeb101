package demo

import (
	"dianqin/data/model/people"
	"dianqin/server/demo/town"
)

// inspectors is how many a station has.
const inspectors = 4

// stationStaff is who works at one station.
type stationStaff struct {
	supervisor people.User
	inspectors [inspectors]people.User
	keeper     people.User
}

// regionStaff is who works for all stations.
type regionStaff struct{ desk, admin, auditor people.User }

// planStaff names the staff. The demo inspector works at the first station.
func (r *Region) planStaff() {
	var all []string
	for i, s := range r.stations {
		all = append(all, s.ID)
		own := []string{s.ID}
		s.staff.supervisor = r.user(s.Code+"001", own, people.Supervisor)
		for j := range s.staff.inspectors {
			login := s.Code + padded(j+2, 3)
			if i == 0 && j == 0 {
				login = "inspector"
			}
			s.staff.inspectors[j] = r.user(login, own, people.Inspector)
		}
		s.staff.keeper = r.user(s.Code+padded(inspectors+2, 3), own, people.SealKeeper)
	}
	r.stations[0].staff.inspectors[0].Name = "李敏"
	r.region = regionStaff{
		desk:    r.user("desk", all, people.Supervisor, people.Approver),
		admin:   r.user("admin", []string{}, people.Admin),
		auditor: r.user("auditor", all, people.Auditor),
	}
}

func (r *Region) user(login string, stations []string, roles ...people.Role) people.User {
	n := uint64(1) << 40 // names of their own, beyond every customer's
	for _, c := range []byte(login) {
		n = n*31 + uint64(c)
	}
	return people.User{ID: r.named("user", login), Login: login, Name: town.Person(r.size.Seed, n), Roles: roles, Stations: stations,
		Phone: "139" + padded(int(n%100_000_000), 8)}
}

// users lists everybody: the demo inspector and the staff of the region first.
func (r *Region) users() []people.User {
	out := []people.User{r.stations[0].staff.inspectors[0], r.region.desk, r.region.admin, r.region.auditor}
	for i, s := range r.stations {
		out = append(out, s.staff.supervisor)
		for j, u := range s.staff.inspectors {
			if i > 0 || j > 0 {
				out = append(out, u)
			}
		}
		out = append(out, s.staff.keeper)
	}
	return out
}
