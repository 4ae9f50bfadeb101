package files

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"io"
	"slices"
	"testing"
	"testing/iotest"
	"time"

	"pgregory.net/rapid"

	"dianqin/data/model"
)

var sender = Sender{User: someone, Device: "d1"}

func nobody() {}

func bytesOf(t *testing.T, n int) []byte {
	t.Helper()
	b := make([]byte, n)
	if _, err := rand.Read(b); err != nil {
		t.Fatal(err)
	}
	return b
}

func code(err error) string {
	var e *model.Error
	if errors.As(err, &e) {
		return e.Code
	}
	return ""
}

func (s *Service) begin(t *testing.T, by Sender, body []byte) Progress {
	t.Helper()
	p, err := s.Begin(t.Context(), by, hashOf(body), "image/jpeg", int64(len(body)))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// held reads what is stored under a hash.
func (s *Service) held(t *testing.T, hash string) []byte {
	t.Helper()
	r, err := s.blobs.Open(t.Context(), nameOf(hash))
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	got, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func TestUpload_GoesOnWhereItBrokeOffWhateverCuts(t *testing.T) {
	s := open(t)
	rapid.Check(t, func(rt *rapid.T) {
		body := rapid.SliceOfN(rapid.Byte(), 1, 4000).Draw(rt, "body")
		hash := hashOf(body)
		for step := 0; ; step++ {
			p, err := s.Begin(context.Background(), sender, hash, "image/jpeg", int64(len(body)))
			if err != nil {
				rt.Fatal(err)
			}
			if p.Stored {
				break
			}
			rest := body[p.Offset:]
			n := rapid.IntRange(0, len(rest)).Draw(rt, "sent")
			var r io.Reader = bytes.NewReader(rest[:n])
			if rapid.Bool().Draw(rt, "cut") || n == 0 && step > 50 {
				r = io.MultiReader(bytes.NewReader(rest[:n]), iotest.ErrReader(io.ErrUnexpectedEOF))
			}
			if step > 50 {
				r = bytes.NewReader(rest)
			}
			if q, err := s.Append(context.Background(), sender, hash, p.Offset, r, nobody); err != nil && code(err) != "request.malformed" || q.Offset < p.Offset {
				rt.Fatal(q, err)
			}
		}
		if !bytes.Equal(s.held(t, hash), body) {
			rt.Fatal("other bytes than were sent")
		}
	})
	for _, name := range s.onDisk(t) {
		if len(name) != 64 {
			t.Errorf("left behind: %s", name)
		}
	}
}

func TestUpload_AnOffsetThatIsNotWhereItStandsIsTold(t *testing.T) {
	s, body := open(t), bytesOf(t, 100)
	s.begin(t, sender, body)
	if _, err := s.Append(t.Context(), sender, hashOf(body), 0, bytes.NewReader(body[:40]), nobody); err != nil {
		t.Fatal(err)
	}
	for _, at := range []int64{0, 39, 41, 100} {
		_, err := s.Append(t.Context(), sender, hashOf(body), at, bytes.NewReader(body[40:]), nobody)
		var e *model.Error
		if !errors.As(err, &e) || e.Code != "upload.offset" || e.Args["offset"] != int64(40) {
			t.Errorf("at %d: %v", at, err)
		}
	}
	if _, err := s.Append(t.Context(), Sender{User: someone, Device: "d2"}, hashOf(body), 0, bytes.NewReader(body), nobody); code(err) != "upload.unknown" {
		t.Errorf("another device's: %v", err)
	}
}

func TestUpload_BytesOfAnotherHashBeginAnew(t *testing.T) {
	s, body := open(t), bytesOf(t, 3*piece)
	hash := hashOf(body)
	wrong := slices.Clone(body)
	wrong[2*piece]++
	s.begin(t, sender, body)
	if _, err := s.Append(t.Context(), sender, hash, 0, bytes.NewReader(wrong), nobody); code(err) != "file.hash_differs" {
		t.Fatalf("got %v", err)
	}
	if left := s.onDisk(t); len(left) != 0 {
		t.Errorf("left on disk: %v", left)
	}
	if p := s.begin(t, sender, body); p.Offset != 0 {
		t.Errorf("it goes on at %d", p.Offset)
	}
	if p, err := s.Append(t.Context(), sender, hash, 0, bytes.NewReader(body), nobody); err != nil || !p.Stored {
		t.Errorf("%+v %v", p, err)
	}
	if p, err := s.Look(t.Context(), sender, hash); err != nil || !p.Stored || p.Offset != int64(len(body)) {
		t.Errorf("%+v %v", p, err)
	}
}

// TestUpload_ANewRequestEvictsOneThatHangs is a phone whose VPN dropped: the old
// connection is dead and nobody told the server.
func TestUpload_ANewRequestEvictsOneThatHangs(t *testing.T) {
	s, body := open(t), bytesOf(t, 2*piece)
	hash := hashOf(body)
	s.begin(t, sender, body)
	line, phone := io.Pipe()
	ended := make(chan error, 1)
	go func() {
		_, err := s.Append(context.Background(), sender, hash, 0, line, func() { _ = line.CloseWithError(io.ErrUnexpectedEOF) })
		ended <- err
	}()
	if _, err := phone.Write(body[:1000]); err != nil {
		t.Fatal(err)
	}
	s.begin(t, sender, body)
	select {
	case err := <-ended:
		if code(err) != "request.malformed" {
			t.Errorf("the old request ended with %v", err)
		}
	case <-time.After(10 * time.Second):
		t.Fatal("the old request still hangs")
	}
	p := s.begin(t, sender, body)
	if p.Offset != 1000 {
		t.Errorf("goes on at %d, want 1000: what came is kept", p.Offset)
	}
	if p, err := s.Append(t.Context(), sender, hash, p.Offset, bytes.NewReader(body[1000:]), nobody); err != nil || !p.Stored {
		t.Errorf("%+v %v", p, err)
	}
	if !bytes.Equal(s.held(t, hash), body) {
		t.Error("other bytes than were sent")
	}
}

// TestUpload_PiecesThatOverlapAreReadOnce: two servers took the same bytes.
func TestUpload_PiecesThatOverlapAreReadOnce(t *testing.T) {
	s, body := open(t), bytesOf(t, 1000)
	hash, key := hashOf(body), keyOf(sender.Device, hashOf(body))
	s.begin(t, sender, body)
	for _, p := range [][2]int64{{0, 400}, {0, 100}, {100, 600}, {400, 500}, {700, 900}} {
		if err := s.blobs.Put(t.Context(), pieceName(key, p[0], p[1]), bytes.NewReader(body[p[0]:p[1]]), func() error { return nil }); err != nil {
			t.Fatal(err)
		}
	}
	if p := s.begin(t, sender, body); p.Offset != 600 {
		t.Fatalf("goes on at %d, want 600", p.Offset)
	}
	if p, err := s.Append(t.Context(), sender, hash, 600, bytes.NewReader(body[600:]), nobody); err != nil || !p.Stored {
		t.Fatalf("%+v %v", p, err)
	}
	if !bytes.Equal(s.held(t, hash), body) {
		t.Error("other bytes than were sent")
	}
}

func TestSweep_ForgetsWhatWasGivenUp(t *testing.T) {
	s, body := open(t), bytesOf(t, 100)
	s.begin(t, sender, body)
	if _, err := s.Append(t.Context(), sender, hashOf(body), 0, bytes.NewReader(body[:40]), nobody); err != nil {
		t.Fatal(err)
	}
	now := model.MillisOf(time.Now())
	if n, err := s.Sweep(t.Context(), now-60_000); n != 0 || err != nil {
		t.Errorf("swept %d, %v", n, err)
	}
	if n, err := s.Sweep(t.Context(), now+60_000); n != 1 || err != nil {
		t.Errorf("swept %d, %v", n, err)
	}
	if left := s.onDisk(t); len(left) != 0 {
		t.Errorf("left on disk: %v", left)
	}
	if _, err := s.Look(t.Context(), sender, hashOf(body)); code(err) != "upload.unknown" {
		t.Errorf("got %v", err)
	}
}
