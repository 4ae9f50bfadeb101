package demo

import (
	"slices"

	"dianqin/data/model"
	"dianqin/data/model/cases"
	"dianqin/data/model/fold"
	"dianqin/data/model/seal"
)

// Each hands over every record of the region with its lane: first what everybody
// has, then station by station. A record is never handed over twice. It ends at
// the first error of put and returns that error as it is.
func (r *Region) Each(put func(fold.Put) error) error {
	for _, p := range r.policies {
		if err := put(p); err != nil {
			return err
		}
	}
	org := sink{put, model.OrgLane}
	for _, s := range r.Stations {
		if err := org.put(model.KindStation, s.ID, s); err != nil {
			return err
		}
	}
	for _, u := range r.users() {
		if err := org.put(model.KindUser, u.ID, u); err != nil {
			return err
		}
	}
	for _, s := range r.stations {
		for _, l := range r.lots(s) {
			if err := org.put(model.KindSealLot, l.ID, l); err != nil {
				return err
			}
		}
	}
	for _, s := range r.stations {
		if err := r.eachOf(s, put); err != nil {
			return err
		}
	}
	return nil
}

// sink puts into one lane.
type sink struct {
	to   func(fold.Put) error
	lane model.Lane
}

func (k sink) put(kind model.Kind, id string, record any) error {
	return k.to(fold.Put{Kind: kind, ID: id, Lane: k.lane, Record: record})
}

// eachOf hands over the records of a station.
func (r *Region) eachOf(s *station, put func(fold.Put) error) error {
	to := sink{put, s.lane}
	for i := range s.areas {
		if err := r.eachOfArea(s, &s.areas[i], to); err != nil {
			return err
		}
	}
	if err := r.stockOf(s, func(sl seal.Seal) error { return to.put(model.KindSeal, sl.ID, sl) }); err != nil {
		return err
	}
	for _, t := range slices.Concat(s.tasks, s.free) {
		if err := to.put(model.KindOrder, t.order.ID, t.order); err != nil {
			return err
		}
		if err := to.put(model.KindTask, t.task.ID, t.task); err != nil {
			return err
		}
	}
	suspicions := sink{put, model.CasesLane(s.ID)}
	return r.past(s, func(e seal.Event) error { return to.put(model.KindSealEvent, e.ID, e) },
		func(c cases.Case) error { return suspicions.put(model.KindCase, c.ID, c) })
}

// eachOfArea hands over an area, its boxes and what was lost between them.
func (r *Region) eachOfArea(s *station, a *area, to sink) error {
	if err := to.put(model.KindArea, a.ID, a.Area); err != nil {
		return err
	}
	var loss lossOf
	for i := range s.boxes[a.first : a.first+a.count] {
		b := &s.boxes[a.first+i]
		m := r.metered(s, b)
		if err := r.eachOfBox(s, b, &m, to); err != nil {
			return err
		}
		if err := r.eachUse(b, &m, a, &loss, to); err != nil {
			return err
		}
	}
	for month := range months {
		l := r.lineLoss(a, &loss, month)
		if err := to.put(model.KindLineLoss, l.ID, l); err != nil {
			return err
		}
	}
	return nil
}

// eachOfBox hands over a box with who and what hangs at it.
func (r *Region) eachOfBox(s *station, b *box, m *metered, to sink) error {
	if err := to.put(model.KindBox, m.box.ID, m.box); err != nil {
		return err
	}
	for _, c := range m.customers {
		if err := to.put(model.KindCustomer, c.ID, c); err != nil {
			return err
		}
	}
	for i, p := range m.points {
		if err := to.put(model.KindUsagePoint, p.ID, p); err != nil {
			return err
		}
		if err := to.put(model.KindMeter, m.meters[i].ID, m.meters[i]); err != nil {
			return err
		}
	}
	for _, sl := range r.seals(s, b, &m.box) {
		if err := to.put(model.KindSeal, sl.ID, sl); err != nil {
			return err
		}
	}
	return nil
}

// eachUse hands over what the meters of a box measured and what it cost, and adds
// it to the area's loss.
func (r *Region) eachUse(b *box, m *metered, a *area, loss *lossOf, to sink) error {
	kWh := make([][months]float64, len(m.customers))
	for i := range m.meters {
		meter, n, owner := &m.meters[i], b.meter+i, m.owner[i]
		u := r.useOf(n, m.customers[owner].Class, a)
		loss.add(&u)
		for k, v := range u.sold {
			kWh[owner][k] += v
		}
		if err := to.put(model.KindReadings, meter.ID, r.readings(meter, n, &u)); err != nil {
			return err
		}
		if e, ok := r.event(meter, n, &u); ok {
			if err := to.put(model.KindMeterEvent, e.ID, e); err != nil {
				return err
			}
		}
	}
	for i := range m.customers {
		bills, payments := r.money(&m.customers[i], b.customer+i, kWh[i])
		for _, x := range bills {
			if err := to.put(model.KindBill, x.ID, x); err != nil {
				return err
			}
		}
		for _, x := range payments {
			if err := to.put(model.KindPayment, x.ID, x); err != nil {
				return err
			}
		}
	}
	return nil
}
