package screens_test

import (
	"image"
	"image/color"
	"testing"

	"dianqin/screens/ui/uitest"

	"fyne.io/fyne/v2/driver/mobile"
	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"
)

// enrolment is the text of the code on an administrator's screen.
const enrolment = "dianqin-enroll:?server=https%3A%2F%2Fyx.example%3A8443&code=K7QM-3TRW"

// qr is a picture of a screen that shows a text as a QR code.
func qr(t testing.TB, text string) image.Image {
	t.Helper()
	bits, err := qrcode.NewQRCodeWriter().EncodeWithoutHint(text, gozxing.BarcodeFormat_QR_CODE, 360, 360)
	if err != nil {
		t.Fatal(err)
	}
	m := image.NewRGBA(image.Rect(0, 0, 720, 720))
	for y := range 720 {
		for x := range 720 {
			ink := color.Gray{Y: 235}
			if x, y := x-180, y-180; x >= 0 && y >= 0 && x < 360 && y < 360 && bits.Get(x, y) {
				ink.Y = 20
			}
			m.Set(x, y, ink)
		}
	}
	return m
}

func TestTheEnrolmentCodeIsReadOffAScreen(t *testing.T) {
	s, _, camera := phone(t, t.TempDir(), uitest.Options{})
	camera.Show(qr(t, "https://elsewhere.example/"))
	s.Tap("扫登记二维码")
	await(s, "这不是登记二维码")
	camera.Show(qr(t, enrolment))
	await(s, "已读取登记码")
	if code, server := s.Field("登记码").Text, s.Field("服务器").Text; code != "K7QM-3TRW" || server != "https://yx.example:8443" {
		t.Errorf("read %q of %q", code, server)
	}
}

func TestBackLeadsFromTheEnrolmentCameraToTheForm(t *testing.T) {
	s, _, _ := phone(t, t.TempDir(), uitest.Options{})
	s.Type("服务器", "https://yx.example:8443")
	s.Tap("扫登记二维码")
	if s.Has("登记码") {
		t.Fatal("the form is still there")
	}
	s.Key(mobile.KeyBack)
	s.See("登记码", "扫登记二维码")
	if server := s.Field("服务器").Text; server != "https://yx.example:8443" {
		t.Errorf("the form has forgotten what was typed: %q", server)
	}
	s.Tap("扫登记二维码") // and the camera can be opened again
	if s.Has("登记码") {
		t.Error("the camera did not come again")
	}
}
