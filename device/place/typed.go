package place

import (
	"context"
	"math"
	"strconv"
	"strings"
	"sync"
	"time"
)

// Typed is a source that answers what a person wrote down last. The zero value knows
// nothing yet.
type Typed struct {
	mu  sync.Mutex
	fix Fix
}

var _ Source = (*Typed)(nil)

// Set takes a position as Parse reads it.
func (t *Typed) Set(text string, now time.Time) error {
	fix, err := Parse(text)
	if err != nil {
		return err
	}
	fix.At = now
	t.mu.Lock()
	defer t.mu.Unlock()
	t.fix = fix
	return nil
}

// Current is the position typed last; its At is the time of typing. Before the first
// it fails with ErrUnknown.
func (t *Typed) Current(ctx context.Context) (Fix, error) {
	if err := ctx.Err(); err != nil {
		return Fix{}, err
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.fix.Source == "" {
		return Fix{}, ErrUnknown
	}
	return t.fix, nil
}

// Parse reads "latitude, longitude" in degrees, as map programs copy it: decimal
// points, parted by a comma (also a Chinese one), a semicolon or blanks. At is left
// for the caller. Anything else is ErrFormat.
func Parse(text string) (Fix, error) {
	parts := strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(",，;；、 \t　", r) })
	if len(parts) != 2 {
		return Fix{}, ErrFormat
	}
	lat, err1 := strconv.ParseFloat(parts[0], 64)
	lon, err2 := strconv.ParseFloat(parts[1], 64)
	fix := Fix{Lat: lat, Lon: lon, Source: SourceTyped}
	if err1 != nil || err2 != nil || math.IsNaN(lat+lon) || !fix.Valid() {
		return Fix{}, ErrFormat
	}
	return fix, nil
}
