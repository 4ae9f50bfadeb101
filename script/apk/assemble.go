package main

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"path/filepath"
)

// assemble joins the manifest and the icons (base, made by aapt2), the activity and
// the libraries. The libraries are stored, not packed, and begin on a page, so that
// the system loads them from the package without unpacking a second copy.
func assemble(out, base string, dex []byte, set []abi, libs map[abi]string) error {
	f, err := os.Create(out)
	if err != nil {
		return err
	}
	defer f.Close()
	count := &counter{to: f}
	z := zip.NewWriter(count)
	if err := copyAll(z, count, base); err != nil {
		return err
	}
	if err := put(z, count, "classes.dex", zip.Deflate, 0, dex); err != nil {
		return err
	}
	for _, a := range set {
		data, err := os.ReadFile(libs[a])
		if err != nil {
			return err
		}
		if err := put(z, count, "lib/"+a.folder+"/"+filepath.Base(libs[a]), zip.Store, pageSize, data); err != nil {
			return err
		}
	}
	if err := z.Close(); err != nil {
		return err
	}
	return f.Close()
}

// copyAll takes over every entry of another package as it is packed there; what is
// stored stays on the border of four bytes that Android maps it by.
func copyAll(z *zip.Writer, count *counter, from string) error {
	r, err := zip.OpenReader(from)
	if err != nil {
		return err
	}
	defer r.Close()
	for _, e := range r.File {
		in, err := e.Open()
		if err != nil {
			return err
		}
		data, err := io.ReadAll(in)
		if err != nil {
			return err
		}
		border := 0
		if e.Method == zip.Store {
			border = 4
		}
		if err := put(z, count, e.Name, e.Method, border, data); err != nil {
			return err
		}
	}
	return nil
}

// put writes one entry; where a border is given its bytes begin on a multiple of it.
// Sizes stand in front of the bytes, never behind them: Android's loader reads them there.
func put(z *zip.Writer, count *counter, name string, method uint16, border int, data []byte) error {
	packed, err := pack(method, data)
	if err != nil {
		return fmt.Errorf("pack %s: %w", name, err)
	}
	if err := z.Flush(); err != nil { // only then does the counter know where we are
		return err
	}
	//lint:ignore SA1019 a raw entry takes its date from here alone
	h := &zip.FileHeader{Name: name, Method: method, ModifiedDate: firstDay, CRC32: crc32.ChecksumIEEE(data),
		UncompressedSize64: uint64(len(data)), CompressedSize64: uint64(len(packed))}
	if border > 0 {
		h.Extra = padding(count.n+localHeader+int64(len(name)), border)
	}
	w, err := z.CreateRaw(h)
	if err != nil {
		return fmt.Errorf("begin %s: %w", name, err)
	}
	if _, err := w.Write(packed); err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	return nil
}

func pack(method uint16, data []byte) ([]byte, error) {
	if method == zip.Store {
		return data, nil
	}
	var out bytes.Buffer
	w, err := flate.NewWriter(&out, flate.BestCompression)
	if err != nil {
		return nil, err
	}
	if _, err := w.Write(data); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

const (
	firstDay       = 1<<5 | 1 // 1 January 1980 for everything: the same source, the same bytes
	localHeader    = 30       // bytes in front of an entry's name
	alignmentField = 0xd935   // of Android: apksigner keeps the border that it names
)

// padding is the field that moves the bytes behind a header at the offset to a border.
func padding(at int64, border int) []byte {
	const own = 6 // id, length, border
	fill := (int64(border) - (at+own)%int64(border)) % int64(border)
	out := make([]byte, own+fill)
	binary.LittleEndian.PutUint16(out, alignmentField)
	binary.LittleEndian.PutUint16(out[2:], uint16(2+fill))
	binary.LittleEndian.PutUint16(out[4:], uint16(border))
	return out
}

// counter counts what has been written.
type counter struct {
	to io.Writer
	n  int64
}

func (c *counter) Write(p []byte) (int, error) {
	n, err := c.to.Write(p)
	c.n += int64(n)
	return n, err
}
