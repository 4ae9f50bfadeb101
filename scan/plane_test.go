package scan

import "testing"

func TestPlaneSharesATightFrameAndCopiesOthers(t *testing.T) {
	tight := Frame{Pix: []byte{1, 2, 3, 4, 5, 6}, Width: 3, Height: 2, Stride: 3}
	var p plane
	p.load(tight, 1)
	if &p.GetMatrix()[0] != &tight.Pix[0] {
		t.Error("a tight frame was copied")
	}
	p.load(Frame{Pix: []byte{1, 2, 3, 9, 4, 5, 6}, Width: 3, Height: 2, Stride: 4}, 1)
	if got := string(p.GetMatrix()); got != "\x01\x02\x03\x04\x05\x06" {
		t.Errorf("got %v", []byte(got))
	}
	row, err := p.GetRow(1, nil)
	if err != nil || string(row) != "\x04\x05\x06" {
		t.Errorf("row: %v, %v", row, err)
	}
	if _, err := p.GetRow(2, row); err == nil {
		t.Error("a row outside was read")
	}
}

func TestPlaneShrinksByMeans(t *testing.T) {
	f := ramp(25, 19) // grey is x + 2y
	for _, factor := range []int{2, 3} {
		var p plane
		p.load(f, factor)
		if p.GetWidth() != 25/factor || p.GetHeight() != 19/factor {
			t.Fatalf("factor %d: %dx%d", factor, p.GetWidth(), p.GetHeight())
		}
		at := p.point(5, 4)
		want := at.X + 2*at.Y
		if got := float64(p.GetMatrix()[4*p.GetWidth()+5]); got < want-1 || got > want {
			t.Errorf("factor %d: %v at %v, want %v rounded down", factor, got, at, want)
		}
	}
}
