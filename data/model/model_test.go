package model

import (
	"crypto/sha1"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"regexp"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

const nameSpaceDNS = "6ba7b810-9dad-11d1-80b4-00c04fd430c8"

func TestDerive_KnownVectors(t *testing.T) {
	// The first is in RFC 9562, appendix A.4.
	for name, want := range map[string]string{
		"www.example.com": "2ed6657d-e927-568b-95e1-2665a8aea6a2",
		"python.org":      "886313e1-3b8a-5372-9b90-0c9aee199e5d",
	} {
		if got := Derive(nameSpaceDNS, name); got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
		if got := Derive(strings.ToUpper(nameSpaceDNS), name); got != want {
			t.Errorf("a name space in capitals gives %s", got)
		}
	}
}

var uuid5 = regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`)

func TestDerive_AnyInputGivesAVersion5UUIDAndRolesDiffer(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		base := rapid.OneOf(rapid.String(), rapid.StringMatching(`[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}`)).Draw(t, "base")
		a, b := rapid.String().Draw(t, "a"), rapid.String().Draw(t, "b")
		x, y := Derive(base, a), Derive(base, b)
		if !uuid5.MatchString(x) {
			t.Fatalf("%q is no UUID of version 5", x)
		}
		if (x == y) != (a == b) {
			t.Fatalf("%q and %q of %q: %s %s", a, b, base, x, y)
		}
		if Derive(base, a) != x {
			t.Fatal("not the same twice")
		}
	})
}

func TestDerive_BaseThatIsNoUUIDIsHashedAsItStands(t *testing.T) {
	for _, base := range []string{"", "op-1", strings.ReplaceAll(nameSpaceDNS, "-", "a"), strings.Repeat("z", 36)} {
		h := sha1.Sum([]byte(base + "case"))
		want := hex.EncodeToString(h[:4])
		if got := Derive(base, "case"); got[:8] != want {
			t.Errorf("%q: %s does not start with %s", base, got, want)
		}
	}
}

func TestError_CarriesItsCodePointerAndParameters(t *testing.T) {
	e := Fail("seal.cannot_applied", "number", "07", "custody", "scrapped")
	at := e.At("/body/number")
	if e.Field != "" || at.Field != "/body/number" || at.Code != e.Code {
		t.Fatalf("At changed the original or lost the code: %+v %+v", e, at)
	}
	if got, want := at.Error(), "seal.cannot_applied at /body/number custody=scrapped number=07"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	var back *Error
	if !errors.As(fmt.Errorf("folding: %w", at), &back) || back.Code != e.Code {
		t.Error("wrapped once, the code is gone")
	}
	b, err := json.Marshal(at)
	if err != nil || string(b) != `{"code":"seal.cannot_applied","pointer":"/body/number","params":{"custody":"scrapped","number":"07"}}` {
		t.Errorf("%s %v", b, err)
	}
}

func TestFail_OddPairIsLeftOut(t *testing.T) {
	if e := Fail("x", "a", 1, "b"); len(e.Args) != 1 || e.Args["a"] != 1 {
		t.Errorf("%v", e.Args)
	}
	if e := Fail("x"); e.Args != nil || e.Error() != "x" {
		t.Errorf("%v", e)
	}
}

func TestLane_SplitGivesBackWhatItWasMadeOf(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		id := rapid.String().Draw(t, "id") // an id with a colon in it stays whole
		for family, l := range map[string]Lane{"station": StationLane(id), "cases": CasesLane(id), "user": UserLane(id)} {
			if f, got := l.Split(); f != family || got != id {
				t.Fatalf("%q: %q %q", l, f, got)
			}
		}
	})
	if f, id := OrgLane.Split(); f != "org" || id != "" {
		t.Errorf("%q %q", f, id)
	}
}

func TestFen_ShowsYuanWithTwoDecimals(t *testing.T) {
	for f, want := range map[Fen]string{
		0: "0.00", 5: "0.05", -5: "-0.05", 100: "1.00", -12345: "-123.45",
		math.MaxInt64: "92233720368547758.07", math.MinInt64: "-92233720368547758.08",
	} {
		if got := f.String(); got != want {
			t.Errorf("%d: %s, want %s", int64(f), got, want)
		}
	}
}

func TestMillis_ComesBackFromTimeInUTC(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := Millis(rapid.Int64Range(-1e14, 1e14).Draw(t, "m"))
		if MillisOf(m.Time()) != m || m.Time().Location() != time.UTC {
			t.Fatalf("%d became %v", m, m.Time())
		}
	})
}

func TestPosition_ValidIsOnTheGlobeAndNotTheZeroOfABrokenReceiver(t *testing.T) {
	for _, p := range []Position{{Lat: 31.2, Lon: 121.5}, {Lat: 90, Lon: 180}, {Lat: -90, Lon: -180}, {Lon: 10}, {Lat: 10}} {
		if !p.Valid() {
			t.Errorf("%v refused", p)
		}
	}
	for _, p := range []Position{{}, {Lat: 121.5, Lon: 31.2}, {Lat: 1, Lon: 180.1}, {Lat: math.NaN(), Lon: 1},
		{Lat: 1, Lon: math.NaN()}, {Lat: math.Inf(1), Lon: 1}, {Lat: 1, Lon: math.Inf(-1)}} {
		if p.Valid() {
			t.Errorf("%v accepted", p)
		}
	}
}

func TestCivilDay_TurnsAtMidnightInShanghai(t *testing.T) {
	midnight := MillisOf(time.Date(2026, 3, 1, 16, 0, 0, 0, time.UTC)) // 2 March, 00:00 in Shanghai
	if CivilDay(midnight)-CivilDay(midnight-1) != 1 {
		t.Error("the day does not turn at 16:00 UTC")
	}
	if CivilDay(midnight) != CivilDay(midnight+24*3600*1000-1) {
		t.Error("the last millisecond of a day is not on that day")
	}
	if CivilDay(0) != 0 || CivilDay(-8*3600*1000-1) != -1 {
		t.Errorf("days are not counted from 1970-01-01: %d %d", CivilDay(0), CivilDay(-8*3600*1000-1))
	}
	if got := CivilTime(midnight).Format("2006-01-02 15:04"); got != "2026-03-02 00:00" {
		t.Error(got)
	}
}

func TestCivilDay_SameOrNextDayWithin24Hours(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		// From 1992 on: before, Shanghai had summer time.
		m := Millis(rapid.Int64Range(694224000000, 4102444800000).Draw(t, "m"))
		step := Millis(rapid.Int64Range(0, 24*3600*1000).Draw(t, "step"))
		if d := CivilDay(m+step) - CivilDay(m); d != 0 && d != 1 {
			t.Fatalf("%d days after %d ms", d, step)
		}
		if CivilDay(m+24*3600*1000) != CivilDay(m)+1 {
			t.Fatal("24 hours later is not the next day")
		}
	})
}
