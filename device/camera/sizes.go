package camera

import "image"

const (
	frameWidth, frameHeight = 1280, 720  // of a frame at the most, where a camera has the choice
	photoWidth, photoHeight = 2560, 1920 // small print of a whole meter box stays legible; about 1.5 MB
)

// compareSizes orders the sizes of frames that a camera offers, the better one last:
// the largest that is not too large, else the smallest.
func compareSizes(a, b image.Point) int {
	fits := func(p image.Point) bool { return p.X <= frameWidth && p.Y <= frameHeight }
	switch areas := a.X*a.Y - b.X*b.Y; {
	case fits(a) && fits(b):
		return areas
	case fits(a):
		return 1
	case fits(b):
		return -1
	default:
		return -areas
	}
}
