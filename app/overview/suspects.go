package overview

import (
	"context"
	"encoding/json"
	"maps"
	"slices"

	"dianqin/data/local"
	"dianqin/data/model"
	"dianqin/data/model/customer"
	"dianqin/data/model/grid"
	"dianqin/data/model/metering"
	"dianqin/data/model/suspicion"
)

// Suspect is a place worth a look, with what people call it.
type Suspect struct {
	suspicion.Point
	Area     grid.Area
	Meter    metering.Meter    // of a meter
	Customer customer.Customer // of a meter
}

// Suspects are the places worth a look.
type Suspects struct {
	Total  int                    // areas and meters
	ByKind map[suspicion.Kind]int // a meter with two kinds counts in both
	Worst  []Suspect              // the weightiest first, as many as were asked for; every area is among them
	Cut    bool                   // more meters might have been looked at
}

// How far is looked: for a time that nobody notices. Where an area loses more than it may, the use of its meters is
// compared with the year before; elsewhere only that of meters that reported
// something, since all of a region's would take seconds.
const (
	mostEvents = 2000
	mostMeters = 6000
)

// Suspects looks for places worth a look. It counts all and lists every area and as
// many meters as are asked for; asked for none it lists nothing.
func (o *Overview) Suspects(ctx context.Context, most int) (Suspects, error) {
	limits, err := o.limits()
	if err != nil || limits.LineLossPercent <= 0 {
		return Suspects{}, err
	}
	losses, err := o.Losses(ctx)
	if err != nil {
		return Suspects{}, err
	}
	f := finder{Overview: o, ctx: ctx, points: map[string]suspicion.Point{}, areas: map[string]suspicion.Sign{}}
	for _, l := range losses.All {
		if sign, over := suspicion.OfLoss(l.of, limits); over {
			f.areas[l.Area.ID] = sign
			f.points["area "+l.Area.ID] = suspicion.Point{StationID: l.Area.StationID, AreaID: l.Area.ID}.Add(sign)
		}
	}
	now := o.now()
	events, err := local.Find[metering.Event](ctx, o.store, model.KindMeterEvent, "at >= ? AND at <= ? ORDER BY at DESC LIMIT ?",
		int64(suspicion.Since(limits, now)), int64(now), mostEvents)
	if err != nil {
		return Suspects{}, err
	}
	var reported []string
	for _, e := range events {
		if sign, ok := suspicion.OfEvent(e, limits, now); ok {
			f.add(e.MeterID, e.StationID, "", sign)
			reported = append(reported, e.MeterID)
		}
	}
	if err := f.drops(reported); err != nil {
		return Suspects{}, err
	}
	return f.result(most, len(events) == mostEvents)
}

// finder gathers points by what they are about.
type finder struct {
	*Overview
	ctx    context.Context // of one call of Suspects
	points map[string]suspicion.Point
	areas  map[string]suspicion.Sign // areas over the limit
	cut    bool
}

func (f *finder) add(meterID, stationID, areaID string, sign suspicion.Sign) {
	p, known := f.points["meter "+meterID]
	if !known {
		p = suspicion.Point{StationID: stationID, MeterID: meterID}
	}
	p = p.Add(sign)
	if loss, over := f.areas[areaID]; over {
		p.AreaID = areaID
		p = p.Add(loss)
	}
	f.points["meter "+meterID] = p
}

// drops compares the use of the meters of areas over the limit, and of those that
// reported something, with the year before.
func (f *finder) drops(reported []string) error {
	areaOf, err := f.metersOf()
	if err != nil {
		return err
	}
	for _, id := range reported {
		if _, known := areaOf[id]; !known {
			areaOf[id] = ""
		} else { // an event in an area that loses more than it may: two signs
			p := f.points["meter "+id]
			f.add(id, p.StationID, areaOf[id], p.Signs[0])
		}
	}
	ids := make([]string, 0, len(areaOf))
	for id := range areaOf {
		ids = append(ids, id)
	}
	fell, err := f.fallen(f.ctx, ids)
	for id, u := range fell {
		f.add(id, u.stationID, areaOf[id], u.sign)
	}
	return err
}

// use is what was made of a meter's readings of a version.
type use struct {
	ver       int64
	stationID string
	sign      suspicion.Sign
	fell      bool
}

// fallen compares the use of meters with the year before. Readings come once a
// month and take long to read: what was made of them is kept with their version,
// and the versions are compared once after readings have changed.
func (o *Overview) fallen(ctx context.Context, meters []string) (map[string]use, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if changes := o.changes.Load(); changes != o.checked {
		if err := o.forgetOld(ctx); err != nil {
			return nil, err
		}
		o.checked = changes
	}
	var fresh []string
	for _, id := range meters {
		if _, known := o.uses[id]; !known {
			fresh = append(fresh, id)
		}
	}
	if err := o.judge(ctx, fresh); err != nil {
		return nil, err
	}
	out := map[string]use{}
	for _, id := range meters {
		if u := o.uses[id]; u.fell {
			out[id] = u
		}
	}
	return out, nil
}

