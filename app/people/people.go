// Package people is who works for the stations and with which devices: the people
// from this device's own store, their devices from the server, which alone knows
// when it heard of each. Enrolling and revoking are asked of the server at once;
// nothing of it waits in the outbox.
//
// It never keeps a device list: an old one would say that a lost phone is well.
package people

import (
	"cmp"
	"context"
	"slices"
	"time"

	"dianqin/data/courier"
	"dianqin/data/local"
	"dianqin/data/model"
	"dianqin/data/model/grid"
	"dianqin/data/model/people"
	"dianqin/data/wire"
)

// Session is what is needed of who is signed in.
type Session interface {
	Courier() *courier.Client
	Server() string
	Address() string
	User() people.User
	Device() string
	Offset() time.Duration
}

// People is the use cases.
type People struct {
	store   *local.Store
	session Session
}

// New wires the use cases.
func New(store *local.Store, session Session) *People { return &People{store, session} }

// Person is one of the staff.
type Person struct {
	people.User
	StationNames []string     // of those that are known here, in the order of the person's
	Manage       *model.Error // why the one who is signed in may not enrol or revoke; nil = may
}

// List lists the staff whose devices the one who is signed in may see, by name:
// a supervisor's stations, an admin's everybody. For the other roles it is those
// who share a station. People who left are not in it.
func (p *People) List(ctx context.Context) ([]Person, error) {
	all, err := local.Find[people.User](ctx, p.store, model.KindUser, "1 = 1 ORDER BY name, id")
	if err != nil {
		return nil, err
	}
	stations, err := local.Find[grid.Station](ctx, p.store, model.KindStation, "1 = 1")
	if err != nil {
		return nil, err
	}
	names := map[string]string{}
	for _, s := range stations {
		names[s.ID] = s.Name
	}
	me := p.session.User()
	out := []Person{}
	for _, u := range all {
		if u.Inactive || !me.Sees(u) && !me.Shares(u) && u.ID != me.ID {
			continue
		}
		out = append(out, Person{User: u, StationNames: namesOf(u.Stations, names), Manage: me.Manages(u)})
	}
	return out, nil
}

func namesOf(ids []string, names map[string]string) []string {
	var out []string
	for _, id := range ids {
		if n := names[id]; n != "" {
			out = append(out, n)
		}
	}
	return out
}

// Device is a device as it stands.
type Device struct {
	people.Device
	Health people.Health
	Own    bool // the one that asks
}

// Devices are those of the people that the one who is signed in looks after.
type Devices struct {
	All  []Device     // those that want looking at first
	AsOf model.Millis // the server's clock when it was asked
}

// MaySee says whether the one who is signed in may ask for devices at all.
func (p *People) MaySee() bool { return p.session.User().Has(people.Supervisor, people.Admin) }

// Devices asks the server. Codes: auth.forbidden, and those of the network.
func (p *People) Devices(ctx context.Context) (Devices, error) {
	if !p.MaySee() {
		return Devices{}, model.Fail("auth.forbidden")
	}
	client, err := p.client()
	if err != nil {
		return Devices{}, err
	}
	list, err := client.Devices(ctx)
	if err != nil {
		return Devices{}, err
	}
	return standing(list, p.session.Device()), nil
}

// standing judges the devices of a list and orders them.
func standing(list wire.DeviceList, own string) Devices {
	out := Devices{AsOf: model.Millis(list.ServerTime)}
	for _, d := range list.Devices {
		out.All = append(out.All, Device{Device: d, Health: d.Health(out.AsOf), Own: d.ID == own})
	}
	slices.SortStableFunc(out.All, func(a, b Device) int {
		return cmp.Or(a.Health.Rank()-b.Health.Rank(), longest(a, b), cmp.Compare(a.ID, b.ID))
	})
	return out
}

// longest puts among the silent the one first that is silent longest, among the
// others the one that was heard of last.
func longest(a, b Device) int {
	if a.Health == people.HealthSilent {
		return cmp.Compare(a.HeardAt(), b.HeardAt())
	}
	return cmp.Compare(b.HeardAt(), a.HeardAt())
}

// Of lists the devices of a person.
func (d Devices) Of(userID string) []Device {
	var out []Device
	for _, x := range d.All {
		if x.UserID == userID {
			out = append(out, x)
		}
	}
	return out
}

// Trusted counts the devices that are not revoked, and how many of them want
// looking at.
func (d Devices) Trusted() (all, amiss int) {
	for _, x := range d.All {
		switch x.Health {
		case people.HealthRevoked:
			continue
		case people.HealthHeld, people.HealthSilent:
			amiss++
		}
		all++
	}
	return all, amiss
}

// Code is an enrolment code for one device of one person.
type Code struct {
	Text    string    // in groups, to be read out
	Server  string    // the address that it is good for
	Expires time.Time // by this device's clock
	QR      [][]bool  // the QR code that says both: rows of modules, true is dark
}

// IssueCode asks for a single-use code. Codes: user.unknown, lane.foreign,
// auth.forbidden, and those of the network.
func (p *People) IssueCode(ctx context.Context, userID string) (Code, error) {
	client, err := p.client()
	if err != nil {
		return Code{}, err
	}
	a, err := client.IssueCode(ctx, userID)
	if err != nil {
		return Code{}, err
	}
	qr, err := modules(wire.EnrollText(p.session.Address(), a.Code)) // with the pin, which nobody types
	return Code{Text: a.Code, Server: p.session.Server(), QR: qr, Expires: time.UnixMilli(a.ExpiresAt).Add(p.session.Offset())}, err
}

// Revoke ends the trust in a device, for ever. Codes: device.not_found,
// lane.foreign, auth.forbidden, and those of the network.
func (p *People) Revoke(ctx context.Context, deviceID string) error {
	client, err := p.client()
	if err != nil {
		return err
	}
	return client.RevokeDevice(ctx, deviceID)
}

func (p *People) client() (*courier.Client, error) {
	if client := p.session.Courier(); client != nil {
		return client, nil
	}
	return nil, model.Fail("session.not_enrolled")
}
