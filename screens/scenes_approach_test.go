package screens_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dianqin/data/model"
	"dianqin/data/model/evidence"
	"dianqin/data/wire"
)

// theShown is a street of which others have shown the way in: one picture was brought
// ahead, one has not come yet, one is still on the phone that took it. There is no
// network.
func theShown() stock {
	shown := theFar()
	shown.name = "shown"
	shown.rows = func(t testing.TB, files string) []wire.PullRow {
		raw := doorway(t)
		sum := sha256.Sum256(raw)
		here := hex.EncodeToString(sum[:])
		ahead := filepath.Join(filepath.Dir(files), "ahead")
		if err := os.MkdirAll(ahead, 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(ahead, here), raw, 0o600); err != nil {
			t.Fatal(err)
		}
		rows := street(t)
		for i, hash := range []string{here, strings.Repeat("a1", 32), strings.Repeat("a2", 32)} {
			id, state := string(rune('1'+i)), evidence.Stored
			if i == 2 {
				state = evidence.Awaited
			}
			rows = append(rows, row(t, model.KindFile, "way"+id, model.StationLane("s1"), evidence.File{ID: "way" + id, StationID: "s1", SHA256: hash, Bytes: int64(len(raw)),
				Mime: "image/jpeg", Name: "approach.jpg", Shows: evidence.ShowsApproach, BoxID: "b1", State: state, TakenBy: "u2", TakenAt: at(-30 + i), MadeAt: at(-30 + i)}))
		}
		return rows
	}
	return shown
}

// doorway is a picture of a green cupboard in a wall, with a door beside it.
func doorway(t testing.TB) []byte {
	t.Helper()
	img := image.NewRGBA(image.Rect(0, 0, 400, 300))
	for _, part := range []struct {
		at  image.Rectangle
		hue color.RGBA
	}{
		{img.Rect, color.RGBA{196, 188, 172, 255}}, {image.Rect(0, 250, 400, 300), color.RGBA{120, 116, 110, 255}},
		{image.Rect(40, 60, 150, 250), color.RGBA{112, 72, 48, 255}}, {image.Rect(132, 150, 140, 166), color.RGBA{220, 200, 120, 255}},
		{image.Rect(220, 90, 340, 230), color.RGBA{58, 110, 84, 255}}, {image.Rect(278, 96, 282, 224), color.RGBA{30, 66, 48, 255}},
	} {
		draw.Draw(img, part.at, image.NewUniform(part.hue), image.Point{}, draw.Src)
	}
	var raw bytes.Buffer
	if err := jpeg.Encode(&raw, img, nil); err != nil {
		t.Fatal(err)
	}
	return raw.Bytes()
}

// approachScenes are what a person sees of the way in before leaving.
func approachScenes() []scene {
	return []scene{
		{name: "phone-task-approach", store: theShown(), steps: func(p *player) {
			_ = p.App.Sync.Now(p.T.Context()) // it fails: there is no network
			p.Press("taskkind.seal_check")
		}},
	}
}
