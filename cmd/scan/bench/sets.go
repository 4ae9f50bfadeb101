package main

import (
	"bufio"
	"errors"
	"fmt"
	"image"
	_ "image/png" // what the photographs are kept as
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"dianqin/scan"
)

// item is a picture with what it holds.
type item struct {
	path  string   // of its PGM file
	truth []string // "FORMAT text", each of which may be read once
	frame scan.Frame
}

// set is a list of pictures that are measured in the same way.
type set struct {
	name   string
	linear bool          // only linear formats are looked for
	budget time.Duration // for our scanner; peers have no such thing
	most   int           // symbols a picture may hold, 0 as 1
	items  []item
}

// makeSets makes every wanted set.
func makeSets(o options) ([]set, error) {
	sets, err := photoSets(o)
	if err != nil {
		return nil, err
	}
	sets = append(sets, synthSets(o)...)
	var wanted []set
	for _, s := range sets {
		if o.sets.MatchString(s.name) {
			wanted = append(wanted, s)
		}
	}
	return wanted, nil
}

// photoSets are the photographs, as they are, turned and shrunk.
func photoSets(o options) ([]set, error) {
	all, err := loadPhotos(o.photos)
	if errors.Is(err, fs.ErrNotExist) {
		fmt.Fprintln(os.Stderr, "bench: no photographs in", o.photos)
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	linear := pick(all, func(f string) bool { return f != "NONE" && f != "QR_CODE" && f != "DATA_MATRIX" })
	only := func(format string) []item { return pick(all, func(f string) bool { return f == format }) }
	sets := []set{
		{name: "photos", linear: true, items: linear},
		{name: "photos, cap 4 ms", linear: true, budget: 4 * time.Millisecond, items: linear},
		{name: "photos, all formats", items: linear},
		{name: "turned by 12°", linear: true, items: change(linear, "12", func(f scan.Frame) scan.Frame { return turn(f, 12) })},
		{name: "turned by 207°", linear: true, items: change(linear, "207", func(f scan.Frame) scan.Frame { return turn(f, 207) })},
		{name: "turned by 90°", linear: true, items: change(linear, "90", quarter)},
		{name: "half size", linear: true, items: change(linear, "half", halve)},
		{name: "QR", items: only("QR_CODE")},
		{name: "Data Matrix", items: only("DATA_MATRIX")},
		{name: "without a code", items: only("NONE")},
	}
	return sets, keep(o, sets)
}

func pick(all []item, want func(format string) bool) (some []item) {
	for _, p := range all {
		format, _, _ := strings.Cut(p.truth[0], " ")
		if want(format) {
			if format == "NONE" {
				p.truth = nil
			}
			some = append(some, p)
		}
	}
	return some
}

func change(all []item, name string, by func(scan.Frame) scan.Frame) []item {
	out := make([]item, len(all))
	for i, p := range all {
		out[i] = item{path: name + "/" + p.path, truth: p.truth, frame: by(p.frame)}
	}
	return out
}

// loadPhotos reads expected.tsv (set, picture, format, text) and its pictures.
func loadPhotos(dir string) ([]item, error) {
	list, err := os.Open(filepath.Join(dir, "expected.tsv"))
	if err != nil {
		return nil, err
	}
	defer list.Close()
	var all []item
	for lines := bufio.NewScanner(list); lines.Scan(); {
		c := strings.Split(lines.Text(), "\t")
		if len(c) < 4 || strings.HasPrefix(c[0], "#") {
			continue
		}
		text, err := strconv.Unquote(`"` + c[3] + `"`)
		if err != nil {
			return nil, fmt.Errorf("text of %s: %w", c[1], err)
		}
		f, err := loadPhoto(filepath.Join(dir, c[1]))
		if err != nil {
			return nil, err
		}
		all = append(all, item{path: strings.TrimSuffix(c[1], ".png") + ".pgm", truth: []string{c[2] + " " + text}, frame: f})
	}
	return all, nil
}

func loadPhoto(path string) (scan.Frame, error) {
	f, err := os.Open(path)
	if err != nil {
		return scan.Frame{}, err
	}
	defer f.Close()
	img, _, err := image.Decode(f)
	if err != nil {
		return scan.Frame{}, fmt.Errorf("read %s: %w", path, err)
	}
	return scan.FromImage(img), nil
}
