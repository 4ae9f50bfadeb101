// Package arrears holds bills and payments and what follows from them: what is
// owed and for how long. Money is fen.
package arrears

import "dianqin/data/model"

// Bill is one month's bill 账单.
type Bill struct {
	ID         string       `json:"id"`
	StationID  string       `json:"station_id"`
	CustomerID string       `json:"customer_id"`
	Month      string       `json:"month"` // 2026-10
	Amount     model.Fen    `json:"amount"`
	Paid       model.Fen    `json:"paid"`
	IssuedAt   model.Millis `json:"issued_at"`
	DueAt      model.Millis `json:"due_at"`
}

// Payment is money that came in 缴费.
type Payment struct {
	ID         string       `json:"id"`
	StationID  string       `json:"station_id"`
	CustomerID string       `json:"customer_id"`
	BillID     string       `json:"bill_id,omitempty"`
	Amount     model.Fen    `json:"amount"`
	Provider   string       `json:"provider"` // counter, wechat, alipay, bank
	Reference  string       `json:"reference"`
	PaidAt     model.Millis `json:"paid_at"`
}

// Debt is what a customer owes at a moment.
type Debt struct {
	Amount      model.Fen // of bills past their due day
	Bills       int
	OverdueDays int          // civil days since the oldest unpaid bill fell due
	Oldest      model.Millis // when that one fell due
}

// DebtOf adds up the bills that are past their due day at a moment.
func DebtOf(bills []Bill, at model.Millis) Debt {
	var d Debt
	for _, b := range bills {
		open := b.Amount - b.Paid
		days := model.CivilDay(at) - model.CivilDay(b.DueAt)
		if open <= 0 || days <= 0 {
			continue
		}
		d.Amount += open
		d.Bills++
		if d.Bills == 1 || b.DueAt < d.Oldest {
			d.OverdueDays, d.Oldest = days, b.DueAt
		}
	}
	return d
}
