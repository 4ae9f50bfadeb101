package viewing

import "image"

// turns is how many pictures go round: one is shown, one waits, one is made.
const turns = 3

// buffers are the pictures that go round. Whoever has done with one puts it back; one
// that never comes back is left to the collector.
type buffers struct{ free chan *image.RGBA }

func newBuffers() buffers { return buffers{make(chan *image.RGBA, turns)} }

// take returns a picture of a size, with whatever was in it.
func (b buffers) take(z image.Point) *image.RGBA {
	for {
		select {
		case m := <-b.free:
			if m.Rect.Size() == z {
				return m
			}
		default:
			return image.NewRGBA(image.Rectangle{Max: z})
		}
	}
}

func (b buffers) put(m *image.RGBA) {
	select {
	case b.free <- m:
	default:
	}
}
