package storetest

import (
	"encoding/json"
	"slices"
	"testing"

	"dianqin/data/model"
	"dianqin/data/model/customer"
	"dianqin/data/model/fold"
	"dianqin/server/store"
)

func records(t *testing.T, open Open) {
	t.Run("KeepFieldsThatThisProgramDoesNotKnow", func(t *testing.T) {
		s := open(t)
		p := Customer("c1", "s1")
		p.Record = fold.Fields{"id": json.RawMessage(`"c1"`), "future": json.RawMessage(`{"a":1}`)}
		Put(t, s, p, Customer("c1", "s1"))
		read(t, s, func(tx *store.Tx) error {
			var f fold.Fields
			found, err := tx.Get(model.KindCustomer, "c1", &f)
			if !found || string(f["future"]) != `{"a":1}` || string(f["name"]) != `"王建国"` {
				t.Errorf("got %v %s", found, f)
			}
			ver, _ := tx.Version(model.KindCustomer, "c1")
			if ver != 2 {
				t.Errorf("version %d, want 2", ver)
			}
			return err
		})
	})
	t.Run("FieldsRememberWhichDeviceChangedThem", func(t *testing.T) {
		s := open(t)
		Put(t, s, Customer("c1", "s1"))
		for _, device := range []string{"d1", "d2"} {
			write(t, s, func(tx *store.Tx) error {
				tx.By(device, 1)
				p := Customer("c1", "s1")
				c := p.Record.(customer.Customer)
				c.Phone = "139" + device
				p.Record = c
				_, err := tx.Put(p)
				return err
			})
		}
		read(t, s, func(tx *store.Tx) error {
			for _, want := range []struct {
				ver    int64
				except string
				fields []string
			}{{1, "d1", []string{"phone"}}, {1, "d2", nil}, {3, "d1", nil}} {
				got, err := tx.FieldsSince(model.KindCustomer, "c1", want.ver, want.except)
				if err != nil || !slices.Equal(got, want.fields) {
					t.Errorf("since %d except %s: %v %v", want.ver, want.except, got, err)
				}
			}
			return nil
		})
	})
	t.Run("DeletedRecordsAreGone", func(t *testing.T) {
		s := open(t)
		Put(t, s, Customer("c1", "s1"))
		write(t, s, func(tx *store.Tx) error { return tx.Delete(model.KindCustomer, "c1") })
		read(t, s, func(tx *store.Tx) error {
			var c customer.Customer
			found, err := tx.Get(model.KindCustomer, "c1", &c)
			if found {
				t.Error("still there")
			}
			return err
		})
		rows := Rows(t, s, "station:s1", 0)
		if len(rows) != 1 || rows[0].State != "deleted" || rows[0].Body != nil || rows[0].Ver != 2 {
			t.Errorf("feed: %+v", rows)
		}
	})
}
