// Package grid holds the parts of the network that customers hang on: supply
// stations, transformer areas and the areas' monthly line loss.
package grid

import "dianqin/data/model"

// Station is a supply station 供电所.
type Station struct {
	ID       string         `json:"id"`
	Code     string         `json:"code"` // the five digits of the unit in its bar codes
	Name     string         `json:"name"`
	Address  string         `json:"address,omitempty"`
	Position model.Position `json:"position"`
}

// Area is a transformer area 台区: what one distribution transformer feeds.
type Area struct {
	ID        string         `json:"id"`
	StationID string         `json:"station_id"`
	Code      string         `json:"code"`
	Name      string         `json:"name"`
	Position  model.Position `json:"position"`
	Customers int            `json:"customers"` // how many it feeds
}

// LineLoss is what an area lost in one month.
type LineLoss struct {
	ID          string `json:"id"`
	StationID   string `json:"station_id"`
	AreaID      string `json:"area_id"`
	Month       string `json:"month"`        // 2026-10
	SuppliedKWh int64  `json:"supplied_kwh"` // at the transformer
	SoldKWh     int64  `json:"sold_kwh"`     // at the meters
}

// Percent is the share lost on the way, in percent of what was supplied; 0 where
// nothing was supplied.
func (l LineLoss) Percent() float64 {
	if l.SuppliedKWh <= 0 {
		return 0
	}
	return 100 * float64(l.SuppliedKWh-l.SoldKWh) / float64(l.SuppliedKWh)
}
