package scan

import (
	"cmp"
	"math"
	"slices"

	"github.com/makiuchi-d/gozxing"
	qrdetector "github.com/makiuchi-d/gozxing/qrcode/detector"
)

// A QR code is found by its three corner marks. gozxing's own search takes the
// one best trio of the whole picture, which misses when there are two codes, and
// weighs every trio of as many marks as a picture shows. Here every trio that
// looks like a code gets its turn, and the numbers are capped.
const (
	mostMarks = 48 // that are looked at in one picture
	mostTrios = 24 // that are tried
)

// trio is three corner marks that may belong to one code.
type trio struct {
	of   [3]int // among the marks
	info *qrdetector.FinderPatternInfo
	odds float64 // how far it is from square; less is better
}

// findMarks lists the corner marks of a black and white picture, looking at
// every third row.
func findMarks(black *gozxing.BitMatrix) []*qrdetector.FinderPattern {
	finder := qrdetector.NewFinderPatternFinder(black, nil)
	row := gozxing.NewBitArray(black.GetWidth())
	for y := 2; y < black.GetHeight() && len(finder.GetPossibleCenters()) < mostMarks; y += 3 {
		row = black.GetRow(y, row)
		findInRow(finder, row, y)
	}
	marks := finder.GetPossibleCenters()
	return marks[:min(len(marks), mostMarks)]
}

// findInRow hands each dark, light, dark, light, dark of a row that has the
// proportions of a mark to the finder, which checks it across and along.
func findInRow(finder *qrdetector.FinderPatternFinder, row *gozxing.BitArray, y int) {
	var counts [5]int
	for at, bars := row.GetNextSet(0), 1; at < row.GetSize(); bars++ {
		end := row.GetNextUnset(at)
		counts[4] = end - at
		if bars > 2 && qrdetector.FinderPatternFinder_foundPatternCross(counts[:]) {
			given := counts // the finder uses it up
			finder.HandlePossibleCenter(given[:], y, end)
		}
		at = row.GetNextSet(end)
		counts = [5]int{counts[2], counts[3], counts[4], at - end}
	}
}

// trios lists the sets of three marks that could be a QR code's, the likeliest
// first.
func trios(marks []*qrdetector.FinderPattern) []trio {
	var all []trio
	for i := range marks {
		for j := i + 1; j < len(marks); j++ {
			for k := j + 1; k < len(marks); k++ {
				if t, ok := newTrio(marks, i, j, k); ok {
					all = append(all, t)
				}
			}
		}
	}
	slices.SortStableFunc(all, func(a, b trio) int { return cmp.Compare(a.odds, b.odds) })
	return all[:min(len(all), mostTrios)]
}

// newTrio weighs three marks: alike in size, at the corners of a square, and as
// far apart as the smallest and largest codes have them.
func newTrio(marks []*qrdetector.FinderPattern, i, j, k int) (trio, bool) {
	const unlike, skew, nearest, furthest = 1.6, 0.7, 12, 175
	small := min(marks[i].GetEstimatedModuleSize(), marks[j].GetEstimatedModuleSize(), marks[k].GetEstimatedModuleSize())
	great := max(marks[i].GetEstimatedModuleSize(), marks[j].GetEstimatedModuleSize(), marks[k].GetEstimatedModuleSize())
	if !(small > 0) || great > unlike*small {
		return trio{}, false
	}
	low, mid, top := gozxing.ResultPoint_OrderBestPatterns(marks[i], marks[j], marks[k])
	a, b := square2(low, mid), square2(mid, top)
	c := square2(low, top)
	apart := math.Sqrt((a+b)/2) / ((small + great) / 2)
	bent := (math.Abs(c-2*a) + math.Abs(c-2*b)) / c
	if !(bent < skew) || apart < nearest || apart > furthest {
		return trio{}, false
	}
	p := func(r gozxing.ResultPoint) *qrdetector.FinderPattern {
		m, _ := r.(*qrdetector.FinderPattern)
		return m
	}
	info := qrdetector.NewFinderPatternInfo(p(low), p(mid), p(top))
	return trio{of: [3]int{i, j, k}, info: info, odds: bent + great/small - 1}, true
}

// square2 is the square of the distance.
func square2(p, q gozxing.ResultPoint) float64 {
	dx, dy := p.GetX()-q.GetX(), p.GetY()-q.GetY()
	return dx*dx + dy*dy
}
