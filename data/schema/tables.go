package schema

import "dianqin/data/model"

func text(name string) Column    { return Column{Name: name, Path: name, Type: Text} }
func indexed(name string) Column { return Column{Name: name, Path: name, Type: Text, Index: true} }
func number(name string) Column  { return Column{Name: name, Path: name, Type: Integer} }
func moment(name string) Column {
	return Column{Name: name, Path: name, Type: Integer, Index: true}
}

// tail is the column that finds a number by its last digits.
func tail(of string) Column {
	return Column{Name: of + "_tail", Path: of, Type: Text, Reverse: true, Index: true}
}

// Tables lists every table.
var Tables = []Table{
	{Kind: model.KindStation, Columns: []Column{text("code"), text("name")}},
	{Kind: model.KindArea, Columns: []Column{indexed("station_id"), text("code"), text("name")}},
	{Kind: model.KindLineLoss, Columns: []Column{indexed("area_id"), text("month")}},
	{Kind: model.KindCustomer, Columns: []Column{indexed("area_id"), indexed("number"), tail("number"), text("name"), text("class")},
		Search: []string{"name", "address", "number", "phone"}},
	{Kind: model.KindUsagePoint, Columns: []Column{indexed("customer_id"), indexed("box_id"), text("number")}},
	{Kind: model.KindBox, Columns: []Column{indexed("area_id"), indexed("number"), tail("number")},
		Search: []string{"address", "number"}},
	{Kind: model.KindMeter, Columns: []Column{indexed("box_id"), indexed("customer_id"), indexed("number"), tail("number")}},
	{Kind: model.KindReadings},
	{Kind: model.KindMeterEvent, Columns: []Column{indexed("meter_id"), moment("at")}},
	{Kind: model.KindSeal, Columns: []Column{indexed("number"), tail("number"), indexed("box_id"), indexed("custody"), indexed("condition"), indexed("holder_id")}},
	{Kind: model.KindSealLot, Columns: []Column{text("station_id"), text("kind"),
		{Name: "first", Path: "from", Type: Text, Index: true}, {Name: "last", Path: "to", Type: Text}}},
	{Kind: model.KindSealEvent, Columns: []Column{indexed("number"), indexed("task_id"), moment("at")}},
	{Kind: model.KindOrder, Columns: []Column{indexed("station_id"), text("number"), moment("due_at")}},
	{Kind: model.KindTask, Columns: []Column{indexed("station_id"), indexed("assignee_id"), indexed("order_id"), indexed("state"), text("kind"), moment("due_at")}},
	{Kind: model.KindInspection, Columns: []Column{indexed("task_id")}},
	{Kind: model.KindCase, Columns: []Column{text("number"), indexed("seal_number"), indexed("state"), indexed("task_id"), moment("opened_at")}},
	{Kind: model.KindFile, Columns: []Column{indexed("sha256"), indexed("task_id"), text("shows")}},
	{Kind: model.KindBill, Columns: []Column{indexed("customer_id"), moment("due_at"), number("amount"), number("paid")}},
	{Kind: model.KindPayment, Columns: []Column{indexed("customer_id"), moment("paid_at")}},
	{Kind: model.KindUser, Columns: []Column{indexed("login"), text("name")}},
	{Kind: model.KindPolicy, Columns: []Column{text("subject")}},
	{Kind: model.KindException, Columns: []Column{indexed("state"), moment("at")}},
}
