package demo

import (
	"dianqin/data/model"
	"dianqin/data/model/metering"
	"dianqin/data/model/seal"
)

// sealKind is a kind of seal; the policy rows say what each looks like.
type sealKind int

const (
	sealCover sealKind = iota
	sealTerminal
	sealBox
	sealCollector
	sealKinds int = iota
)

func (k sealKind) code() string { return [...]string{"cover", "terminal", "box", "collector"}[k] }

func kindOf(code string) sealKind {
	for k := range sealKind(sealKinds) {
		if k.code() == code {
			return k
		}
	}
	return sealBox
}

// sealCounts is how many seals of each kind the box takes.
func (b *box) sealCounts() (n [sealKinds]int) {
	meters := b.meterCount()
	n[sealCover], n[sealTerminal], n[sealBox] = meters, meters, 1
	if b.twoCovers {
		n[sealCover] *= 2
	}
	if b.collector {
		n[sealCollector] = 1
	}
	return n
}

func (b *box) placeCount() int {
	sum := 0
	for _, n := range b.sealCounts() {
		sum += n
	}
	return sum
}

// seals makes the seals that are applied to a box, in the order of its places.
// Faults that the records know are in them.
func (r *Region) seals(s *station, b *box, x *metering.Box) []seal.Seal {
	at := r.installed(b)
	next := b.seals
	out := make([]seal.Seal, 0, len(x.Places))
	for _, p := range x.Places {
		kind := kindOf(p.Kind)
		next[kind]++
		sl := r.seal(s, kind, next[kind])
		sl.Custody, sl.Condition = seal.Applied, seal.Intact
		sl.BoxID, sl.MeterID, sl.Place = x.ID, p.MeterID, p.Code
		sl.AppliedAt, sl.ChangedAt = at, at
		r.damage(&sl)
		out = append(out, sl)
	}
	return out
}

// seal makes the n-th seal of a kind at a station, from 1, without its state.
func (r *Region) seal(s *station, kind sealKind, n int) seal.Seal {
	number := s.sealNumber(kind, n)
	return seal.Seal{ID: r.named("seal", number), StationID: s.ID, Number: number, LotID: r.lotID(s, kind, (n-1)/lotSize), Kind: kind.code()}
}

// lotSize is how many numbers are bought at once.
const lotSize = 20_000

func (r *Region) lotID(s *station, kind sealKind, lot int) string {
	return r.named("seal_lot", s.lotCode(kind, lot))
}

func (s *station) lotCode(kind sealKind, lot int) string {
	return s.Code + "-" + kind.code() + "-" + padded(lot+1, 2)
}

// lots are the purchased ranges of a station, enough for its seals and its stock.
// A number compares as text with its check digit, so a range begins with the
// smallest and ends with the largest.
func (r *Region) lots(s *station) []seal.Lot {
	var out []seal.Lot
	for kind := range sealKind(sealKinds) {
		_, last := r.stockRange(s, kind)
		for lot := range (last + lotSize - 1) / lotSize {
			base := int(kind+1)*serialBase + lot*lotSize
			out = append(out, seal.Lot{ID: r.lotID(s, kind, lot), Code: s.lotCode(kind, lot), StationID: s.ID, Kind: kind.code(),
				From: body(s.Code, typeSeal, base+1) + "0", To: body(s.Code, typeSeal, base+lotSize) + "9",
				Count: lotSize, BoughtAt: r.boughtAt()})
		}
	}
	return out
}

// boughtAt is before the oldest seal was applied.
func (r *Region) boughtAt() model.Millis { return r.calendar.midnight - (maxAge+60)*day + 10*hour }
