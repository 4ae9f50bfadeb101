package schema

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"dianqin/data/model"
)

const aUUID = "b30c10c6-c04a-599a-8945-9b59871d330c"

// anyJSON draws a JSON value of any shape.
func anyJSON(depth int) *rapid.Generator[any] {
	return rapid.Custom(func(t *rapid.T) any {
		texts := rapid.SampledFrom([]string{"", "intact", aUUID, strings.ToUpper(aUUID), "007", "310000000101", "9223372036854775807", "王\n\"\\", "\u0001"})
		switch rapid.IntRange(0, 7).Draw(t, "what") {
		case 0:
			return texts.Draw(t, "text")
		case 1:
			return rapid.String().Draw(t, "any text")
		case 2:
			return rapid.Int64().Draw(t, "int")
		case 3:
			return rapid.Float64().Draw(t, "float")
		case 4:
			return json.Number(fmt.Sprint(float64(rapid.IntRange(-1e9, 1e9).Draw(t, "hundredths")) / 100))
		case 5:
			return rapid.SampledFrom([]any{true, false, nil}).Draw(t, "word")
		}
		if depth == 0 {
			return 0
		}
		if rapid.Bool().Draw(t, "list") {
			return rapid.SliceOfN(anyJSON(depth-1), 0, 5).Draw(t, "list")
		}
		names := rapid.SampledFrom([]string{"id", "station_id", "number", "box_id", "months", "at", "kwh", "phases", "不"})
		return rapid.MapOfN(names, anyJSON(depth-1), 0, 6).Draw(t, "object")
	})
}

func TestPack_GivesEveryRecordBackByteForByte(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		table := rapid.SampledFrom(Tables).Draw(t, "table")
		shapes := NewShapes()
		for range 3 {
			members := rapid.MapOfN(rapid.SampledFrom([]string{"id", "station_id", "number", "box_id", "months", "kind", "amount", "new_field"}), anyJSON(3), 0, 8).Draw(t, "record")
			body, err := json.Marshal(members)
			if err != nil {
				t.Skip()
			}
			checkRound(t, shapes, table, aUUID, "station:"+aUUID, body)
		}
	})
}

func checkRound(t interface {
	Helper()
	Fatalf(string, ...any)
}, shapes *Shapes, table Table, id, lane string, body []byte) {
	t.Helper()
	row := table.BaseRow(shapes, id, lane, 1, 1, body)
	fresh := map[int64]*Shape{}
	for _, s := range shapes.byText { // as a file gives them back
		read, err := NewShape(s.ID, s.Kind, s.Text)
		if err != nil {
			t.Fatalf("%v", err)
		}
		fresh[s.ID] = read
	}
	shape, packed := row[3].(int64), row[len(row)-1]
	if shape == 0 {
		if packed != string(body) {
			t.Fatalf("%s was kept as %v", body, packed)
		}
		return
	}
	got, err := fresh[shape].Unpack(id, lane, row[4:len(row)-1], packed.([]byte))
	if err != nil || !bytes.Equal(got, body) {
		t.Fatalf("%v: %s\nwas %s\nof %q", err, got, body, fresh[shape].Text)
	}
}

func TestPack_KeepsOnceWhatManyRecordsHaveInCommon(t *testing.T) {
	seal, _ := Of(model.KindSeal)
	shapes := NewShapes()
	lane := "station:" + aUUID
	for i := range 100 {
		body := fmt.Appendf(nil, `{"id":"%08d-c04a-599a-8945-9b59871d330c","station_id":"%s","number":"31010073%014d","kind":"cover","custody":"applied","applied_at":%d}`, i, aUUID, i, 1709104134000+i)
		id := fmt.Sprintf("%08d-c04a-599a-8945-9b59871d330c", i)
		row := seal.BaseRow(shapes, id, lane, 1, 1, body)
		if packed := row[len(row)-1].([]byte); len(packed) > 6 {
			t.Fatalf("%d bytes of its own: %x", len(packed), packed)
		}
		checkRound(t, shapes, seal, id, lane, body)
	}
	if n := len(shapes.Fresh()); n != 1 {
		t.Errorf("%d shapes for one", n)
	}
}

func TestPack_TooManyShapesAreKeptAsJSON(t *testing.T) {
	table, _ := Of(model.KindInspection)
	shapes := NewShapes()
	for i := range maxShapes + 10 {
		body := fmt.Appendf(nil, `{"id":"x","member%d":1}`, i)
		checkRound(t, shapes, table, "x", "org", body)
	}
	if n := len(shapes.byText); n > maxShapes {
		t.Errorf("%d shapes", n)
	}
}

func TestUnpack_ABrokenRecordIsAnErrorAndNeverAPanic(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOf(rapid.RuneFrom([]rune{hole, holeString, holeUUID, holeSeries, holeDec, holeColumn, holeNumber, '{', '!', '"', 0x7e})).Draw(t, "shape")
		shape, err := NewShape(1, model.KindSeal, text)
		if err != nil {
			return
		}
		packed := rapid.SliceOf(rapid.Byte()).Draw(t, "packed")
		_, _ = shape.Unpack("x", "org", []any{int64(1), "a", nil}, packed)
	})
}

func TestKey_KeepsUUIDsShortAndEverythingElseAsItIs(t *testing.T) {
	if b, ok := Key(aUUID).([]byte); !ok || len(b) != 16 || Plain(b) != aUUID {
		t.Errorf("%v", Key(aUUID))
	}
	for _, s := range []string{"", "c1", strings.ToUpper(aUUID), aUUID + "0", "b30c10c6-c04a-599a-8945+9b59871d330c", "zzzc10c6-c04a-599a-8945-9b59871d330c"} {
		if Key(s) != s || Plain(Key(s)) != s {
			t.Errorf("%q becomes %v", s, Key(s))
		}
	}
}

func TestTailRange_HoldsTheBackwardEndsOfNumbersWithTheEnding(t *testing.T) {
	for ending, want := range map[string]string{"1": "1 2", "12": "21 22", "12345": "54321 54322", "9912345": "54321 54322", "A-9": "9-A 9-B"} {
		from, before, whole := TailRange(ending)
		if from+" "+before != want || whole != (len(ending) <= 5) {
			t.Errorf("%s: %s %s %v", ending, from, before, whole)
		}
	}
}

func BenchmarkPack(b *testing.B) {
	table, _ := Of(model.KindSeal)
	shapes := NewShapes()
	body := []byte(`{"id":"59f82cb3-ec7b-575f-898a-b009b677b51d","station_id":"` + aUUID + `","number":"3101007300000000000014","lot_id":"cb65efe0-c867-5c23-9cbb-35f85b58985d","kind":"box","custody":"applied","condition":"intact","box_id":"1bb8d23e-3648-5f41-b4b7-a02e21b0d8e3","place":"door","applied_at":1709104134000,"changed_at":1709104134000}`)
	id := "59f82cb3-ec7b-575f-898a-b009b677b51d"
	row := table.BaseRow(shapes, id, "station:"+aUUID, 1, 1, body)
	shape := shapes.Fresh()[0]
	b.Run("Pack", func(b *testing.B) {
		for b.Loop() {
			table.BaseRow(shapes, id, "station:"+aUUID, 1, 1, body)
		}
	})
	b.Run("Unpack", func(b *testing.B) {
		for b.Loop() {
			if _, err := shape.Unpack(id, "station:"+aUUID, row[4:len(row)-1], row[len(row)-1].([]byte)); err != nil {
				b.Fatal(err)
			}
		}
	})
}
