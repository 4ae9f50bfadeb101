package camera

import (
	"image"
	"math"
)

// spotShare is the side of the square that is focused on, as a share of the picture's
// shorter side.
const spotShare = 1.0 / 6

// upright is the clockwise turn that makes a picture stand upright, from how the sensor
// sits in the phone and how the display is turned, all in degrees. A camera that looks
// at the person turns the other way.
func upright(sensor, display int, front bool) int {
	if front {
		display = -display
	}
	return ((sensor-display)%360 + 360) % 360
}

// unturn takes a point of the upright picture back to the picture as the sensor gives
// it; both are shares of width and height.
func unturn(x, y float64, turn int) (u, v float64) {
	switch turn {
	case 90:
		return y, 1 - x
	case 180:
		return 1 - x, 1 - y
	case 270:
		return 1 - y, x
	}
	return x, y
}

// crop is the middle of a sensor that a zoom shows.
func crop(active image.Rectangle, factor float64) image.Rectangle {
	return centred(active, float64(active.Dx())/factor, float64(active.Dy())/factor)
}

// field is the part of what the sensor shows that a picture of w x h is made of: the
// largest of its shape, in the middle.
func field(view image.Rectangle, w, h int) image.Rectangle {
	vw, vh := float64(view.Dx()), float64(view.Dy())
	shape := float64(w) / float64(h)
	return centred(view, min(vw, vh*shape), min(vh, vw/shape))
}

func centred(r image.Rectangle, w, h float64) image.Rectangle {
	iw, ih := max(1, int(math.Round(w))), max(1, int(math.Round(h)))
	at := r.Min.Add(image.Pt((r.Dx()-iw)/2, (r.Dy()-ih)/2))
	return image.Rectangle{at, at.Add(image.Pt(iw, ih))}
}

// spot is the square of the sensor round a point of the upright picture, within the
// field that the picture is made of.
func spot(field image.Rectangle, turn int, x, y float64) image.Rectangle {
	u, v := unturn(share(x), share(y), turn)
	side := max(1, int(spotShare*float64(min(field.Dx(), field.Dy()))))
	at := func(low, high int, s float64) int {
		middle := float64(low) + s*float64(high-low)
		return max(low, min(high-side, int(math.Round(middle))-side/2))
	}
	p := image.Pt(at(field.Min.X, field.Max.X, u), at(field.Min.Y, field.Max.Y, v))
	return image.Rectangle{p, p.Add(image.Pt(side, side))}
}

// share brings any number within 0..1; one that is none becomes the middle.
func share(s float64) float64 {
	if math.IsNaN(s) {
		return 0.5
	}
	return max(0, min(1, s))
}

// clampZoom brings any factor within what a camera can.
func clampZoom(factor, most float64) float64 {
	if math.IsNaN(factor) {
		return 1
	}
	return max(1, min(factor, max(1, most)))
}
