package camera

import (
	"image"
	"testing"
)

func TestPool_LendsWhatCameBackAndOnlyOnce(t *testing.T) {
	p := &pool{size: 8}
	a, give := p.take()
	give()
	give()
	b, _ := p.take()
	c, _ := p.take()
	if &a[0] != &b[0] {
		t.Error("what came back was not lent again")
	}
	if &b[0] == &c[0] {
		t.Error("one buffer was lent twice")
	}
}

func TestPool_KeepsNoMoreThanItNeeds(t *testing.T) {
	p := &pool{size: 8}
	var back []func()
	for range 20 {
		_, give := p.take()
		back = append(back, give)
	}
	for _, give := range back {
		give()
	}
	if len(p.kept) != spare {
		t.Fatal(len(p.kept))
	}
}

func TestPlanes_DoNotOverlapAndFillTheirBuffer(t *testing.T) {
	for _, ratio := range []image.YCbCrSubsampleRatio{image.YCbCrSubsampleRatio420, image.YCbCrSubsampleRatio422, image.YCbCrSubsampleRatio444} {
		for _, size := range []image.Point{{8, 6}, {7, 5}, {1, 1}} {
			buf := make([]byte, planesSize(size.X, size.Y, ratio))
			img, like := planes(buf, size.X, size.Y, ratio), image.NewYCbCr(image.Rectangle{Max: size}, ratio)
			if len(img.Y) != len(like.Y) || len(img.Cb) != len(like.Cb) || len(img.Cr) != len(like.Cr) || img.CStride != like.CStride {
				t.Fatalf("%v %v: %d %d %d", ratio, size, len(img.Y), len(img.Cb), len(img.Cr))
			}
			for _, plane := range [][]byte{img.Y, img.Cb, img.Cr} {
				for i := range plane {
					plane[i]++
				}
			}
			for i, v := range buf {
				if v != 1 {
					t.Fatalf("%v %v: byte %d is in %d planes", ratio, size, i, v)
				}
			}
		}
	}
}
