package atlas_test

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"net/http"
	"strings"
)

// onePicture is a tile of one grey: the first letter of a version.
func onePicture(version string) []byte {
	img := image.NewRGBA(image.Rect(0, 0, 256, 256))
	draw.Draw(img, img.Rect, image.NewUniform(color.Gray{version[0]}), image.Point{}, draw.Src)
	var out bytes.Buffer
	if err := png.Encode(&out, img); err != nil {
		panic(err)
	}
	return out.Bytes()
}

// halves answers tiles that are white west of a place on the plane, and black east of it.
func halves(x float64) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		var z, tx, ty int
		if _, err := fmt.Sscanf(strings.TrimPrefix(r.URL.Path, "/"), "%d/%d/%d.png", &z, &tx, &ty); err != nil {
			http.Error(w, "no tile", http.StatusBadRequest)
			return
		}
		img := image.NewGray(image.Rect(0, 0, 256, 256))
		edge := int((x*float64(uint64(1)<<z) - float64(tx)) * 256)
		draw.Draw(img, image.Rect(0, 0, edge, 256), image.White, image.Point{}, draw.Src)
		_ = png.Encode(w, img)
	}
}
