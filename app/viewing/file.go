package viewing

import (
	"context"
	"errors"
	"image"
	"io"

	"dianqin/app/seals"
	"dianqin/data/model"
	"dianqin/device/camera"
	"dianqin/scan"
)

// maxFile is how many bytes of a picture are read.
const maxFile = 64 << 20

// Read looks for codes in a picture from a file, as long as that takes, and tells
// what each means, as Run does of what the camera sees. why is noted with what is
// recorded: a picture is no proof of being there. It returns how many codes there
// were. The error is a *model.Error: "camera.picture" for what is no picture.
func (v *Viewing) Read(ctx context.Context, visit seals.Visit, picture io.Reader, why string) (int, error) {
	raw, err := io.ReadAll(io.LimitReader(picture, maxFile+1))
	if err == nil && len(raw) > maxFile {
		err = errors.New("too large")
	}
	var img image.Image
	if err == nil {
		img, err = camera.Decode(raw)
	}
	if err != nil {
		return 0, model.Fail("camera.picture")
	}
	found := scan.New(scan.Options{}).Scan(scan.FromImage(img))
	for _, s := range found {
		if err := v.fromPicture(ctx, visit, s, why); err != nil {
			return len(found), asError(err)
		}
	}
	return len(found), nil
}

// fromPicture judges a code, records it at a visit, and tells it.
func (v *Viewing) fromPicture(ctx context.Context, visit seals.Visit, s scan.Symbol, why string) error {
	if _, told := v.finding(visit, s.Text); told {
		return nil
	}
	var f seals.Finding
	var err error
	if visit.BoxID == "" {
		f, err = v.seals.Judge(visit, s.Text, string(s.Format))
	} else {
		f, err = v.seals.FromPicture(ctx, visit, s.Text, string(s.Format), why)
	}
	if err == nil {
		v.tell(visit, s.Text, f)
	}
	return err
}
