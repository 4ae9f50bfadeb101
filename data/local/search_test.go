package local

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/tidwall/gjson"
	"pgregory.net/rapid"

	"dianqin/data/model"
	"dianqin/data/model/customer"
	"dianqin/data/model/fold"
	"dianqin/data/model/metering"
	"dianqin/data/model/policy"
	"dianqin/data/model/seal"
	"dianqin/data/schema"
	"dianqin/data/wire"
)

func names(t *testing.T, s *Store, text string) []string {
	t.Helper()
	hits, err := s.Search(ctx, text, 20)
	no(t, err)
	var out []string
	for _, h := range hits {
		out = append(out, string(h.Kind)+" "+h.ID)
	}
	return out
}

func crowd() []wire.PullRow {
	rows := town()
	for i, name := range []string{"王小明", "单建华", "欧阳建国", "Siemens AG", "上海王氏物流有限公司"} {
		id := fmt.Sprintf("c%d", i+2)
		rows = append(rows, row(model.KindCustomer, id, lS1, 1, customer.Customer{ID: id, StationID: "s1", Name: name,
			Number: fmt.Sprintf("310100000%d", i+2), Phone: "1370000000" + id[1:], Address: "王府路" + id[1:] + "号"}))
	}
	return rows
}

func TestSearchFindsWhatPeopleType(t *testing.T) {
	s := open(t, t.TempDir())
	page(t, s, 1, crowd()...)
	for text, want := range map[string][]string{
		"王建":         {"customer c1"},
		"建国":         {"customer c1", "customer c4"},
		"王建国":        {"customer c1"},
		"国建":         nil,
		"wjg":        {"customer c1"},
		"WJ":         {"customer c1"},
		"jg":         {"customer c1", "customer c4"},
		"sjh":        {"customer c3"}, // 单 as a surname
		"siem":       {"customer c5"},
		"碧":          {"box b2"},
		"碧波路12":      {"box b2"},
		"7000000002": {"seal n2"},
		"000002":     {"customer c2", "seal n2", "box b2"},
		"1234":       {"meter m1"},
		"13812345":   {"customer c1"},
		"王 张江":       {"customer c1"},
		"建国 138":     {"customer c1"},
		"物流":         {"customer c6"},
		"":           nil,
		"“":          nil,
		`"*`:         nil,
		"没有":         nil,
	} {
		got := names(t, s, text)
		slices.Sort(got)
		want = slices.Clone(want)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Errorf("%q: got %v, want %v", text, got, want)
		}
	}
}

func TestNamesComeBeforeAddressesAndWholeNumbersBeforeAll(t *testing.T) {
	s := open(t, t.TempDir())
	page(t, s, 1, crowd()...)
	got := names(t, s, "王")
	if len(got) != 6 || !slices.Contains(got[:3], "customer c1") || !slices.Contains(got[:3], "customer c2") || !slices.Contains(got[:3], "customer c6") {
		t.Errorf("got %v", got)
	}
	page(t, s, 2, row(model.KindSeal, "short", lS1, 1, seal.Seal{ID: "short", Number: "1234"}))
	if got := names(t, s, "1234"); !slices.Equal(got, []string{"seal short", "meter m1"}) {
		t.Errorf("got %v", got)
	}
}

func TestAHitSaysWhereItHangs(t *testing.T) {
	s := opened(t)
	hits, err := s.Search(ctx, "7000000003", 5)
	no(t, err)
	if want := (Hit{model.KindSeal, "n3", "7000000003", "张江路8弄", "7000000003"}); len(hits) != 1 || hits[0] != want {
		t.Errorf("got %+v", hits)
	}
}

func TestSearchSeesWhatWasChangedHereAndForgetsWhatIsGone(t *testing.T) {
	s := opened(t)
	op := draft("customer", "", fold.Patch{Set: fold.Fields{"phone": []byte(`"15900000000"`)}})
	op.Target = &wire.Target{Kind: "customer", Id: "c1"}
	op = record(t, s, op)
	for text, want := range map[string]int{"15900": 1, "13812": 0, "王建国": 1, "wjg": 1, "000001": 3} {
		if got := names(t, s, text); len(got) != want {
			t.Errorf("laid over, %q: %v", text, got)
		}
	}
	no(t, s.Answer(ctx, []wire.OpAnswer{{OpId: op.OpId, Status: wire.Conflict}}, 1))
	page(t, s, 2, row(model.KindCustomer, "c1", lS1, 2, customer.Customer{ID: "c1", StationID: "s1", Name: "赵敏", Number: "3101000001"}),
		wire.PullRow{Kind: "box", Id: "b2", Lane: "station:s1", Ver: 2, State: wire.Deleted})
	for text, want := range map[string]int{"王建国": 0, "wjg": 0, "赵": 1, "碧波": 0, "8800000002": 0} {
		if got := names(t, s, text); len(got) != want {
			t.Errorf("pulled, %q: %v", text, got)
		}
	}
}

