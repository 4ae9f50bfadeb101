// Package metering holds what hangs on the wall: meter boxes with the places
// where seals belong, meters, their monthly readings and their events.
package metering

import "dianqin/data/model"

// Box is a meter box 计量箱.
type Box struct {
	ID        string         `json:"id"`
	StationID string         `json:"station_id"`
	AreaID    string         `json:"area_id"`
	Number    string         `json:"number"` // bar code on its door
	Address   string         `json:"address"`
	Position  model.Position `json:"position"`
	Places    []Place        `json:"places"` // where seals belong, in the order of a sweep
}

// Place is a spot of a box where a seal belongs.
type Place struct {
	Code    string `json:"code"`               // door, m1.cover.left, m1.cover.right, m1.terminal, collector
	Kind    string `json:"kind"`               // seal kind that belongs there (policy.SealKind)
	MeterID string `json:"meter_id,omitempty"` // for places on a meter
}

// Place returns the place with a code.
func (b Box) Place(code string) (Place, bool) {
	for _, p := range b.Places {
		if p.Code == code {
			return p, true
		}
	}
	return Place{}, false
}

// Meter is an electricity meter 电能表.
type Meter struct {
	ID           string       `json:"id"`
	StationID    string       `json:"station_id"`
	BoxID        string       `json:"box_id"`
	UsagePointID string       `json:"usage_point_id"`
	CustomerID   string       `json:"customer_id"`
	Number       string       `json:"number"` // bar code
	Model        string       `json:"model"`
	Phases       int          `json:"phases"` // 1 or 3
	InstalledAt  model.Millis `json:"installed_at"`
}

// Readings are the monthly registers of one meter, oldest first. Its id is the
// meter's.
type Readings struct {
	ID        string    `json:"id"`
	StationID string    `json:"station_id"`
	Months    []Reading `json:"months"`
}

// Reading is a register at the end of a month 示数.
type Reading struct {
	At  model.Millis `json:"at"`
	KWh float64      `json:"kwh"` // total active energy, forward
}

// Use returns the consumption between neighbouring readings in kWh, oldest
// first: one value fewer than readings.
func (r Readings) Use() []float64 {
	if len(r.Months) < 2 {
		return nil
	}
	use := make([]float64, 0, len(r.Months)-1)
	for i := 1; i < len(r.Months); i++ {
		use = append(use, r.Months[i].KWh-r.Months[i-1].KWh)
	}
	return use
}

// Event is something a meter reported 异常事件 (CIM EndDeviceEvent).
type Event struct {
	ID        string       `json:"id"`
	StationID string       `json:"station_id"`
	MeterID   string       `json:"meter_id"`
	Code      string       `json:"code"` // cover_open, voltage_loss, current_loss, reverse, clock
	At        model.Millis `json:"at"`
}
