package demo

import "math/rand/v2"

// dice is chance that depends on nothing but the seed, what it is thrown for and
// the number of the thing. It is a value: throwing it costs no memory.
type dice struct{ rand.PCG }

// stream keeps what is thrown for one purpose apart from every other, so that a
// new property of one kind of record changes no other record.
type stream uint64

const (
	forBox stream = iota + 1
	forMeters
	forHouse
	forCustomer
	forUse
	forArea
	forBills
	forEvent
	forStock
	forFault
	forEarlier
)

func (r *Region) dice(of stream, n int) *dice {
	d := new(dice)
	d.Seed(r.size.Seed^uint64(of)<<48, uint64(n))
	return d
}

// intN is in [0, n).
func (d *dice) intN(n int) int { return int(d.Uint64() >> 1 % uint64(n)) }

// float is in [0, 1).
func (d *dice) float() float64 { return float64(d.Uint64()>>11) / (1 << 53) }

func (d *dice) between(lo, hi float64) float64 { return lo + d.float()*(hi-lo) }

// chance is true in a share of the throws.
func (d *dice) chance(share float64) bool { return d.float() < share }
