package people

import (
	"slices"

	"dianqin/data/model"
)

// access is what a role may do with a family of lanes of its own stations.
type access struct{ read, write bool }

// laneTable is the one table role x family of lanes. What is not listed is
// forbidden. "user" is always the person's own lane.
var laneTable = map[Role]map[string]access{
	Inspector:   {"org": {read: true}, "station": {true, true}, "cases": {true, true}, "user": {true, true}},
	Surveyor:    {"org": {read: true}, "station": {true, true}, "user": {true, true}},
	SealKeeper:  {"org": {read: true}, "station": {true, true}, "user": {true, true}},
	Supervisor:  {"org": {read: true}, "station": {true, true}, "cases": {true, true}, "user": {true, true}},
	Approver:    {"org": {read: true}, "station": {read: true}, "cases": {true, true}, "user": {true, true}},
	Admin:       {"org": {true, true}, "user": {true, true}},
	Auditor:     {"org": {read: true}, "station": {read: true}, "cases": {read: true}, "user": {true, true}},
	Integration: {"org": {read: true}, "station": {true, true}, "user": {true, true}},
}

// Lanes lists the lanes that the user may read, sorted.
func (u User) Lanes() []model.Lane {
	var out []model.Lane
	add := func(l model.Lane) {
		if u.MayRead(l) && !slices.Contains(out, l) {
			out = append(out, l)
		}
	}
	add(model.OrgLane)
	add(model.UserLane(u.ID))
	for _, s := range u.Stations {
		add(model.StationLane(s))
		add(model.CasesLane(s))
	}
	slices.Sort(out)
	return out
}

// MayRead says whether the user may see the records of a lane.
func (u User) MayRead(l model.Lane) bool { return u.allowed(l, func(a access) bool { return a.read }) }

// MayWrite says whether an act of the user may change records of a lane.
func (u User) MayWrite(l model.Lane) bool {
	return u.allowed(l, func(a access) bool { return a.write })
}

func (u User) allowed(l model.Lane, may func(access) bool) bool {
	family, id := l.Split()
	switch family {
	case "user":
		if id != u.ID {
			return false
		}
	case "station", "cases":
		if !slices.Contains(u.Stations, id) {
			return false
		}
	}
	return slices.ContainsFunc(u.Roles, func(r Role) bool { return may(laneTable[r][family]) })
}
