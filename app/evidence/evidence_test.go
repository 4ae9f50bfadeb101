package evidence

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"dianqin/app/evidence/exif"
	"dianqin/data/model"
	"dianqin/data/model/evidence"
	"dianqin/device/place"
)

func TestTake_KeepsTheOriginalAsItIsAndStampsACopyOfIt(t *testing.T) {
	s := open(t)
	raw := shot(t, 1200, 900)
	kept, err := s.Take(t.Context(), seal72, raw)
	if err != nil || kept.Unstamped != nil {
		t.Fatal(kept, err)
	}
	p := s.items(1)[0]
	sum := sha256.Sum256(raw)
	if p.SHA256 != hex.EncodeToString(sum[:]) || !bytes.Equal(s.bytes(p.File), raw) {
		t.Error("the original is not what the camera gave")
	}
	if p.MadeAt != model.MillisOf(noon) || !p.OnSite() || p.Pos == nil || p.Pos.AccuracyM != 7.5 || p.Heading == nil || *p.Heading != 312.5 || !p.Waiting || !p.Removable {
		t.Errorf("declared as %+v", p)
	}
	stamped := p.Shown()
	if stamped.Role != evidence.Stamped || stamped.Of != p.SHA256 {
		t.Fatalf("%+v", stamped)
	}
	img, err := jpeg.Decode(bytes.NewReader(s.bytes(stamped)))
	s.must(err)
	if img.Bounds().Dx() != 1200 {
		t.Errorf("the copy is %v", img.Bounds())
	}
	at := color.GrayModel.Convert(img.At(3, 890)).(color.Gray).Y
	if at > 60 {
		t.Errorf("there is no strip at the bottom: %d", at)
	}
	if said := exif.Read(s.bytes(stamped), time.UTC); !said.Made.Equal(noon) || said.Orientation != 1 {
		t.Errorf("the copy says %+v", said)
	}
	text := utf16le(s.bytes(stamped))
	for _, want := range []string{"工单 0042", "李敏 31070214", "31.200000°N 121.600000°E", "±8 m", "卫星定位", "朝向西北 31", "封印 3101007000000012344772", "original-sha256=" + p.SHA256, "+08:00"} {
		if !strings.Contains(text, want) {
			t.Errorf("the copy does not say %q", want)
		}
	}
}

// utf16le reads the letters of a comment out of a file.
func utf16le(raw []byte) string {
	_, raw, _ = bytes.Cut(raw, []byte("UNICODE\x00"))
	var b strings.Builder
	for i := 0; i+1 < len(raw) && i < 4000; i += 2 {
		b.WriteRune(rune(raw[i]) | rune(raw[i+1])<<8)
	}
	return b.String()
}

func TestTake_StampsAlsoWhereNothingIsKnownOfThePlace(t *testing.T) {
	s := open(t)
	s.where.fix = place.Fix{}
	_, err := s.Take(t.Context(), Subject{TaskID: "t1", BoxID: "b1", Shows: "one"}, shot(t, 300, 200))
	s.must(err)
	p := s.items(1)[0]
	if p.Pos != nil || len(p.Copies) != 1 || !strings.Contains(utf16le(s.bytes(p.Shown())), "位置不明") {
		t.Errorf("%+v", p)
	}
}

func TestTake_TurnsTheCopyUpright(t *testing.T) {
	s := open(t)
	raw := shot(t, 400, 300)
	sixth := "MM\x00*\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00\x06\x00\x00\x00\x00\x00\x00"
	block := "Exif\x00\x00" + sixth
	raw = append([]byte("\xff\xd8\xff\xe1\x00"+string(rune(len(block)+2))+block), raw[2:]...)
	_, err := s.Take(t.Context(), seal72, raw)
	s.must(err)
	p := s.items(1)[0]
	img, err := jpeg.DecodeConfig(bytes.NewReader(s.bytes(p.Shown())))
	if err != nil || img.Width != 300 || img.Height != 400 || !bytes.Equal(s.bytes(p.File), raw) {
		t.Errorf("%d x %d, %v", img.Width, img.Height, err)
	}
}

func TestPick_CannotPassForAPictureOfThisVisit(t *testing.T) {
	s := open(t)
	old := time.Date(2025, 12, 1, 8, 0, 0, 0, time.FixedZone("", 8*3600))
	raw, err := exif.Write(shot(t, 300, 200), exif.Tags{Made: old, Place: &exif.Place{Lat: 1, Lon: 2}})
	s.must(err)
	_, err = s.Pick(t.Context(), seal72, bytes.NewReader(raw))
	s.must(err)
	var screenshot bytes.Buffer
	s.must(png.Encode(&screenshot, image.NewNRGBA(image.Rect(0, 0, 90, 60))))
	s.now = s.now.Add(time.Second)
	_, err = s.Pick(t.Context(), seal72, &screenshot)
	s.must(err)
	all := s.items(2)
	for i, made := range []model.Millis{model.MillisOf(old), 0} {
		if p := all[i]; p.OnSite() || p.Pos != nil || p.Heading != nil || p.MadeAt != made || !strings.Contains(utf16le(s.bytes(p.Shown())), "来自文件,非现场拍摄") {
			t.Errorf("%+v", p)
		}
	}
	if all[1].Mime != "image/png" || all[1].Shown().Mime != "image/jpeg" {
		t.Errorf("%s and %s", all[1].Mime, all[1].Shown().Mime)
	}
}

func TestWhatIsNoPictureIsSaidSoAndLeavesNothing(t *testing.T) {
	s := open(t)
	whole := shot(t, 600, 400)
	for name, c := range map[string]struct {
		from io.Reader
		code string
	}{
		"Empty":  {strings.NewReader(""), "file.empty"},
		"Text":   {strings.NewReader("a letter"), "picture.unreadable"},
		"Broken": {bytes.NewReader(whole[:len(whole)/2]), "picture.unreadable"},
		"Gone":   {iotest.ErrReader(os.ErrNotExist), "picture.unreadable"},
		"Huge":   {io.LimitReader(zeros{}, evidence.MaxBytes+1), "file.too_large"},
	} {
		_, err := s.Pick(t.Context(), seal72, c.from)
		if coded(err).Code != c.code {
			t.Errorf("%s: %v, want %s", name, err, c.code)
		}
	}
	s.items(0)
	left, err := os.ReadDir(filepath.Join(s.dir, "files"))
	if err != nil || len(left) != 0 {
		t.Errorf("left on the disk: %v %v", left, err)
	}
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { return len(p), nil }

// TestTake_WhatIsTooLargeToStampIsKeptAllTheSame: a JPEG's head is made to claim more
// pixels than are taken into memory.
func TestTake_WhatIsTooLargeToStampIsKeptAllTheSame(t *testing.T) {
	s := open(t)
	raw := shot(t, 64, 64)
	at := bytes.Index(raw, []byte{0xff, 0xc0})
	copy(raw[at+5:], []byte{0x40, 0x00, 0x40, 0x00}) // 16384 x 16384
	kept, err := s.Take(t.Context(), seal72, raw)
	if err != nil || kept.Unstamped == nil || kept.Unstamped.Code != "picture.too_many_pixels" {
		t.Fatal(kept, err)
	}
	if p := s.items(1)[0]; len(p.Copies) != 0 || !bytes.Equal(s.bytes(p.File), raw) || !p.Waiting {
		t.Errorf("%+v", p)
	}
}