// forgetOld forgets what was made of readings that have another version now.
func (o *Overview) forgetOld(ctx context.Context) error {
	newest, err := o.store.Versions(ctx, model.KindReadings, local.WithIDs, array(slices.Collect(maps.Keys(o.uses))))
	if err != nil {
		return err
	}
	maps.DeleteFunc(o.uses, func(id string, u use) bool { return newest[id] != u.ver })
	return nil
}

// judge reads the readings of meters and notes what is made of them, of a meter
// without any too.
func (o *Overview) judge(ctx context.Context, meters []string) error {
	if len(meters) == 0 {
		return nil
	}
	ids := array(meters)
	vers, err := o.store.Versions(ctx, model.KindReadings, local.WithIDs, ids)
	if err != nil {
		return err
	}
	readings, err := local.Find[metering.Readings](ctx, o.store, model.KindReadings, local.WithIDs, ids)
	if err != nil {
		return err
	}
	for _, id := range meters {
		o.uses[id] = use{ver: vers[id]}
	}
	for _, r := range readings {
		u := use{ver: vers[r.ID], stationID: r.StationID}
		u.sign, u.fell = suspicion.OfUse(r)
		o.uses[r.ID] = u
	}
	return nil
}

// metersOf maps the meters of the areas over the limit to their area.
func (f *finder) metersOf() (map[string]string, error) {
	out := map[string]string{}
	for area := range f.areas {
		ids, err := f.store.IDs(f.ctx, model.KindMeter, "box_id IN (SELECT id FROM v_rec_box WHERE area_id = ?) LIMIT ?", area, mostMeters-len(out))
		if err != nil {
			return nil, err
		}
		for _, id := range ids {
			out[id] = area
		}
		if len(out) == mostMeters {
			f.cut = true
			break
		}
	}
	return out, nil
}

// result orders what was found and names what is listed.
func (f *finder) result(most int, cut bool) (Suspects, error) {
	out := Suspects{Total: len(f.points), ByKind: map[suspicion.Kind]int{}, Cut: f.cut || cut}
	all := make([]suspicion.Point, 0, len(f.points))
	for _, p := range f.points {
		all = append(all, p)
		for _, k := range suspicion.Kinds {
			if p.Has(k) && (k != suspicion.LineLoss || p.MeterID == "") {
				out.ByKind[k]++
			}
		}
	}
	suspicion.Sort(all)
	if most <= 0 { // only counted
		return out, nil
	}
	var listed []suspicion.Point
	for _, p := range all {
		if p.MeterID != "" {
			if most--; most < 0 {
				continue
			}
		}
		listed = append(listed, p)
	}
	var err error
	out.Worst, err = f.named(listed)
	return out, err
}

// named reads what people call the places, each kind of record at once.
func (f *finder) named(points []suspicion.Point) ([]Suspect, error) {
	out := make([]Suspect, len(points))
	of := func(id func(Suspect) string) string {
		var ids []string
		for _, s := range out {
			if one := id(s); one != "" {
				ids = append(ids, one)
			}
		}
		return array(ids)
	}
	for i, p := range points {
		out[i].Point = p
	}
	meters, err := local.Find[metering.Meter](f.ctx, f.store, model.KindMeter, local.WithIDs, of(func(s Suspect) string { return s.MeterID }))
	if err != nil {
		return nil, err
	}
	for i := range out {
		out[i].Meter = byID(meters, out[i].MeterID, func(m metering.Meter) string { return m.ID })
	}
	customers, err := local.Find[customer.Customer](f.ctx, f.store, model.KindCustomer, local.WithIDs, of(func(s Suspect) string { return s.Meter.CustomerID }))
	if err != nil {
		return nil, err
	}
	for i := range out {
		out[i].Customer = byID(customers, out[i].Meter.CustomerID, func(c customer.Customer) string { return c.ID })
		if out[i].AreaID == "" {
			out[i].AreaID = out[i].Customer.AreaID
		}
	}
	areas, err := local.Find[grid.Area](f.ctx, f.store, model.KindArea, local.WithIDs, of(func(s Suspect) string { return s.AreaID }))
	for i := range out {
		out[i].Area = byID(areas, out[i].AreaID, func(a grid.Area) string { return a.ID })
	}
	return out, err
}

// byID picks the record with an id, the zero one where there is none.
func byID[T any](all []T, id string, of func(T) string) (one T) {
	if i := slices.IndexFunc(all, func(r T) bool { return id != "" && of(r) == id }); i >= 0 {
		return all[i]
	}
	return one
}

// array is texts as a JSON array, for json_each.
func array(texts []string) string {
	raw, err := json.Marshal(texts)
	if err != nil { // texts always encode
		return "[]"
	}
	return string(raw)
}
