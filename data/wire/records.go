package wire

import (
	"slices"

	"dianqin/data/model"
	"dianqin/data/model/arrears"
	"dianqin/data/model/cases"
	"dianqin/data/model/customer"
	"dianqin/data/model/evidence"
	"dianqin/data/model/grid"
	"dianqin/data/model/inspection"
	"dianqin/data/model/metering"
	"dianqin/data/model/people"
	"dianqin/data/model/policy"
	"dianqin/data/model/seal"
	"dianqin/data/model/work"
)

// records is the one list of what the body of a record of a kind is. The schema
// of kind "seal_lot" is RecordSealLot in openapi.yaml.
var records = map[model.Kind]func() any{
	model.KindStation:    record[grid.Station],
	model.KindArea:       record[grid.Area],
	model.KindLineLoss:   record[grid.LineLoss],
	model.KindCustomer:   record[customer.Customer],
	model.KindUsagePoint: record[customer.UsagePoint],
	model.KindBox:        record[metering.Box],
	model.KindMeter:      record[metering.Meter],
	model.KindReadings:   record[metering.Readings],
	model.KindMeterEvent: record[metering.Event],
	model.KindSeal:       record[seal.Seal],
	model.KindSealLot:    record[seal.Lot],
	model.KindSealEvent:  record[seal.Event],
	model.KindOrder:      record[work.Order],
	model.KindTask:       record[work.Task],
	model.KindInspection: record[inspection.Inspection],
	model.KindCase:       record[cases.Case],
	model.KindFile:       record[evidence.File],
	model.KindBill:       record[arrears.Bill],
	model.KindPayment:    record[arrears.Payment],
	model.KindUser:       record[people.User],
	model.KindPolicy:     record[policy.Row],
	model.KindException:  record[cases.Exception],
}

func record[R any]() any { return new(R) }

// NewRecord returns a pointer to an empty record of a kind, for encoding/json to
// fill; false for a kind that this program does not know.
func NewRecord(kind model.Kind) (any, bool) {
	make, ok := records[kind]
	if !ok {
		return nil, false
	}
	return make(), true
}

// RecordKinds lists the kinds of record, sorted.
func RecordKinds() []model.Kind {
	kinds := make([]model.Kind, 0, len(records))
	for k := range records {
		kinds = append(kinds, k)
	}
	slices.Sort(kinds)
	return kinds
}
