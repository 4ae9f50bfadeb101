// Package demo makes up the demo region: a marketing database of any size for
// people who try the program, for the tour and for measurements. The town, its
// addresses and the names come from server/demo/town; this package hangs
// customers, boxes, meters, seals, readings, bills and today's work on it.
//
// The same Size gives the same records, byte for byte on one kind of processor
// (others may round a position or a register differently). Only a plan of the meter
// boxes is kept in memory: every record of a box is a function of the plan, made
// when it is asked for. The package never stores anything, never reads a clock
// and holds no real person, place or number.
package demo

import (
	"fmt"
	"strconv"

	"dianqin/data/model"
	"dianqin/data/model/fold"
	"dianqin/data/model/geo"
	"dianqin/data/model/grid"
	"dianqin/data/model/people"
	"dianqin/server/demo/town"
)

// Size says which region to make up.
type Size struct {
	Customers int          // MinCustomers to town.MaxCustomers
	Seed      uint64       //
	Now       model.Millis // the demo's "today"
}

// MinCustomers is the smallest region.
const MinCustomers = 40

// centre is where the town lies: open sea, so that nobody takes it for a real one.
var centre = geo.Point{Lat: 30.5, Lon: 124.5}

// Region is a planned region. It is read-only once made: its methods may be
// called at the same time.
type Region struct {
	Town     *town.Town     // the map is drawn from it
	Stations []grid.Station // in the order of their codes
	Faults   []Fault        // what is wrong at today's boxes; the very smallest regions have none

	size     Size
	name     string // of the seed: what ids are derived from
	calendar calendar
	stations []*station
	region   regionStaff
	policies []fold.Put
	known    map[string]*Fault // by the seal's number
}

// Account is a sign-in of the demo.
type Account struct {
	User     people.User
	Password string
}

// Password opens every account of the demo. It is public on purpose and is never
// used where real data are.
const Password = "dianqin"

// Generate plans a region. It fails on a size out of range.
func Generate(s Size) (*Region, error) {
	if s.Customers < MinCustomers || s.Customers > town.MaxCustomers {
		return nil, fmt.Errorf("making up a region: %d customers are out of range", s.Customers)
	}
	t, err := town.Generate(town.Plan{Seed: s.Seed, Centre: centre, Customers: s.Customers})
	if err != nil {
		return nil, fmt.Errorf("making up a region: %w", err)
	}
	parts, err := t.Partition(stationCount(s.Customers), s.Customers)
	if err != nil {
		return nil, fmt.Errorf("making up a region: %w", err)
	}
	r := &Region{Town: t, size: s, known: map[string]*Fault{}, name: "dianqin-demo-" + strconv.FormatUint(s.Seed, 10), calendar: calendarOf(s.Now)}
	if r.policies, err = r.readPolicies(); err != nil {
		return nil, fmt.Errorf("making up a region: %w", err)
	}
	r.planStations(parts)
	r.planStaff()
	r.planTasks()
	r.planFaults()
	return r, nil
}

// stationCount is 12, or fewer where they would have less than 50 customers each.
func stationCount(customers int) int { return max(2, min(12, customers/50)) }

// id derives a record's id from the seed and its role ("meter:123").
func (r *Region) id(role string, n int) string {
	return model.Derive(r.name, role+":"+strconv.Itoa(n))
}

// named derives a record's id from a name.
func (r *Region) named(role, name string) string { return model.Derive(r.name, role+":"+name) }

// Accounts lists the sign-ins, the ones that the README names first. Their
// password is Password.
func (r *Region) Accounts() []Account {
	var out []Account
	for _, u := range r.users() {
		out = append(out, Account{User: u, Password: Password})
	}
	return out
}