func TestThePlainTwinOfTheIndexFindsTheSame(t *testing.T) {
	s := open(t, t.TempDir())
	page(t, s, 1, crowd()...)
	all, err := Find[customer.Customer](ctx, s, model.KindCustomer, "1 = 1")
	no(t, err)
	for _, term := range []string{"王", "王建", "王建国", "建国", "府路", "王府路3", "wj", "wjg", "g", "siemens", "阳建国", "有限公"} {
		want := map[string]bool{}
		for _, c := range all {
			if schema.Fits(c.Name, term) || schema.Fits(c.Address+" | "+c.Phone, term) {
				want["customer "+c.ID] = true
			}
		}
		got := map[string]bool{}
		for _, n := range names(t, s, term) {
			if strings.HasPrefix(n, "customer") {
				got[n] = true
			}
		}
		if fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("%q: index %v, twin %v", term, got, want)
		}
	}
}

// hamlet is a store with a few hundred records whose names and numbers resemble each
// other, some of them changed here.
func hamlet(t *testing.T) *Store {
	s := open(t, t.TempDir())
	dice := rand.New(rand.NewPCG(5, 6))
	one := func(of string) string { r := []rune(of); return string(r[dice.IntN(len(r))]) }
	digits := func(n int) (out string) {
		for range n {
			out += one("0011237")
		}
		return out
	}
	var rows []wire.PullRow
	for i := range 120 {
		id := fmt.Sprint(i)
		c := customer.Customer{ID: "c" + id, StationID: "s1", Number: "31" + digits(2+dice.IntN(5)), Name: one("王李张") + one("建国张") + one("王国明"),
			Address: one("张江王") + one("江建") + "路" + digits(1+dice.IntN(3)) + "号", Phone: "13" + digits(9)}
		rows = append(rows, row(model.KindCustomer, c.ID, lS1, 1, c),
			row(model.KindSeal, "n"+id, lS1, 1, seal.Seal{ID: "n" + id, StationID: "s1", Number: one("7A") + digits(2+dice.IntN(6)), BoxID: "b1", Custody: seal.Applied}),
			row(model.KindBox, "b"+id, lS1, 1, metering.Box{ID: "b" + id, StationID: "s1", Number: "88" + digits(4), Address: one("张江") + "江路" + digits(2) + "弄"}))
	}
	page(t, s, 1, rows...)
	for i := range 12 {
		op := draft("customer", "", fold.Patch{Set: fold.Fields{"phone": fmt.Appendf(nil, "%q", "13"+digits(9))}})
		op.Target = &wire.Target{Kind: "customer", Id: fmt.Sprint("c", i*7)}
		record(t, s, op)
	}
	return s
}

func TestSearchFindsAllThatFitAndNothingElseTheBestFirst(t *testing.T) {
	s := hamlet(t)
	bodies := map[string][]byte{}
	tables := map[string]schema.Table{}
	var texts []string
	for _, kind := range numbered {
		table, _ := schema.Of(kind)
		no(t, s.view().records(ctx, kind, "v_"+table.Name()+" WHERE 1 = 1", func(r *entry) error {
			key := string(kind) + " " + r.id
			bodies[key], tables[key] = r.body, table
			texts = append(texts, table.SearchText(r.body)...)
			texts = append(texts, gjson.GetBytes(r.body, "number").String())
			return nil
		}))
	}
	piece := rapid.Custom(func(t *rapid.T) string {
		r := []rune(rapid.SampledFrom(texts).Draw(t, "of"))
		from := rapid.IntRange(0, len(r)-1).Draw(t, "from")
		return string(r[from : from+rapid.IntRange(1, min(6, len(r)-from)).Draw(t, "long")])
	})
	rapid.Check(t, func(t *rapid.T) {
		terms := rapid.SliceOfN(piece, 1, 3).Draw(t, "terms")
		want := 0
		for key, body := range bodies {
			if _, ok := bestWay(tables[key], body, terms); ok {
				want++
			}
		}
		hits, err := s.Search(ctx, strings.Join(terms, " "), 1000)
		no(t, err)
		last, seen := 0, map[string]bool{}
		for _, h := range hits {
			key := string(h.Kind) + " " + h.ID
			way, ok := bestWay(tables[key], bodies[key], terms)
			if !ok || way < last || seen[key] {
				t.Errorf("%q finds %+v by %d after %d", terms, h, way, last)
			}
			last, seen[key] = way, true
		}
		if len(hits) != want {
			t.Errorf("%q finds %d, %d fit", terms, len(hits), want)
		}
	})
}

