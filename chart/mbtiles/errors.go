package mbtiles

import (
	"context"
	"encoding/binary"
	"errors"
	"io"
	"io/fs"
	"os"

	"modernc.org/sqlite"
)

// Code says what is wrong with a file. It is stable; people read the sentence that
// is made of it elsewhere.
type Code string

// What can be wrong with a file.
const (
	Missing Code = "pack_missing" // not there, or may not be read
	Foreign Code = "pack_foreign" // no MBTiles archive at all
	Cut     Code = "pack_cut"     // shorter than it says: half downloaded
	Broken  Code = "pack_broken"  // damaged inside
	Datum   Code = "pack_datum"   // its places are meant in a frame that nobody here knows
)

// Error is a fault of a file.
type Error struct {
	Code  Code
	doing string
	err   error
}

// Error is for logs.
func (e *Error) Error() string {
	s := string(e.Code)
	if e.doing != "" {
		s = e.doing + ": " + s
	}
	if e.err != nil {
		s += ": " + e.err.Error()
	}
	return s
}

// Unwrap gives the cause, if there is one.
func (e *Error) Unwrap() error { return e.err }

// Is lets errors.Is(err, &Error{Code: Cut}) ask for the code alone.
func (e *Error) Is(target error) bool {
	t, ok := target.(*Error)
	return ok && t.Code == e.Code
}

// SQLite's primary result codes that say more than "failed".
const (
	sqliteError    = 1  // no such table or column
	sqliteIOErr    = 10 // among them: a short read
	sqliteCorrupt  = 11
	sqliteCantOpen = 14
	sqliteNotADB   = 26
)

// fault turns what SQLite says into an Error. That somebody gave up waiting is no
// fault of the file and stays what it is.
func fault(doing string, err error) error {
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	code := Broken
	var se *sqlite.Error
	if errors.As(err, &se) {
		switch se.Code() & 0xff {
		case sqliteError, sqliteNotADB:
			code = Foreign
		case sqliteCantOpen:
			code = Missing
		case sqliteCorrupt, sqliteIOErr:
			code = Broken
		}
	}
	return &Error{Code: code, doing: doing, err: err}
}

// headerSize is SQLite's own; its fields are at fixed places in it.
const headerSize = 100

// whole looks at the first bytes of a file before SQLite does: it tells a file that
// was cut off, which SQLite finds only where something is missing, from one that is
// damaged.
func whole(path string) error {
	const doing = "open map pack"
	f, err := os.Open(path)
	if err != nil {
		return &Error{Code: Missing, doing: doing, err: bare(err)}
	}
	defer f.Close()
	st, err := f.Stat()
	if err != nil || !st.Mode().IsRegular() {
		return &Error{Code: Missing, doing: doing, err: bare(err)}
	}
	h := make([]byte, headerSize)
	n, err := io.ReadFull(f, h)
	magic := "SQLite format 3\x00"
	switch {
	case n == 0:
		return &Error{Code: Cut, doing: doing}
	case string(h[:min(n, len(magic))]) != magic[:min(n, len(magic))]:
		return &Error{Code: Foreign, doing: doing}
	case err != nil:
		return &Error{Code: Cut, doing: doing}
	}
	size := int64(binary.BigEndian.Uint16(h[16:]))
	if size == 1 {
		size = 65536
	}
	if size < 512 || size&(size-1) != 0 {
		return &Error{Code: Foreign, doing: doing}
	}
	pages := int64(binary.BigEndian.Uint32(h[28:]))
	counted := binary.BigEndian.Uint32(h[24:]) == binary.BigEndian.Uint32(h[92:])
	if st.Size()%size != 0 || counted && st.Size() < pages*size {
		return &Error{Code: Cut, doing: doing}
	}
	return nil
}

// bare drops the path from an error of the file system: where somebody keeps their
// files is nobody's business in a report.
func bare(err error) error {
	var pe *fs.PathError
	if errors.As(err, &pe) {
		return pe.Err
	}
	return err
}
