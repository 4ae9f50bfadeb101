// Package verify compares what phones were told with what a server holds: every
// acknowledged operation must be there, once, unchanged, with the same answer, and
// without a gap. It reads two lists and decides; it asks neither phone nor server.
package verify

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
)

// Entry is one operation as its phone has it: a line of the ledger.
type Entry struct {
	OpID         string          `json:"op_id"`
	Device       string          `json:"device"`
	DevSeq       int64           `json:"dev_seq"`
	Kind         string          `json:"kind"`
	Acknowledged bool            `json:"acknowledged"`     // the server has answered and the phone knows
	Status       string          `json:"status,omitempty"` // the answer where the phone keeps it: refused, conflict, disputed, rejected
	Op           json.RawMessage `json:"op"`               // as it was signed
}

// Held is one operation as the server has it: a line of "server export-ops".
type Held struct {
	Op     json.RawMessage `json:"op"`
	Answer struct {
		Status string `json:"status"`
	} `json:"answer"`
}

// Write writes a ledger, a line an entry.
func Write(w io.Writer, entries []Entry) error {
	lines := json.NewEncoder(w)
	lines.SetEscapeHTML(false)
	for _, e := range entries {
		if err := lines.Encode(e); err != nil {
			return fmt.Errorf("write the ledger: %w", err)
		}
	}
	return nil
}

// Read reads a ledger.
func Read(r io.Reader) ([]Entry, error) { return readLines[Entry](r, "ledger") }

// ReadExport reads what "server export-ops" printed.
func ReadExport(r io.Reader) ([]Held, error) { return readLines[Held](r, "export") }

// longest is the most bytes of one line.
const longest = 4 << 20

func readLines[T any](r io.Reader, what string) ([]T, error) {
	lines := bufio.NewScanner(r)
	lines.Buffer(make([]byte, 1<<16), longest)
	var out []T
	for lines.Scan() {
		var v T
		if err := json.Unmarshal(lines.Bytes(), &v); err != nil {
			return nil, fmt.Errorf("line %d of the %s: %w", len(out)+1, what, err)
		}
		out = append(out, v)
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("read the %s: %w", what, err)
	}
	return out, nil
}
