package words

import (
	"math"
	"strconv"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestMoney(t *testing.T) {
	w := New(ZH)
	for fen, want := range map[int64]string{
		0: "¥0.00", 5: "¥0.05", 128450: "¥1,284.50", 100000000: "¥1,000,000.00", -305: "−¥3.05",
		math.MinInt64: "−¥92,233,720,368,547,758.08",
	} {
		if got := w.Money(fen); got != want {
			t.Errorf("%d: %s, wants %s", fen, got, want)
		}
	}
}

func TestMoneyKeepsEveryFen(t *testing.T) {
	w := New(EN)
	rapid.Check(t, func(t *rapid.T) {
		fen := rapid.Int64().Draw(t, "fen")
		s := strings.NewReplacer("¥", "", ",", "", ".", "", "−", "-").Replace(w.Money(fen))
		if back, err := strconv.ParseInt(s, 10, 64); err != nil || back != fen {
			t.Fatalf("%d became %s", fen, w.Money(fen))
		}
	})
}

func TestAgo(t *testing.T) {
	now := time.Date(2026, 3, 18, 2, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		before time.Duration
		zh, en string
	}{
		{-time.Hour, "刚刚", "just now"},
		{59 * time.Second, "刚刚", "just now"},
		{2 * time.Minute, "2 分钟前", "2 min ago"},
		{59*time.Minute + 59*time.Second, "59 分钟前", "59 min ago"},
		{3 * time.Hour, "3 小时前", "3 h ago"},
		{24 * time.Hour, "1 天前", "1 day ago"},
		{6 * 24 * time.Hour, "6 天前", "6 days ago"},
		{7 * 24 * time.Hour, "3月11日", "11 Mar"},
		{365 * 24 * time.Hour, "2025年3月18日", "18 Mar 2025"},
	} {
		if got := New(ZH).Ago(now.Add(-c.before), now); got != c.zh {
			t.Errorf("%v: %s, wants %s", c.before, got, c.zh)
		}
		if got := New(EN).Ago(now.Add(-c.before), now); got != c.en {
			t.Errorf("%v: %s, wants %s", c.before, got, c.en)
		}
	}
	if got := New(EN).Ago(time.Time{}, now); got != "never" {
		t.Errorf("no time at all: %s", got)
	}
}

// TestDaysAreChinasCivilDays: 17:30 UTC is half past one in the next day there.
func TestDaysAreChinasCivilDays(t *testing.T) {
	late := time.Date(2026, 3, 17, 17, 30, 0, 0, time.UTC)
	now := late.Add(2 * time.Hour)
	zh, en := New(ZH), New(EN)
	for got, want := range map[string]string{
		zh.Day(late): "3月18日 周三", en.Day(late): "Wed 18 March",
		zh.Date(late, now): "3月18日", zh.Clock(late): "01:30",
		en.In(time.UTC).Clock(late): "17:30",
	} {
		if got != want {
			t.Errorf("%s, wants %s", got, want)
		}
	}
}

func TestStampIsAsShortAsItStaysClear(t *testing.T) {
	w := New(EN)
	now := time.Date(2026, 3, 18, 10, 0, 0, 0, time.UTC)
	for before, want := range map[time.Duration]string{
		time.Hour: "17:00", 24 * time.Hour: "17 Mar 18:00", 400 * 24 * time.Hour: "11 Feb 2025",
	} {
		if got := w.Stamp(now.Add(-before), now); got != want {
			t.Errorf("%v before: %s, wants %s", before, got, want)
		}
	}
}

func TestDistanceAndBytes(t *testing.T) {
	w := New(ZH)
	for m, want := range map[float64]string{0: "0 m", 420: "420 m", 994: "994 m", 996: "1.0 km", 1100: "1.1 km", 9960: "10 km", 38200: "38 km"} {
		if got := w.Distance(m); got != want {
			t.Errorf("%v m: %s, wants %s", m, got, want)
		}
	}
	for n, want := range map[int64]string{0: "0 B", 812: "812 B", 40000: "40 kB", 999900: "1.0 MB", 12_400_000: "12.4 MB", 214_000_000: "214 MB", 1_200_000_000: "1.2 GB"} {
		if got := w.Bytes(n); got != want {
			t.Errorf("%d bytes: %s, wants %s", n, got, want)
		}
	}
}
