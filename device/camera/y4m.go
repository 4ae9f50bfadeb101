package camera

import (
	"bufio"
	"errors"
	"fmt"
	"image"
	"io"
	"strconv"
	"strings"
	"time"
)

const y4mMagic = "YUV4MPEG2 "

// maxLine bounds a header: those of a film and of its frames are lines of words.
const maxLine = 1024

// readY4M reads the head of a film and finds its frames.
func (m *movie) readY4M(in *bufio.Reader) error {
	head, err := line(in)
	if err != nil {
		return fmt.Errorf("the head of the film: %w", err)
	}
	f, err := parseY4M(head)
	if err != nil {
		return err
	}
	m.every, m.decode = f.every, f.decode
	at := int64(len(head)) + 1
	for {
		head, err := line(in)
		if err != nil {
			return nil // the end, or where a recording was cut off
		}
		if head != "FRAME" && !strings.HasPrefix(head, "FRAME ") {
			return fmt.Errorf("no frame at byte %d", at)
		}
		at += int64(len(head)) + 1
		if n, _ := io.CopyN(io.Discard, in, int64(f.size)); n < int64(f.size) {
			return nil
		}
		m.frames = append(m.frames, span{at, f.size})
		at += int64(f.size)
	}
}

func line(in *bufio.Reader) (string, error) {
	s, err := in.ReadSlice('\n')
	switch {
	case err != nil:
		return "", err
	case len(s) > maxLine:
		return "", errors.New("too long")
	}
	return string(s[:len(s)-1]), nil
}

// y4m is what the head of a film says of every frame.
type y4m struct {
	w, h, size int
	every      time.Duration
	grey       bool
	ratio      image.YCbCrSubsampleRatio
}

func parseY4M(head string) (y4m, error) {
	f := y4m{every: time.Second / 25, ratio: image.YCbCrSubsampleRatio420}
	for _, word := range strings.Fields(head)[1:] {
		var err error
		switch value := word[1:]; word[0] {
		case 'W':
			f.w, err = strconv.Atoi(value)
		case 'H':
			f.h, err = strconv.Atoi(value)
		case 'F':
			f.every, err = rate(value)
		case 'C':
			err = f.colour(value)
		}
		if err != nil {
			return f, fmt.Errorf("the head of the film: %q: %w", word, err)
		}
	}
	if err := checkSize(f.w, f.h); err != nil {
		return f, err
	}
	f.size = planesSize(f.w, f.h, f.ratio)
	if f.grey {
		f.size = f.w * f.h
	}
	if f.size > maxFrameBytes {
		return f, fmt.Errorf("%d x %d pixels are too many for a film", f.w, f.h)
	}
	return f, nil
}

// rate reads frames a second, as a fraction.
func rate(s string) (time.Duration, error) {
	n, d, _ := strings.Cut(s, ":")
	num, err1 := strconv.Atoi(n)
	den, err2 := strconv.Atoi(d)
	if err1 != nil || err2 != nil {
		return 0, errors.New("not a rate")
	}
	if num <= 0 || den <= 0 {
		return time.Second / 25, nil // 0:0 is unknown
	}
	every := time.Duration(float64(time.Second) * float64(den) / float64(num))
	return max(time.Second/120, min(every, 10*time.Second)), nil
}

func (f *y4m) colour(s string) error {
	switch {
	case s == "420" || s == "420jpeg" || s == "420mpeg2" || s == "420paldv":
		f.ratio = image.YCbCrSubsampleRatio420
	case s == "422":
		f.ratio = image.YCbCrSubsampleRatio422
	case s == "444":
		f.ratio = image.YCbCrSubsampleRatio444
	case s == "mono":
		f.grey = true
	default:
		return errors.New("not a colour that is played")
	}
	return nil
}

func (f y4m) decode(data []byte) (image.Image, error) {
	if f.grey {
		return &image.Gray{Pix: data, Stride: f.w, Rect: image.Rect(0, 0, f.w, f.h)}, nil
	}
	return planes(data, f.w, f.h, f.ratio), nil
}
