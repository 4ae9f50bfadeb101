package schema

import (
	"reflect"
	"testing"

	"dianqin/data/model"
)

func TestValuesAreTakenFromTheRecordsJSON(t *testing.T) {
	table, ok := Of(model.KindBill)
	if !ok {
		t.Fatal("no table for bills")
	}
	got := table.Values([]byte(`{"customer_id":"c1","due_at":1700000000000,"amount":128450}`))
	want := []any{"c1", int64(1700000000000), int64(128450), nil}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestEveryTableHasOneNameAndItsColumnsToo(t *testing.T) {
	seen := map[model.Kind]bool{}
	for _, table := range Tables {
		if seen[table.Kind] {
			t.Errorf("%s stands twice", table.Kind)
		}
		seen[table.Kind] = true
		columns := map[string]bool{"id": true, "lane": true, "ver": true, "seq": true, "deleted": true, "body": true}
		for _, c := range table.Columns {
			if columns[c.Name] {
				t.Errorf("%s.%s stands twice", table.Kind, c.Name)
			}
			columns[c.Name] = true
		}
	}
}
