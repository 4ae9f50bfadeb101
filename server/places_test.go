package server_test

import (
	"encoding/json"
	"net/http"
	"testing"
	"time"

	"dianqin/data/model"
	"dianqin/data/model/fold"
	"dianqin/data/model/policy"
	"dianqin/data/model/seal"
	"dianqin/data/wire"
	"dianqin/server/store"

	"github.com/google/uuid"
)

// lets puts the rule about places into the region.
func (w *world) lets(hours int) {
	w.t.Helper()
	body, err := json.Marshal(policy.Place{AccuracyM: 30, NearM: 100, RadiusM: 150, WorstM: 500, SeenHours: hours})
	if err != nil {
		w.t.Fatal(err)
	}
	err = w.st.Write(w.t.Context(), func(t *store.Tx) error {
		_, err := t.Put(fold.Put{Kind: model.KindPolicy, ID: "place", Lane: model.OrgLane, Record: policy.Row{ID: "place", Subject: policy.SubjectPlace, Body: body}})
		return err
	})
	if err != nil {
		w.t.Fatal(err)
	}
}

// actsAt signs a sighting that was made somewhere.
func (p *phone) actsAt(lat float64) []byte {
	p.t.Helper()
	body, err := json.Marshal(seal.Sighted{Number: "1", BoxID: "nowhere"})
	if err != nil {
		p.t.Fatal(err)
	}
	p.seq++
	raw, err := wire.Seal(wire.Operation{OpId: uuid.Must(uuid.NewV7()).String(), Device: p.device, DevSeq: p.seq, Author: p.session.User.ID, Kind: "seal.sighted",
		Schema: wire.Schema, At: p.Now().UnixMilli(), Body: body, Prev: p.prev, Pos: &model.Position{Lat: lat, Lon: 121, AccuracyM: 5, Source: "gps"}, Task: "t"}, p.key)
	if err != nil {
		p.t.Fatal(err)
	}
	if p.prev, err = wire.Hash(raw); err != nil {
		p.t.Fatal(err)
	}
	return raw
}

func (p *phone) lastPlaces() map[string]model.Position {
	p.t.Helper()
	var out wire.LastPlaceList
	p.get("/v1/people/places").into(http.StatusOK, &out)
	all := map[string]model.Position{}
	for _, l := range out.Places {
		all[l.UserID] = l.Position
	}
	return all
}

func TestLastPlaces_AreOfTheOwnPeopleAtWorkAndForAsLongAsTheRuleSays(t *testing.T) {
	w := start(t)
	w.next()
	w.lets(12)
	mine, foreign, supervisor := w.phone("inspector"), w.phone("next"), w.phone("supervisor")
	mine.push(mine.actsAt(31.1))
	w.pass(time.Minute)
	mine.push(mine.actsAt(31.2))
	foreign.push(foreign.actsAt(31.9))
	supervisor.push(supervisor.actsAt(31.5)) // who leads is not followed
	got := supervisor.lastPlaces()
	if len(got) != 1 || got["u-inspector"].Lat != 31.2 {
		t.Errorf("%+v", got)
	}
	w.pass(13 * time.Hour)
	if got := w.phone("supervisor").lastPlaces(); len(got) != 0 {
		t.Errorf("after half a day: %+v", got)
	}
}

func TestLastPlaces_AreNotKeptWhereTheRuleSaysNever(t *testing.T) {
	w := start(t)
	w.lets(0)
	mine, supervisor := w.phone("inspector"), w.phone("supervisor")
	mine.push(mine.actsAt(31.1))
	w.lets(12)
	if got := supervisor.lastPlaces(); len(got) != 0 {
		t.Errorf("%+v", got)
	}
}
