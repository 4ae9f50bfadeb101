// Package customer holds who is supplied and where: customers and their usage
// points.
package customer

import "dianqin/data/model"

// Class is the tariff class of a customer.
type Class string

// The classes.
const (
	Residential Class = "residential"
	Commercial  Class = "commercial"
	Industrial  Class = "industrial"
)

// Customer is a contract partner 用户.
type Customer struct {
	ID        string         `json:"id"`
	StationID string         `json:"station_id"`
	AreaID    string         `json:"area_id"`
	Number    string         `json:"number"` // 户号
	Name      string         `json:"name"`
	Class     Class          `json:"class"`
	Phone     string         `json:"phone,omitempty"`
	Address   string         `json:"address"`
	Position  model.Position `json:"position"`
	Note      string         `json:"note,omitempty"`
	Important bool           `json:"important,omitempty"` // hospitals and the like: own rules for cuts
	NoCut     string         `json:"no_cut,omitempty"`    // why power may not be cut (life support, dispute), or empty
}

// UsagePoint is a metered supply 计量点 (CIM UsagePoint).
type UsagePoint struct {
	ID         string         `json:"id"`
	StationID  string         `json:"station_id"`
	AreaID     string         `json:"area_id"`
	CustomerID string         `json:"customer_id"`
	BoxID      string         `json:"box_id"`
	Number     string         `json:"number"`
	Connected  string         `json:"connected"` // connected, logically_disconnected, physically_disconnected (CIM UsagePointConnectedKind)
	VoltageV   int            `json:"voltage_v"`
	Position   model.Position `json:"position"`
	Note       string         `json:"note,omitempty"`
}
