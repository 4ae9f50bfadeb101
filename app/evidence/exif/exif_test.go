package exif

import (
	"bytes"
	"encoding/json"
	"errors"
	"image"
	"image/color"
	"image/jpeg"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func picture(t testing.TB) []byte {
	t.Helper()
	img := image.NewGray(image.Rect(0, 0, 40, 30))
	img.SetGray(3, 4, color.Gray{200})
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

var china = time.FixedZone("CST", 8*3600)

func full() Tags {
	heading := 312.5
	return Tags{Made: time.Date(2026, 3, 18, 10, 2, 31, 45e6, china), Place: &Place{Lat: 31.2000125, Lon: -121.6, AccuracyM: 8.5, Source: "gps"}, Heading: &heading,
		Artist: "李敏", Description: "0042 3101007000000012344772", Comment: "工单 0042 原图 SHA-256 ab", Software: "Dianqin", UniqueID: strings.Repeat("ab", 16), Width: 40, Height: 30}
}

func TestWrite_LeavesThePixelsAndReplacesTheTagsThatWereThere(t *testing.T) {
	before := picture(t)
	once, err := Write(before, full())
	if err != nil {
		t.Fatal(err)
	}
	twice, err := Write(once, full())
	if err != nil || !bytes.Equal(once, twice) {
		t.Errorf("written twice it is another: %v", err)
	}
	if !bytes.HasSuffix(once, before[2:]) {
		t.Error("more than the tags changed")
	}
	if _, err := jpeg.Decode(bytes.NewReader(once)); err != nil {
		t.Error(err)
	}
}

func TestWrite_SaysWhatItCannotDo(t *testing.T) {
	for name, c := range map[string]struct {
		jpeg []byte
		tags Tags
		want error
	}{
		"Nothing":  {nil, full(), ErrFormat},
		"PNG":      {[]byte("\x89PNG\r\n\x1a\n"), full(), ErrFormat},
		"CutShort": {picture(t)[:20], full(), ErrFormat},
		"TooMuch":  {picture(t), Tags{Comment: strings.Repeat("字", 40000)}, ErrSize},
	} {
		if _, err := Write(c.jpeg, c.tags); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestWrite_IsReadByAnIndependentReader asks ExifTool, where there is one.
func TestWrite_IsReadByAnIndependentReader(t *testing.T) {
	tool, err := exec.LookPath("exiftool")
	if err != nil {
		if os.Getenv("DIANQIN_REQUIRE") == "1" {
			t.Fatal("exiftool is not here; script/need exif installs it")
		}
		t.Skip("exiftool is not here (Debian: libimage-exiftool-perl)")
	}
	got := ask(t, tool, full())
	for tag, want := range map[string]any{
		"DateTimeOriginal": "2026:03:18 10:02:31", "OffsetTime": "+08:00", "OffsetTimeOriginal": "+08:00", "SubSecTimeOriginal": "045",
		"GPSLatitudeRef": "N", "GPSLongitudeRef": "W", "GPSMapDatum": "WGS-84", "GPSImgDirectionRef": "T", "GPSImgDirection": 312.5,
		"GPSDateStamp": "2026:03:18", "GPSTimeStamp": "02:02:31", "GPSHPositioningError": 8.5, "GPSProcessingMethod": "GPS",
		"Artist": "李敏", "ImageDescription": "0042 3101007000000012344772", "UserComment": "工单 0042 原图 SHA-256 ab", "Software": "Dianqin",
		"ImageUniqueID": strings.Repeat("ab", 16), "Orientation": 1.0, "ExifImageWidth": 40.0, "ExifImageHeight": 30.0, "ExifVersion": "0232"} {
		if got[tag] != want {
			t.Errorf("%s is %v (%T), want %v", tag, got[tag], got[tag], want)
		}
	}
	for tag, want := range map[string]float64{"GPSLatitude": 31.2000125, "GPSLongitude": 121.6} {
		if v, _ := got[tag].(float64); math.Abs(v-want) > 1e-7 {
			t.Errorf("%s is %v, want %v", tag, got[tag], want)
		}
	}
	if w, bad := got["Warning"]; bad {
		t.Errorf("it warns: %v", w)
	}
}

// ask writes tags into a picture and returns what ExifTool finds, validated.
func ask(t *testing.T, tool string, tags Tags) map[string]any {
	t.Helper()
	raw, err := Write(picture(t), tags)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "a.jpg")
	if err := os.WriteFile(path, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command(tool, "-json", "-n", "-validate", "-warning", "-a", "-EXIF:all", "-charset", "utf8", path).Output()
	if err != nil {
		t.Fatalf("exiftool: %v: %s", err, out)
	}
	var all []map[string]any
	if err := json.Unmarshal(out, &all); err != nil || len(all) != 1 {
		t.Fatalf("%v: %s", err, out)
	}
	return all[0]
}

func TestRead_FindsWhatWasWritten(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		zone := time.FixedZone("", rapid.IntRange(-12*4, 14*4).Draw(r, "quarters")*900)
		at := time.Unix(rapid.Int64Range(0, 4e9).Draw(r, "unix"), 0).In(zone)
		tags := full()
		tags.Made, tags.Artist, tags.Description = at, rapid.String().Draw(r, "artist"), rapid.String().Draw(r, "description")
		raw, err := Write(picture(t), tags)
		if err != nil {
			r.Fatal(err)
		}
		if f := Read(raw, time.UTC); f.Orientation != 1 || !f.Made.Equal(at) {
			r.Fatalf("wrote %v, read %+v", at, f)
		}
	})
}

func TestRead_TakesTheZoneThatIsGivenWhereThePictureNamesNone(t *testing.T) {
	tags := []entry{text(tagDateTime, "2026:03:18 10:02:31"), short(tagOrientation, 6)}
	sortByTag(tags)
	f := Read(withBlock(t, appendDirectory([]byte{'I', 'I', 42, 0, 8, 0, 0, 0}, tags)), china)
	if f.Orientation != 6 || !f.Made.Equal(time.Date(2026, 3, 18, 2, 2, 31, 0, time.UTC)) {
		t.Errorf("%+v", f)
	}
}

func TestRead_UnderstandsBothByteOrders(t *testing.T) {
	motorola := []byte("MM\x00*\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00\x08\x00\x00\x00\x00\x00\x00")
	if f := Read(withBlock(t, motorola), time.UTC); f.Orientation != 8 {
		t.Errorf("%+v", f)
	}
}

func withBlock(t testing.TB, block []byte) []byte {
	t.Helper()
	size := 2 + len(header) + len(block)
	out := append([]byte{0xff, soi, 0xff, app1, byte(size >> 8), byte(size)}, header...)
	return append(append(out, block...), picture(t)[2:]...)
}

// FuzzRead: what others wrote is read or it is not, it never panics; a picture that
// can be written to can be read afterwards.
func FuzzRead(f *testing.F) {
	raw, err := Write(picture(f), full())
	if err != nil {
		f.Fatal(err)
	}
	f.Add(raw)
	f.Add(raw[:60])
	f.Add([]byte("\xff\xd8\xff\xe1\x00\x10Exif\x00\x00MM\x00*\xff\xff\xff\xff"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		if o := Read(raw, time.UTC).Orientation; o < 1 || o > 8 {
			t.Fatalf("orientation %d", o)
		}
		out, err := Write(raw, full())
		if err == nil && !Read(out, time.UTC).Made.Equal(full().Made.Truncate(time.Second)) {
			t.Fatal("what was written is not read")
		}
	})
}
