package model

import "strings"

// Kind names a kind of record: one typed table on every floor.
type Kind string

// The kinds of record.
const (
	KindStation    Kind = "station"     // supply station 供电所
	KindArea       Kind = "area"        // transformer area 台区
	KindLineLoss   Kind = "line_loss"   // monthly line loss of an area 线损
	KindCustomer   Kind = "customer"    // 用户
	KindUsagePoint Kind = "usage_point" // 计量点
	KindBox        Kind = "box"         // meter box 计量箱
	KindMeter      Kind = "meter"       // 电能表
	KindReadings   Kind = "readings"    // the months of one meter 示数
	KindMeterEvent Kind = "meter_event" // 异常事件
	KindSeal       Kind = "seal"        // 封印
	KindSealLot    Kind = "seal_lot"    // a purchased range of numbers 批次
	KindSealEvent  Kind = "seal_event"  // one line of a seal's history
	KindOrder      Kind = "work_order"  // 工单
	KindTask       Kind = "task"        // one person's part of an order
	KindInspection Kind = "inspection"  // a recorded sheet 检查单
	KindCase       Kind = "case"        // suspicion 违约用电/窃电
	KindFile       Kind = "file"        // attachment 附件
	KindBill       Kind = "bill"        // 账单
	KindPayment    Kind = "payment"     // 缴费
	KindUser       Kind = "user"        // a member of staff 人员
	KindPolicy     Kind = "policy"      // a dated rule row
	KindException  Kind = "exception"   // a disputed fact or a conflict, for a person to resolve
)

// Lane is what a sync cursor counts and what a permission is given on. It comes
// from the stored record, never from a request.
type Lane string

// OrgLane holds what everybody has: policies, names of users, seal lots.
const OrgLane Lane = "org"

// StationLane holds a station's customers, meters, seals, orders and tasks.
func StationLane(stationID string) Lane { return Lane("station:" + stationID) }

// CasesLane holds a station's suspicions and cases: not for everyone.
func CasesLane(stationID string) Lane { return Lane("cases:" + stationID) }

// UserLane holds what only one person sees.
func UserLane(userID string) Lane { return Lane("user:" + userID) }

// Split returns the lane's family ("org", "station", "cases", "user") and the id
// behind it.
func (l Lane) Split() (family, id string) {
	family, id, _ = strings.Cut(string(l), ":")
	return family, id
}
