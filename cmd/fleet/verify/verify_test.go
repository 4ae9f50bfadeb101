package verify

import (
	"bytes"
	"crypto/ed25519"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"dianqin/data/wire"
)

var key1 = ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize))

func sealed(t *testing.T, seq int64) (Entry, Held) {
	t.Helper()
	op := wire.Operation{OpId: fmt.Sprintf("op-%d", seq), Device: "d1", DevSeq: seq, Kind: "seal.sighted", Author: "u1",
		Body: json.RawMessage(`{"number":"n<1>"}`)}
	raw, err := wire.Seal(op, key1)
	if err != nil {
		t.Fatal(err)
	}
	h := Held{Op: raw}
	h.Answer.Status = "applied"
	return Entry{OpID: op.OpId, Device: "d1", DevSeq: seq, Kind: op.Kind, Acknowledged: true, Op: raw}, h
}

func lists(t *testing.T, n int64) (ledger []Entry, server []Held) {
	for seq := int64(1); seq <= n; seq++ {
		e, h := sealed(t, seq)
		ledger, server = append(ledger, e), append(server, h)
	}
	return ledger, server
}

func TestCompare_IsContentWhenBothAreTheSame(t *testing.T) {
	ledger, server := lists(t, 5)
	ledger[4].Acknowledged = false // the answer was lost
	other := server[0]
	other.Op = json.RawMessage(`{"op_id":"x","device":"else","dev_seq":7}`)
	got := Compare(ledger, append(server, other))
	if len(got.Differences) != 0 || got.Devices != 1 || got.Made != 5 || got.Acknowledged != 4 || got.Waiting != 1 || got.Early != 1 || got.Held != 5 {
		t.Errorf("%+v", got)
	}
}

func TestCompare_FindsEachDifference(t *testing.T) {
	for want, spoil := range map[string]func(*[]Entry, *[]Held){
		"LOST":    func(_ *[]Entry, s *[]Held) { *s = slices.Delete(*s, 4, 5) },
		"a gap":   func(_ *[]Entry, s *[]Held) { *s = slices.Delete(*s, 2, 3) },
		"DOUBLED": func(_ *[]Entry, s *[]Held) { *s = append(*s, (*s)[1]) },
		"CHANGED": func(_ *[]Entry, s *[]Held) {
			(*s)[1].Op = json.RawMessage(strings.Replace(string((*s)[1].Op), "n<1>", "n<2>", 1))
		},
		"has not applied":     func(_ *[]Entry, s *[]Held) { (*s)[4].Answer.Status = "held" },
		"kept as":             func(l *[]Entry, _ *[]Held) { (*l)[0].Status = "disputed" },
		"does not know":       func(l *[]Entry, _ *[]Held) { *l = slices.Delete(*l, 4, 5) },
		"the phone's numbers": func(l *[]Entry, s *[]Held) { *l, *s = slices.Delete(*l, 2, 3), slices.Delete(*s, 2, 3) },
	} {
		ledger, server := lists(t, 5)
		spoil(&ledger, &server)
		var said []string
		for _, d := range Compare(ledger, server).Differences {
			said = append(said, d.String())
		}
		if !strings.Contains(strings.Join(said, "\n"), want) {
			t.Errorf("%s: it says %q", want, said)
		}
	}
}

func TestLedger_IsReadAsItWasWritten(t *testing.T) {
	ledger, server := lists(t, 3)
	var text bytes.Buffer
	if err := Write(&text, ledger); err != nil {
		t.Fatal(err)
	}
	again, err := Read(&text)
	if err != nil || len(again) != 3 {
		t.Fatal(len(again), err)
	}
	if got := Compare(again, server); len(got.Differences) != 0 {
		t.Errorf("%+v", got)
	}
	if _, err := ReadExport(strings.NewReader("{\n")); err == nil {
		t.Error("half a line was read")
	}
}
