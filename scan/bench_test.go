package scan

import (
	"testing"
	"time"
)

func BenchmarkScan(b *testing.B) {
	label := newPicture(1280, 720)
	label.paint(encode(b, Code128, "4130101234567890123457"), place{x: 600, y: 330, module: 3, height: 120, tilt: 4})
	slanted := newPicture(1280, 720)
	slanted.paint(encode(b, Code128, "4130101234567890123457"), place{x: 600, y: 330, module: 3, height: 120, tilt: 40})
	square := newPicture(1280, 720)
	square.paint(encode(b, QRCode, "4130101234567890123457"), place{x: 600, y: 330, module: 8, tilt: 10})
	for _, c := range []struct {
		name  string
		frame Frame
		cap   time.Duration
	}{
		{"label", label.dimmed(1, 3).frame(), 0},
		{"slanted", slanted.dimmed(1, 3).frame(), 0},
		{"qr", square.dimmed(1, 3).frame(), 0},
		{"paper", newPicture(1280, 720).dimmed(1, 3).frame(), 0},
		{"clutter", noise(1, 1280, 720, 5), 0},
		{"clutter in 4 ms", noise(1, 1280, 720, 5), 4 * time.Millisecond},
	} {
		b.Run(c.name, func(b *testing.B) {
			s := New(Options{Budget: c.cap})
			b.ReportAllocs()
			for b.Loop() {
				s.Scan(c.frame)
			}
		})
	}
}
