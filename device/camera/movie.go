package camera

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"image"
	"io"
	"io/fs"
	"os"
	"time"
)

// mjpegRate is the time between the frames of motion JPEG, which does not say it.
const mjpegRate = time.Second / 25

// maxFrameBytes bounds one frame of a film.
const maxFrameBytes = 32 << 20

// movie is a film on disk: where its frames are and how to read one. Only the frame
// shown is in memory.
type movie struct {
	path   string
	every  time.Duration
	frames []span
	decode func([]byte) (image.Image, error)
}

// span is where a frame lies in the file.
type span struct {
	at   int64
	size int
}

// Movie plays a film round and round at its own rate; where the machine is too slow
// frames are left out. It takes motion JPEG (JPEGs one after the other, 25 a second)
// and YUV4MPEG2 (.y4m; 8 bits of 4:2:0, 4:2:2, 4:4:4 or grey). What is no such film, or
// holds no whole frame, is a *Fault with ErrPicture.
func Movie(path string) (*Reel, error) {
	m, err := openMovie(path)
	if err != nil {
		return nil, err
	}
	r := NewReel(path, func() ([]Picture, error) { return m.list() }, m.every)
	r.pace = true
	return r, nil
}

func openMovie(path string) (*movie, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, absent(path, err)
	}
	defer f.Close()
	m := &movie{path: path, every: mjpegRate}
	in := bufio.NewReaderSize(f, 1<<16)
	head, _ := in.Peek(12)
	switch {
	case bytes.HasPrefix(head, []byte("\xff\xd8")):
		m.decode = newMJPEG().decode
		m.frames, err = indexMJPEG(in)
	case bytes.HasPrefix(head, []byte(y4mMagic)):
		err = m.readY4M(in)
	case bytes.HasPrefix(head, []byte("RIFF")):
		err = errors.New("an AVI film: only motion JPEG and Y4M are played")
	default:
		err = errors.New("neither motion JPEG nor Y4M")
	}
	if err == nil && len(m.frames) == 0 {
		err = errors.New("it holds no whole frame")
	}
	if err != nil {
		return nil, &Fault{ErrPicture, path, err}
	}
	return m, nil
}

// absent tells a file that is not there from one that may not be read.
func absent(path string, err error) error {
	code := ErrNone
	if errors.Is(err, fs.ErrPermission) {
		code = ErrDenied
	}
	return &Fault{code, path, err}
}

// list is what the reel plays, asked for when it comes round.
func (m *movie) list() ([]Picture, error) {
	if _, err := os.Stat(m.path); err != nil {
		return nil, absent(m.path, err)
	}
	out := make([]Picture, len(m.frames))
	for i, s := range m.frames {
		name := fmt.Sprintf("%s#%d", m.path, i+1)
		out[i] = Picture{Name: name, Load: func() (image.Image, error) { return m.load(s, name) }}
	}
	return out, nil
}

func (m *movie) load(s span, name string) (image.Image, error) {
	f, err := os.Open(m.path)
	if err != nil {
		return nil, &Fault{ErrLost, m.path, err}
	}
	defer f.Close()
	data := make([]byte, s.size)
	if _, err = f.ReadAt(data, s.at); err == nil {
		var img image.Image
		if img, err = m.decode(data); err == nil {
			return img, nil
		}
	}
	return nil, &Fault{ErrPicture, name, err}
}

// indexMJPEG finds the JPEGs that lie one after the other. What follows the last whole
// one is left out: a recording that was cut off plays as far as it goes.
func indexMJPEG(in io.Reader) ([]span, error) {
	var frames []span
	var at int64
	buf := make([]byte, 0, 1<<18)
	for {
		end, err := jpegEnd(buf)
		switch {
		case err != nil && len(frames) == 0:
			return nil, err
		case err != nil, len(buf) > maxFrameBytes:
			return frames, nil
		case end > 0:
			frames = append(frames, span{at, end})
			at += int64(end)
			buf = append(buf[:0], buf[end:]...)
			continue
		}
		if len(buf) == cap(buf) {
			buf = append(make([]byte, 0, 2*cap(buf)), buf...)
		}
		n, err := in.Read(buf[len(buf):cap(buf)])
		buf = buf[:len(buf)+n]
		if n == 0 && err != nil {
			if err == io.EOF {
				return frames, nil
			}
			return nil, err
		}
	}
}
