package seals

import "context"

// FromPicture is Identify for a code that was read in a picture from a file. That is
// no proof of being at the box: the sighting says why it was not scanned, as one that
// was typed does.
func (s *Seals) FromPicture(ctx context.Context, v Visit, text, format, why string) (Finding, error) {
	return s.sight(ctx, v, text, format, why)
}
