package place

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"dianqin/data/model"
	"dianqin/data/model/geo"
	"dianqin/data/model/policy"
)

var rule = policy.Place{AccuracyM: 30, NearM: 120, RadiusM: 150, WorstM: 500, SeenHours: 12}

var stands = model.Position{Lat: 31.2, Lon: 121.6, Source: "register"}

// metresEast is a capture so far from where things stand.
func metresEast(m, accuracy float64) model.Position {
	p := geo.Offset(point(stands), m, 0)
	return model.Position{Lat: p.Lat, Lon: p.Lon, AccuracyM: accuracy, Source: "gps"}
}

func TestDoubt_TakesGoodCapturesAndAsksAboutOthers(t *testing.T) {
	mocked := metresEast(10, 5)
	mocked.Mocked = true
	abroad := model.Position{Lat: -33.9, Lon: 18.4, AccuracyM: 5}
	for _, c := range []struct {
		name   string
		b      Proposed
		stands model.Position
		rule   policy.Place
		office bool
		want   string
	}{
		{"Good", Proposed{Position: metresEast(100, 5), How: Site}, stands, rule, false, ""},
		{"FirstOfAll", Proposed{Position: metresEast(9000, 5), How: Site}, model.Position{}, rule, false, ""},
		{"Far", Proposed{Position: metresEast(130, 5), How: Site}, stands, rule, false, "position.far"},
		{"Vague", Proposed{Position: metresEast(10, 31), How: Site}, stands, rule, false, "position.inexact"},
		{"OfUnknownError", Proposed{Position: metresEast(10, 0), How: Site}, stands, rule, false, "position.inexact"},
		{"Mocked", Proposed{Position: mocked, How: Site}, stands, rule, false, "position.mocked"},
		{"MockedByTheOffice", Proposed{Position: mocked, How: Site}, stands, rule, true, "position.mocked"},
		{"ByHand", Proposed{Position: metresEast(1, 0), How: Hand, Reason: "gate"}, stands, rule, false, "position.by_hand"},
		{"ByTheOfficesHand", Proposed{Position: metresEast(9000, 0), How: Hand, Reason: "gate"}, stands, rule, true, ""},
		{"WithoutARule", Proposed{Position: metresEast(10, 5), How: Site}, stands, policy.Place{}, false, "position.no_rule"},
		{"Abroad", Proposed{Position: abroad, How: Site}, model.Position{}, rule, false, "position.abroad"},
		{"AbroadFromHere", Proposed{Position: abroad, How: Site}, stands, rule, false, "position.far"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := ""
			if why := Doubt(c.b, c.stands, c.rule, c.office); why != nil {
				got = why.Code
			}
			if got != c.want {
				t.Errorf("%q, want %q", got, c.want)
			}
		})
	}
}

func TestCheck_RefusesWhatIsNoPosition(t *testing.T) {
	good := Proposed{Position: metresEast(0, 5), How: Site}
	for _, c := range []struct {
		name string
		bad  func(*Proposed)
		want string
	}{
		{"NullIsland", func(b *Proposed) { b.Position.Lat, b.Position.Lon = 0, 0 }, "position.invalid"},
		{"NotANumber", func(b *Proposed) { b.Position.Lat = math.NaN() }, "position.invalid"},
		{"Infinite", func(b *Proposed) { b.Position.Lon = math.Inf(1) }, "position.invalid"},
		{"OffTheGlobe", func(b *Proposed) { b.Position.Lat = 91 }, "position.invalid"},
		{"OffEveryMap", func(b *Proposed) { b.Position.Lat = 89 }, "position.invalid"},
		{"NegativeError", func(b *Proposed) { b.Position.AccuracyM = -1 }, "position.invalid"},
		{"ErrorNotANumber", func(b *Proposed) { b.Position.AccuracyM = math.NaN() }, "position.invalid"},
		{"FromNowhere", func(b *Proposed) { b.How = "guess" }, "position.unknown_way"},
		{"ByHandWithoutAWord", func(b *Proposed) { b.How = Hand }, "position.no_reason"},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := good
			c.bad(&b)
			if why := b.Check(); why == nil || why.Code != c.want {
				t.Errorf("%v, want %s", why, c.want)
			}
		})
	}
	if why := good.Check(); why != nil {
		t.Error(why)
	}
}

// TestDoubt_NeverTakesWhatIsWorse: what is taken at once is exact enough, not made up,
// and near what stood; nothing that is better in every respect is doubted then.
func TestDoubt_NeverTakesWhatIsWorse(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		far := rapid.Float64Range(0, 400).Draw(t, "metres")
		accuracy := rapid.Float64Range(0.1, 100).Draw(t, "accuracy")
		b := Proposed{Position: metresEast(far, accuracy), How: Site}
		b.Position.Mocked = rapid.Bool().Draw(t, "mocked")
		taken := Doubt(b, stands, rule, rapid.Bool().Draw(t, "office")) == nil
		d := geo.Distance(point(stands), point(b.Position))
		if want := !b.Position.Mocked && accuracy <= rule.AccuracyM && d <= rule.NearM; taken != want {
			t.Fatalf("taken %v at %.2f m, %.2f m off, mocked %v", taken, d, accuracy, b.Position.Mocked)
		}
	})
}
