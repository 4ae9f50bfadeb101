package files

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"

	"dianqin/data/model"
	"dianqin/data/model/evidence"
	"dianqin/data/model/people"
	"dianqin/server/store"
)

// piece is how much of an upload is gathered before it is stored: what is lost
// with a server that dies, and what an upload takes of its memory.
const piece = 1 << 20

// Progress is how far an upload is.
type Progress struct {
	Offset, Length int64
	Stored         bool // the bytes are whole, their hash is right
}

// Sender is a person at a device. An upload belongs to the device.
type Sender struct {
	User   people.User
	Device string
}

func keyOf(device, hash string) string { return hash + "-" + device }

// Begin opens an upload of so many bytes under their hash, or finds the one that
// this device began, whatever became of the answer then. Codes: lane.foreign,
// file.empty, request.too_large.
func (s *Service) Begin(ctx context.Context, by Sender, hash, mime string, length int64) (Progress, error) {
	switch {
	case length <= 0:
		return Progress{}, model.Fail("file.empty").At("/Upload-Length")
	case length > evidence.MaxBytes:
		return Progress{}, model.Fail("request.too_large", "max", evidence.MaxBytes).At("/Upload-Length")
	}
	stored, anew := false, false
	p := Progress{Length: length}
	err := s.store.Write(ctx, func(t *store.Tx) error {
		stored, anew = false, false
		if err := mayPut(t, by.User, hash); err != nil {
			return err
		}
		var err error
		if p.Length, _, stored, err = t.HasFile(hash); err != nil || stored {
			return err
		}
		p.Length = length
		anew, err = t.BeginUpload(store.Upload{SHA256: hash, Device: by.Device, User: by.User.ID, Bytes: length, Mime: mime, At: model.MillisOf(s.now())})
		return err
	})
	if err != nil {
		return p, fmt.Errorf("begin an upload: %w", err)
	}
	if stored {
		return Progress{Offset: p.Length, Length: p.Length, Stored: true}, nil
	}
	if anew { // what lies there belongs to one that was given up
		return p, s.drop(ctx, keyOf(by.Device, hash))
	}
	s.running.evict(keyOf(by.Device, hash))
	have, err := s.pieces(ctx, keyOf(by.Device, hash))
	p.Offset = min(have.end(), length)
	return p, err
}

// Look says how far an upload of this device is. Codes: upload.unknown.
func (s *Service) Look(ctx context.Context, by Sender, hash string) (Progress, error) {
	u, stored, err := s.find(ctx, by, hash)
	if err != nil {
		return Progress{}, fmt.Errorf("look at an upload: %w", err)
	}
	if stored {
		return Progress{Offset: u.Bytes, Length: u.Bytes, Stored: true}, nil
	}
	s.running.evict(keyOf(by.Device, hash))
	have, err := s.pieces(ctx, keyOf(by.Device, hash))
	return Progress{Offset: min(have.end(), u.Bytes), Length: u.Bytes}, err
}

// find reads what is known of an upload; stored: it came to its end already.
func (s *Service) find(ctx context.Context, by Sender, hash string) (u store.Upload, stored bool, err error) {
	err = s.store.Read(ctx, func(t *store.Tx) error {
		var found bool
		var err error
		if u, found, err = t.Upload(hash, by.Device); err != nil || found {
			return err
		}
		if err := mayPut(t, by.User, hash); err != nil {
			return err
		}
		if u.Bytes, u.Mime, stored, err = t.HasFile(hash); err == nil && !stored {
			err = model.Fail("upload.unknown")
		}
		return err
	})
	return u, stored, err
}

