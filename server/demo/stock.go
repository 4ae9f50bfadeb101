package demo

import (
	"dianqin/data/model/seal"
)

// share is one part of the stock of a kind of seal.
type share struct {
	custody   seal.Custody
	condition seal.Condition
	perMille  int // of the applied ones
	least     int
	holders   bool // this many for each inspector
}

// stock is what is not applied, in the order of the numbers.
var stock = [...]share{
	{seal.InStore, seal.Intact, 50, 8, false},
	{seal.Issued, seal.Intact, 2, 5, true},
	{seal.Scrapped, seal.Broken, 5, 2, false},
	{seal.Returned, seal.Broken, 3, 2, false},
	{seal.Lost, seal.Missing, 1, 1, false},
}

// count is how many seals the share holds where so many are applied.
func (h share) count(applied int) int {
	n := max(h.least, applied*h.perMille/1000)
	if h.holders {
		n *= inspectors
	}
	return n
}

// stockRange is the first and the last number of the stock of a kind, from 1.
func (r *Region) stockRange(s *station, kind sealKind) (first, last int) {
	last = s.used[kind]
	for _, h := range stock {
		last += h.count(s.used[kind])
	}
	return s.used[kind] + 1, last
}

// stockOf hands over the seals of a station that are not applied.
func (r *Region) stockOf(s *station, put func(seal.Seal) error) error {
	for kind := range sealKind(sealKinds) {
		n := s.used[kind]
		for _, h := range stock {
			for i := range h.count(s.used[kind]) {
				n++
				if err := put(r.stocked(s, kind, n, i, h)); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// stocked makes the i-th seal of a share.
func (r *Region) stocked(s *station, kind sealKind, n, i int, h share) seal.Seal {
	sl := r.seal(s, kind, n)
	sl.Custody, sl.Condition = h.custody, h.condition
	sl.ChangedAt = r.calendar.daysAgo(1+r.dice(forStock, n).intN(300), r.dice(forStock, n))
	if h.holders {
		sl.HolderID = s.staff.inspectors[i%inspectors].ID
	}
	return sl
}

// firstOf is the number of the first seal of a kind in a state of custody.
func (r *Region) firstOf(s *station, kind sealKind, custody seal.Custody) string {
	n := s.used[kind]
	for _, h := range stock {
		if h.custody == custody {
			break
		}
		n += h.count(s.used[kind])
	}
	return s.sealNumber(kind, n+1)
}
