package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"dianqin/chart/mbtiles"
	"dianqin/data/model/geo"
)

// picture is a file of a folder z/x/y.
type picture struct {
	z, x, y int
	path    string
}

// packRaster is "pack raster".
func packRaster(ctx context.Context, f *flag.FlagSet, args []string, out io.Writer) error {
	var a about
	a.flags(f)
	tms := f.Bool("tms", false, "rows count from the south, as gdal2tiles writes them without --xyz")
	if err := f.Parse(args); err != nil {
		return err
	}
	meta, err := a.meta()
	if err != nil {
		return err
	}
	if f.NArg() != 1 {
		return errors.New("say one folder of pictures")
	}
	datum, err := datumOf(a.datum)
	if err != nil {
		return err
	}
	all, format, err := pictures(f.Arg(0), *tms)
	if err != nil {
		return fmt.Errorf("%s: %w", f.Arg(0), err)
	}
	first, last := all[0].z, all[len(all)-1].z
	meta["format"], meta["datum"] = format, strings.ReplaceAll(datum.String(), "-", "")
	meta["minzoom"], meta["maxzoom"] = strconv.Itoa(first), strconv.Itoa(last)
	meta["bounds"] = covered(all, last)
	err = mbtiles.Write(ctx, a.out, meta, func(yield func(mbtiles.Entry, error) bool) {
		for _, p := range all {
			data, err := os.ReadFile(p.path)
			if !yield(mbtiles.Entry{Z: p.z, X: p.x, Y: p.y, Data: data}, err) {
				return
			}
		}
	})
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "%s\t%d tiles\tzooms %d to %d\n", a.out, len(all), first, last)
	return nil
}

// pictures lists a folder's tiles by zoom, column and row. All are of one format; what
// is no picture in a folder of numbers is passed over.
func pictures(dir string, tms bool) (all []picture, format string, err error) {
	formats := map[string]string{".png": mbtiles.PNG, ".jpg": mbtiles.JPEG, ".jpeg": mbtiles.JPEG, ".webp": mbtiles.WebP}
	found, err := filepath.Glob(filepath.Join(dir, "*", "*", "*"))
	if err != nil {
		return nil, "", err
	}
	for _, path := range found {
		ext := filepath.Ext(path)
		is := formats[strings.ToLower(ext)]
		p, ok := numbered(path, ext, tms)
		if is == "" || !ok {
			continue
		}
		if format == "" {
			format = is
		}
		if is != format {
			return nil, "", fmt.Errorf("%s: a %s among pictures in %s", path, is, format)
		}
		all = append(all, p)
	}
	if len(all) == 0 {
		return nil, "", errors.New("there is no picture z/x/y.png, .jpg or .webp in it")
	}
	slices.SortFunc(all, func(a, b picture) int {
		return slices.Compare([]int{a.z, a.x, a.y}, []int{b.z, b.x, b.y})
	})
	return all, format, nil
}

// numbered reads the tile's place off the path.
func numbered(path, ext string, tms bool) (p picture, ok bool) {
	dir, file := filepath.Split(path)
	parts := strings.Split(filepath.ToSlash(filepath.Clean(dir)), "/")
	if len(parts) < 2 {
		return p, false
	}
	z, err1 := strconv.Atoi(parts[len(parts)-2])
	x, err2 := strconv.Atoi(parts[len(parts)-1])
	y, err3 := strconv.Atoi(strings.TrimSuffix(file, ext))
	if err1 != nil || err2 != nil || err3 != nil || z < 0 || z > 24 {
		return p, false
	}
	if tms {
		y = 1<<z - 1 - y
	}
	return picture{z, x, y, path}, true
}

// covered is the bounds of the tiles at the last zoom, in the pictures' own datum.
func covered(all []picture, z int) string {
	x0, y0, x1, y1 := math.MaxInt, math.MaxInt, 0, 0
	for _, p := range all {
		if p.z == z {
			x0, y0, x1, y1 = min(x0, p.x), min(y0, p.y), max(x1, p.x+1), max(y1, p.y+1)
		}
	}
	n := math.Exp2(float64(z))
	return mbtiles.Bounds(geo.Unproject(geo.World{X: float64(x0) / n, Y: float64(y1) / n}),
		geo.Unproject(geo.World{X: float64(x1) / n, Y: float64(y0) / n}))
}