// Append takes the bytes from an offset on and keeps every one that comes, also of
// a body that breaks off. With the last the file is put together and its hash
// compared. stop breaks off the reading of body; a newer request for the same
// upload calls it. Codes: upload.unknown, upload.offset (with the offset to go on
// from), lane.foreign, file.hash_differs (begin anew), request.malformed (it broke
// off), storage.full.
func (s *Service) Append(ctx context.Context, by Sender, hash string, offset int64, body io.Reader, stop func()) (Progress, error) {
	u, stored, err := s.find(ctx, by, hash)
	if err != nil {
		return Progress{}, fmt.Errorf("go on with an upload: %w", err)
	}
	if stored {
		if offset != u.Bytes {
			return Progress{}, model.Fail("upload.offset", "offset", u.Bytes).At("/Upload-Offset")
		}
		return Progress{Offset: u.Bytes, Length: u.Bytes, Stored: true}, nil
	}
	key := keyOf(by.Device, hash)
	ended := s.running.begin(key, stop)
	defer ended()
	have, err := s.pieces(ctx, key)
	if err != nil {
		return Progress{}, fmt.Errorf("go on with an upload: %w", err)
	}
	p := Progress{Offset: min(have.end(), u.Bytes), Length: u.Bytes}
	if offset != p.Offset {
		return p, model.Fail("upload.offset", "offset", p.Offset).At("/Upload-Offset")
	}
	p.Offset, err = s.take(ctx, key, p.Offset, u.Bytes, body)
	if err == nil && p.Offset == p.Length {
		err = s.finish(ctx, by, u)
		p.Stored = err == nil
	}
	if err != nil {
		return p, fmt.Errorf("go on with an upload: %w", full(err))
	}
	return p, nil
}

// take stores a body in pieces and returns the new offset. More than the length is
// not read.
func (s *Service) take(ctx context.Context, key string, offset, length int64, body io.Reader) (int64, error) {
	for buf := make([]byte, min(piece, length-offset)); offset < length; {
		n, readErr := fill(body, buf[:min(int64(len(buf)), length-offset)])
		if n > 0 {
			ctx := context.WithoutCancel(ctx) // the line may be gone: what came over it is kept
			name := pieceName(key, offset, offset+int64(n))
			if err := s.blobs.Put(ctx, name, bytes.NewReader(buf[:n]), func() error { return nil }); err != nil {
				return offset, err
			}
			offset += int64(n)
		}
		if errors.Is(readErr, io.EOF) {
			return offset, nil
		}
		if readErr != nil {
			return offset, broken(readErr)
		}
	}
	return offset, nil
}

// fill reads until buf is full; io.EOF where the body ended before. io.ReadFull
// would say io.ErrUnexpectedEOF then, as net/http does of a body that broke off.
func fill(body io.Reader, buf []byte) (n int, err error) {
	for n < len(buf) && err == nil {
		var k int
		k, err = body.Read(buf[n:])
		n += k
	}
	if n == len(buf) {
		err = nil
	}
	return n, err
}

// finish puts the pieces together. A device whose bytes have another hash begins
// anew.
func (s *Service) finish(ctx context.Context, by Sender, u store.Upload) error {
	key := keyOf(by.Device, u.SHA256)
	have, err := s.pieces(ctx, key)
	if err != nil {
		return err
	}
	r := &joined{ctx: ctx, blobs: s.blobs, pieces: have}
	defer r.close()
	_, err = s.keep(ctx, by.User, u.SHA256, u.Mime, r)
	var e *model.Error
	if r.err != nil {
		return fmt.Errorf("put an upload together: %w", r.err)
	}
	if err != nil && (!errors.As(err, &e) || e.Code != "file.hash_differs") {
		return err
	}
	if forget := s.forget(ctx, u); forget != nil && err == nil {
		return forget
	}
	return err
}

// forget removes an upload with its pieces.
func (s *Service) forget(ctx context.Context, u store.Upload) error {
	if err := s.store.Write(ctx, func(t *store.Tx) error { return t.EndUpload(u.SHA256, u.Device) }); err != nil {
		return err
	}
	return s.drop(ctx, keyOf(u.Device, u.SHA256))
}

// Sweep forgets uploads that were begun before a moment and never came to an end;
// it returns how many.
func (s *Service) Sweep(ctx context.Context, before model.Millis) (int, error) {
	var old []store.Upload
	err := s.store.Read(ctx, func(t *store.Tx) (err error) {
		old, err = t.UploadsBefore(before)
		return err
	})
	for i := 0; err == nil && i < len(old); i++ {
		err = s.forget(ctx, old[i])
	}
	if err != nil {
		return 0, fmt.Errorf("sweep uploads: %w", err)
	}
	return len(old), nil
}