func TestANameIsFoundInAStreetWhereThousandsLive(t *testing.T) {
	s := open(t, t.TempDir())
	var rows []wire.PullRow
	for i := range 1200 {
		name := "李芳"
		if i == 1100 {
			name = "王建国"
		}
		id := fmt.Sprint("c", i)
		rows = append(rows, row(model.KindCustomer, id, lS1, 1, customer.Customer{ID: id, StationID: "s1", Name: name, Number: fmt.Sprint(310000 + i), Address: "张江高科路8号"}))
	}
	page(t, s, 1, rows...)
	for text, want := range map[string]string{"王建国 张江高科路": "customer c1100", "张江高科路 wjg": "customer c1100", "张江高科路 311099": "customer c1099"} {
		if got := names(t, s, text); !slices.Equal(got, []string{want}) {
			t.Errorf("%q: %v", text, got)
		}
	}
}

func TestWhatWasDeletedHereIsNotFoundInTheBase(t *testing.T) {
	s := opened(t)
	_, err := s.own.ExecContext(ctx, "INSERT INTO main.o_rec_box (id, lane, ver, seq, deleted, number, body) VALUES ('b2', 'station:s1', 1, 0, 1, '8800000002', '{}')")
	no(t, err)
	for _, text := range []string{"碧波", "8800000002"} {
		if got := names(t, s, text); got != nil {
			t.Errorf("%q: %v", text, got)
		}
	}
}

func TestASealIsFoundInTheLotsOfEveryStation(t *testing.T) {
	s := opened(t)
	w := s.World()
	for number, want := range map[string]string{"7000000777": "l1", "7000010000": "l2", "7000019999": "l2", "7000020000": "", "70000007": "", "": ""} {
		lot, found, err := w.LotOf(number)
		if err != nil || lot.ID != want || found != (want != "") {
			t.Errorf("%s: %v %v %v", number, lot.ID, found, err)
		}
	}
	if n, err := s.Count(ctx, model.KindMeter, "box_id = ?", "b1"); n != 1 || err != nil {
		t.Error(n, err)
	}
	var m metering.Meter
	if ok, err := s.Get(ctx, model.KindMeter, "none", &m); ok || err != nil {
		t.Error(ok, err)
	}
	if _, err := s.Get(ctx, "no_kind", "x", &m); err == nil {
		t.Error("a kind that is none was read")
	}
}

func TestAPolicyRowCountsFromThePageThatBringsIt(t *testing.T) {
	s := opened(t)
	for ver, persons := range []int{2, 3} {
		if _, err := s.World().Policy(); err != nil { // kept from here on
			t.Fatal(err)
		}
		body := fmt.Appendf(nil, `{"task_kind":"survey","persons":%d}`, persons)
		page(t, s, 2, row(model.KindPolicy, "p1", model.OrgLane, int64(ver+1), policy.Row{ID: "p1", Subject: policy.SubjectPersons, Body: body}),
			row(model.KindPolicy, "p2", model.OrgLane, 1, policy.Row{ID: "p2", Subject: policy.SubjectPersons, Body: []byte(`null`)}))
		set, err := s.World().Policy()
		no(t, err)
		if got := set.Persons("survey", 5); got != persons {
			t.Errorf("%d persons, want %d", got, persons)
		}
	}
}

func TestAResetBaseFindsNothingUntilItIsPulledAgain(t *testing.T) {
	s := opened(t)
	no(t, s.ResetBase(ctx))
	if got := names(t, s, "王建国"); got != nil {
		t.Errorf("got %v", got)
	}
	page(t, s, 1, town()...)
	if got := names(t, s, "王建国"); !slices.Equal(got, []string{"customer c1"}) {
		t.Errorf("got %v", got)
	}
}
