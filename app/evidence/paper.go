package evidence

import (
	"fmt"
	"math"
	"strings"
	"time"

	"dianqin/app/evidence/exif"
	"dianqin/assets/words"
	"dianqin/data/model"
	"dianqin/data/model/evidence"
	"dianqin/data/model/people"
)

// paper is what is written on a copy and into it.
type paper struct {
	source  evidence.Source
	shows   string    // a seal's number or a sheet item's code
	title   string    // that in words
	made    time.Time // zero: a file that does not say
	pos     *model.Position
	heading *float64
	user    people.User
	order   string // number of the task
	hash    string // of the original
}

// hashShown is how many digits of the hash are written: enough to find the file, the
// whole is inside the copy and in the record.
const hashShown = 16

// lines are the words of the strip, always in Chinese: they are for the file, not for
// who happens to hold the phone.
func (p paper) lines(w *words.Words) [][]string {
	say := func(key string, args map[string]any) string { return w.T("evidence.stamp."+key, args) }
	when := say("untimed", nil)
	if !p.made.IsZero() {
		when = p.made.In(model.ChinaTime()).Format("2006-01-02 15:04:05 -07:00")
	}
	first := []string{when}
	if p.source == evidence.FromFile {
		first = []string{say("file", nil), when}
	}
	if p.order != "" {
		first = append(first, say("order", map[string]any{"number": p.order}))
	}
	var where []string
	switch {
	case p.source == evidence.FromFile:
	case p.pos == nil:
		where = append(where, say("unplaced", nil))
	default:
		where = append(where, degrees(*p.pos))
		if p.pos.AccuracyM > 0 {
			where = append(where, fmt.Sprintf("±%.0f m", math.Ceil(p.pos.AccuracyM)))
		}
		if key := "source." + p.pos.Source; w.Has("evidence.stamp." + key) {
			where = append(where, say(key, nil))
		}
		if p.pos.Mocked {
			where = append(where, say("mocked", nil))
		}
	}
	if p.heading != nil {
		side := say("side."+sides[int(math.Round(*p.heading/45))%len(sides)], nil)
		where = append(where, say("heading", map[string]any{"side": side, "degrees": int(math.Round(*p.heading)) % 360}))
	}
	who := []string{strings.TrimSpace(p.user.Name + " " + p.user.Login)}
	if p.title != "" {
		who = append(who, p.title)
	}
	return [][]string{first, where, append(who, say("original", map[string]any{"hash": p.hash[:min(hashShown, len(p.hash))]}))}
}

// sides are the keys of the eight directions from north on, clockwise.
var sides = [...]string{"n", "ne", "e", "se", "s", "sw", "w", "nw"}

func degrees(p model.Position) string {
	ns, ew := "N", "E"
	if p.Lat < 0 {
		ns = "S"
	}
	if p.Lon < 0 {
		ew = "W"
	}
	return fmt.Sprintf("%.6f°%s %.6f°%s", math.Abs(p.Lat), ns, math.Abs(p.Lon), ew)
}

// tags are what the copy says of itself.
func (p paper) tags(w *words.Words, width, height int) exif.Tags {
	t := exif.Tags{Made: p.made, Heading: p.heading, Artist: strings.TrimSpace(p.user.Name + " " + p.user.Login), Software: "Dianqin",
		Description: strings.TrimSpace(p.order + " " + p.shows), Width: width, Height: height}
	if !p.made.IsZero() {
		t.Made = p.made.In(model.ChinaTime())
	}
	if p.pos != nil {
		t.Place = &exif.Place{Lat: p.pos.Lat, Lon: p.pos.Lon, AccuracyM: p.pos.AccuracyM, Source: p.pos.Source}
	}
	if len(p.hash) >= 32 {
		t.UniqueID = p.hash[:32]
	}
	var said []string
	for _, line := range p.lines(w) {
		said = append(said, strings.Join(line, " "))
	}
	t.Comment = strings.Join(append(said, "original-sha256="+p.hash, "source="+string(p.source)), "\n")
	return t
}
