package atlas

import (
	"cmp"
	"context"
	"slices"

	"dianqin/data/courier"
	"dianqin/data/model"
	"dianqin/data/model/geo"
	"dianqin/data/model/people"
	"dianqin/data/wire"
)

// Seen is where somebody was last.
type Seen struct {
	people.LastPlace
	Person people.User
	Place  geo.Point // WGS84
}

// Everybody is where the people of a supervisor were last.
type Everybody struct {
	People []Seen       // by name
	AsOf   model.Millis // by the server's clock: when it was asked
	Fault  error        // why it is no newer; nil: it was asked just now
}

// placesKey is the draft that keeps the last answer for the time without a network.
const placesKey = "last_places"

// People asks the server where the people of a supervisor were last; without a network
// it gives the last answer, less what is too old to be shown. For anybody else it is
// auth.forbidden.
func (p *Places) People(ctx context.Context) (Everybody, error) {
	if !p.rec.User().Has(people.Supervisor) {
		return Everybody{}, model.Fail("auth.forbidden")
	}
	list, fault := p.ask(ctx)
	if fault == nil {
		if err := p.store.SaveDraft(ctx, placesKey, list); err != nil {
			return Everybody{}, err
		}
	} else if _, err := p.store.Draft(ctx, placesKey, &list); err != nil {
		return Everybody{}, err
	}
	out := Everybody{AsOf: model.Millis(list.ServerTime), Fault: fault}
	set, err := p.store.World().Policy()
	if err != nil {
		return out, err
	}
	since, some := people.PlacesSince(p.rec.Now(), set.Place(p.rec.Now()).SeenHours)
	for _, at := range list.Places {
		s := Seen{LastPlace: at, Place: pointOf(at.Position)}
		found, err := p.store.Get(ctx, model.KindUser, at.UserID, &s.Person)
		if err != nil {
			return out, err
		}
		if some && at.At >= since && found && p.rec.User().Places(s.Person) {
			out.People = append(out.People, s)
		}
	}
	slices.SortFunc(out.People, func(a, b Seen) int {
		return cmp.Or(cmp.Compare(a.Person.Name, b.Person.Name), cmp.Compare(a.UserID, b.UserID))
	})
	return out, nil
}

func (p *Places) ask(ctx context.Context) (wire.LastPlaceList, error) {
	var client *courier.Client
	if p.Server != nil {
		client = p.Server()
	}
	if client == nil {
		return wire.LastPlaceList{}, model.Fail("session.not_enrolled")
	}
	return client.LastPlaces(ctx)
}
