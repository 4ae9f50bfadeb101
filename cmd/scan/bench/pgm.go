package main

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"

	"dianqin/scan"
)

// keep writes the pictures of the wanted sets as PGM files for the peers, and lets
// each item know its path. Without peers nothing is written.
func keep(o options, sets []set) error {
	for _, s := range sets {
		if o.peers == "" || !o.sets.MatchString(s.name) {
			continue
		}
		for i := range s.items {
			p := &s.items[i]
			if filepath.IsAbs(p.path) {
				continue
			}
			abs, err := filepath.Abs(filepath.Join(o.work, p.path))
			if err != nil {
				return err
			}
			if err := writePGM(abs, p.frame); err != nil {
				return fmt.Errorf("keep a picture for the peers: %w", err)
			}
			p.path = abs
		}
	}
	return nil
}

func writePGM(path string, f scan.Frame) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
		return err
	}
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	defer file.Close()
	w := bufio.NewWriter(file)
	fmt.Fprintf(w, "P5\n%d %d\n255\n", f.Width, f.Height)
	for y := range f.Height {
		if _, err := w.Write(f.Pix[y*f.Stride:][:f.Width]); err != nil {
			return err
		}
	}
	return w.Flush()
}
