package storetest

import (
	"encoding/json"
	"testing"

	"dianqin/data/model"
	"dianqin/data/model/cases"
	"dianqin/data/model/fold"
	"dianqin/data/model/people"
	"dianqin/data/model/policy"
	"dianqin/data/model/seal"
	"dianqin/data/model/work"
	"dianqin/server/store"
)

func world(t *testing.T, open Open) {
	s := open(t)
	Put(t, s,
		fold.Put{Kind: model.KindSeal, ID: "seal1", Lane: "station:s1", Record: seal.Seal{ID: "seal1", StationID: "s1", Number: "3101007123"}},
		fold.Put{Kind: model.KindSealLot, ID: "lot1", Lane: model.OrgLane, Record: seal.Lot{ID: "lot1", From: "3101000000", To: "3101999999"}},
		fold.Put{Kind: model.KindCase, ID: "case1", Lane: "cases:s1", Record: cases.Case{ID: "case1", SealNumber: "n1", State: cases.Closed}},
		fold.Put{Kind: model.KindCase, ID: "case2", Lane: "cases:s1", Record: cases.Case{ID: "case2", SealNumber: "n1", State: cases.Open}},
		fold.Put{Kind: model.KindUser, ID: "u1", Lane: model.OrgLane, Record: people.User{ID: "u1", Login: "1001", Name: "李"}},
		fold.Put{Kind: model.KindPolicy, ID: "p1", Lane: model.OrgLane, Record: policy.Row{ID: "p1", Subject: policy.SubjectPersons,
			Body: json.RawMessage(`{"task_kind":"seal","persons":2}`)}},
		fold.Put{Kind: model.KindPolicy, ID: "p2", Lane: model.OrgLane, Record: policy.Row{ID: "p2", Subject: policy.SubjectPersons,
			Body: json.RawMessage(`null`)}},
		fold.Put{Kind: model.KindTask, ID: "t1", Lane: "station:s1", Record: work.Task{ID: "t1", State: work.Todo, BoxID: "b1", CustomerID: "c1"}},
		fold.Put{Kind: model.KindTask, ID: "t2", Lane: "station:s1", Record: work.Task{ID: "t2", State: work.Returned, BoxID: "b1"}},
		fold.Put{Kind: model.KindTask, ID: "t3", Lane: "station:s1", Record: work.Task{ID: "t3", State: work.Done, BoxID: "b1"}},
		fold.Put{Kind: model.KindTask, ID: "t4", Lane: "station:s1", Record: work.Task{ID: "t4", State: work.Started, CustomerID: "c1"}})
	write(t, s, func(tx *store.Tx) error {
		tx.By("d1", model.Millis(1767283199000)) // 2026-01-01 23:59:59 in Shanghai
		sl, found, err := tx.SealByNumber("3101007123")
		expect(t, "seal", found && sl.ID == "seal1", err)
		_, found, err = tx.SealByNumber("3101007124")
		expect(t, "no seal", !found, err)
		l, found, err := tx.LotOf("3101007124")
		expect(t, "lot", found && l.ID == "lot1", err)
		_, found, err = tx.LotOf("31010071")
		expect(t, "a shorter number is of no lot", !found, err)
		c, found, err := tx.OpenCase("n1")
		expect(t, "open case", found && c.ID == "case2", err)
		_, found, err = tx.OpenCase("n2")
		expect(t, "no case", !found, err)
		tasks, err := tx.TasksAt(model.KindBox, "b1")
		expect(t, "open tasks of a box", len(tasks) == 2 && tasks[0].ID == "t1" && tasks[1].ID == "t2", err)
		tasks, err = tx.TasksAt(model.KindCustomer, "c1")
		expect(t, "open tasks of a customer that lead to no box", len(tasks) == 1 && tasks[0].ID == "t4", err)
		u, found, err := tx.UserByLogin("1001")
		expect(t, "login", found && u.ID == "u1", err)
		u, found, err = tx.User("u1")
		expect(t, "user", found && u.Name == "李", err)
		set, err := tx.Policy()
		expect(t, "policy in spite of a bad row", set.Persons("seal", 5) == 2, err)
		number(t, tx, model.KindOrder, "s1", "20260101-0001")
		number(t, tx, model.KindOrder, "s1", "20260101-0002")
		number(t, tx, model.KindOrder, "s2", "20260101-0003") // one series for the region: a number names one order
		number(t, tx, model.KindCase, "s1", "C-20260101-0001")
		number(t, tx, model.KindSeal, "s1", "")
		tx.By("d1", model.Millis(1767283200000)) // a second later, the next civil day
		_, err = tx.Put(fold.Put{Kind: model.KindOrder, ID: "o1", Lane: model.StationLane("s1"), Record: work.Order{ID: "o1", Number: "20260102-0007"}})
		expect(t, "an order that was loaded with its number", true, err)
		number(t, tx, model.KindOrder, "s1", "20260102-0008")
		return nil
	})
}

func number(t *testing.T, tx *store.Tx, kind model.Kind, station, want string) {
	t.Helper()
	got, err := tx.Number(kind, station)
	expect(t, "number "+got+", want "+want, got == want, err)
}

func expect(t *testing.T, what string, ok bool, err error) {
	t.Helper()
	if err != nil || !ok {
		t.Errorf("%s: not so (%v)", what, err)
	}
}
