package schema

import "dianqin/data/model"

func text(name string) Column    { return Column{Name: name, Path: name, Type: Text} }
func indexed(name string) Column { return Column{Name: name, Path: name, Type: Text, Index: true} }
func number(name string) Column  { return Column{Name: name, Path: name, Type: Integer} }
func moment(name string) Column {
	return Column{Name: name, Path: name, Type: Integer, Index: true}
}

// numbered is the column of a number that people look for, by its last digits too.
func numbered() Column {
	return Column{Name: NumberPath, Path: NumberPath, Type: Text, Index: true, Tail: true}
}

// Tables lists every table.
var Tables = []Table{
	{Kind: model.KindStation, Columns: []Column{text("code"), text("name")}},
	{Kind: model.KindArea, Columns: []Column{indexed("station_id"), text("code"), text("name")},
		Shared: []string{"position.accuracy_m", "position.source"}},
	{Kind: model.KindLineLoss, Columns: []Column{indexed("area_id"), text("month")}},
	{Kind: model.KindCustomer, Columns: []Column{indexed("area_id"), numbered(), text("name"), text("class")},
		Search: []string{"name", "address", "number", "phone"},
		Shared: []string{"position.accuracy_m", "position.source"}},
	{Kind: model.KindUsagePoint, Many: true, Columns: []Column{indexed("customer_id"), indexed("box_id"), text("number")},
		Shared: []string{"connected", "voltage_v", "position.accuracy_m", "position.source"}},
	{Kind: model.KindBox, Columns: []Column{indexed("area_id"), numbered()},
		Search: []string{"address", "number"},
		Shared: []string{"position.accuracy_m", "position.source", "places.code", "places.kind"}},
	{Kind: model.KindMeter, Many: true, Columns: []Column{indexed("box_id"), indexed("customer_id"), numbered()},
		Shared: []string{"model", "phases"}},
	{Kind: model.KindReadings, Many: true,
		Shared: []string{"months.at"}},
	{Kind: model.KindMeterEvent, Columns: []Column{indexed("meter_id"), moment("at")},
		Shared: []string{"code"}},
	{Kind: model.KindSeal, Many: true, Columns: []Column{numbered(), indexed("box_id"), indexed("custody"), indexed("condition"), indexed("holder_id")},
		Shared: []string{"kind", "place"}},
	{Kind: model.KindSealLot, Columns: []Column{text("station_id"), text("kind"),
		{Name: "first", Path: "from", Type: Text, Index: true}, {Name: "last", Path: "to", Type: Text}}},
	{Kind: model.KindSealEvent, Columns: []Column{indexed("number"), indexed("task_id"), moment("at")},
		Shared: []string{"what", "custody", "condition", "place"}},
	{Kind: model.KindOrder, Columns: []Column{indexed("station_id"), text("number"), moment("due_at")}},
	{Kind: model.KindTask, Columns: []Column{indexed("station_id"), indexed("assignee_id"), indexed("order_id"), indexed("state"), text("kind"), moment("due_at"), indexed("customer_id"), indexed("box_id")}},
	{Kind: model.KindInspection, Columns: []Column{indexed("task_id")}},
	{Kind: model.KindCase, Columns: []Column{text("number"), indexed("seal_number"), indexed("state"), indexed("task_id"), moment("opened_at"), text("customer_id"), text("box_id")}},
	{Kind: model.KindFile, Columns: []Column{indexed("sha256"), indexed("task_id"), text("shows"), number("withdrawn")}},
	{Kind: model.KindBill, Many: true, Columns: []Column{indexed("customer_id"), moment("due_at"), number("amount"), number("paid")},
		Shared: []string{"month", "issued_at"}},
	{Kind: model.KindPayment, Many: true, Columns: []Column{indexed("customer_id"), moment("paid_at")},
		Shared: []string{"provider"}},
	{Kind: model.KindUser, Columns: []Column{indexed("login"), text("name")}},
	{Kind: model.KindPolicy, Columns: []Column{text("subject")}},
	{Kind: model.KindException, Columns: []Column{indexed("state"), moment("at")}},
}
