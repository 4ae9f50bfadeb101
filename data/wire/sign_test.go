package wire_test

import (
	"bytes"
	"crypto/ed25519"
	"encoding/json"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"dianqin/data/model"
	"dianqin/data/wire"
)

var keySeed = bytes.Repeat([]byte{7}, ed25519.SeedSize)

func keys() (ed25519.PublicKey, ed25519.PrivateKey) {
	private := ed25519.NewKeyFromSeed(keySeed)
	return private.Public().(ed25519.PublicKey), private
}

// operation draws any operation that a phone could make, odd texts included.
func operation(t *rapid.T) wire.Operation {
	body, err := json.Marshal(map[string]any{
		"text":   rapid.String().Draw(t, "text"),
		"number": rapid.Float64Range(-1e15, 1e15).Draw(t, "number"),
		"list":   rapid.SliceOf(rapid.Int32()).Draw(t, "list"),
		"inner":  map[string]any{rapid.String().Draw(t, "key"): rapid.Bool().Draw(t, "flag")},
	})
	if err != nil {
		t.Fatal(err)
	}
	op := wire.Operation{
		OpId: rapid.String().Draw(t, "op_id"), Device: rapid.String().Draw(t, "device"), Author: rapid.String().Draw(t, "author"),
		DevSeq: rapid.Int64Range(1, 1<<50).Draw(t, "dev_seq"), At: rapid.Int64Range(0, 1<<50).Draw(t, "at"),
		OffsetMs: rapid.Int64Range(-1<<40, 1<<40).Draw(t, "offset"), Kind: rapid.String().Draw(t, "kind"), Schema: 1,
		Prev: rapid.String().Draw(t, "prev"), Task: rapid.String().Draw(t, "task"), Body: body,
	}
	if rapid.Bool().Draw(t, "placed") {
		op.Pos = &model.Position{Lat: rapid.Float64Range(-90, 90).Draw(t, "lat"), Lon: rapid.Float64Range(-180, 180).Draw(t, "lon"), Source: "gps"}
	}
	if rapid.Bool().Draw(t, "aimed") {
		op.Target = &wire.Target{Kind: "customer", Id: rapid.String().Draw(t, "target"), BaseVer: rapid.Int64Range(0, 1<<50).Draw(t, "ver")}
	}
	return op
}

func sealed(t interface{ Fatal(...any) }, op wire.Operation) []byte {
	_, private := keys()
	raw, err := wire.Seal(op, private)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

func TestOpen_ReadsWhatSealWrote(t *testing.T) {
	public, _ := keys()
	rapid.Check(t, func(t *rapid.T) {
		want := operation(t)
		raw := sealed(t, want)
		got, bad := wire.Open(raw, public)
		if bad != nil {
			t.Fatalf("%v: %s", bad, raw)
		}
		again := sealed(t, got)
		if !bytes.Equal(raw, again) {
			t.Fatalf("sealed again it differs:\n%s\n%s", raw, again)
		}
		got.Sig = nil
		var a, b any
		if json.Unmarshal(want.Body, &a) != nil || json.Unmarshal(got.Body, &b) != nil || !reflect.DeepEqual(a, b) {
			t.Fatalf("the body was %s and is %s", want.Body, got.Body)
		}
		got.Body = want.Body
		if !reflect.DeepEqual(got, want) {
			t.Fatalf("got %+v, want %+v", got, want)
		}
	})
}

func TestOpen_RefusesAnyFieldThatWasChangedAddedOrTaken(t *testing.T) {
	public, _ := keys()
	rapid.Check(t, func(t *rapid.T) {
		var fields map[string]any
		if err := json.Unmarshal(sealed(t, operation(t)), &fields); err != nil {
			t.Fatal(err)
		}
		names := slices.Sorted(maps.Keys(fields))
		name := rapid.SampledFrom(names).Draw(t, "field")
		switch rapid.SampledFrom([]string{"change", "drop", "add"}).Draw(t, "how") {
		case "change":
			fields[name] = changed(fields[name])
		case "drop":
			delete(fields, name)
		case "add":
			fields["of_tomorrow"] = true
		}
		raw, err := json.Marshal(fields)
		if err != nil {
			t.Fatal(err)
		}
		if _, bad := wire.Open(raw, public); bad == nil {
			t.Fatalf("%s was tampered with and still opens: %s", name, raw)
		}
	})
}

// changed returns another value of the same JSON type.
func changed(v any) any {
	switch v := v.(type) {
	case string:
		if v != "" && strings.Trim(v, "A") != "" && len(v)%4 == 0 { // may be the signature: stay base64
			return "AAAA" + v[4:]
		}
		return v + "AAAA"
	case float64:
		return v + 1
	case bool:
		return !v
	case map[string]any:
		out := maps.Clone(v)
		out["tampered"] = 1
		return out
	case []any:
		return append(slices.Clone(v), 1)
	}
	return "x"
}

func TestOpen_SeesInsideFieldsThatItDoesNotKnow(t *testing.T) {
	public, private := keys()
	text, err := wire.Canonical([]byte(`{"op_id":"1","kind":"k","of_tomorrow":{"b":[1,2]},"body":{}}`))
	if err != nil {
		t.Fatal(err)
	}
	sign := func(of_tomorrow string) []byte {
		sig, _ := json.Marshal(ed25519.Sign(private, text))
		return []byte(`{"sig":` + string(sig) + `,"body":{},"of_tomorrow":` + of_tomorrow + `,"kind":"k","op_id":"1"}`)
	}
	if op, bad := wire.Open(sign(`{ "b" : [1.0, 2e0] }`), public); bad != nil || op.OpId != "1" {
		t.Errorf("an operation of a newer program does not open: %v", bad)
	}
	if _, bad := wire.Open(sign(`{"b":[1,3]}`), public); bad == nil || bad.Code != "op.bad_signature" {
		t.Errorf("tampering in an unknown field gives %v", bad)
	}
}

// TestOpen_ReadsWhatWasSigned: RFC 8785 knows no whole numbers above 2^53, so two
// texts may have one signature; they must then be one operation.
func TestOpen_ReadsWhatWasSigned(t *testing.T) {
	public, _ := keys()
	raw := sealed(t, wire.Operation{OpId: "1", Kind: "k", At: 1 << 53, Body: json.RawMessage(`{"n":9007199254740992}`)})
	twin := []byte(strings.ReplaceAll(string(raw), "9007199254740992", "9007199254740993"))
	if bytes.Equal(raw, twin) {
		t.Fatal("nothing was changed")
	}
	op, bad := wire.Open(twin, public)
	if bad == nil && (op.At != 1<<53 || string(op.Body) != `{"n":9007199254740992}`) {
		t.Errorf("signed was 2^53, read is %d, %s", op.At, op.Body)
	}
}

func TestOpen_RefusesGarbageWithoutPanicking(t *testing.T) {
	public, _ := keys()
	good := sealed(t, wire.Operation{OpId: "1", Body: json.RawMessage(`{}`)})
	for _, raw := range []string{"", "null", "[]", "1", `"x"`, "{", `{}`, `{"sig":null}`, `{"sig":""}`, `{"sig":7}`, `{"sig":"!"}`,
		`{"op_id":1}`, `{"dev_seq":"1"}`, `{"dev_seq":1e400}`, `{"body":"\ud800"}`, "{\"kind\":\"\xff\"}", string(good) + "x", strings.Repeat("[", 20000)} {
		if _, bad := wire.Open([]byte(raw), public); bad == nil || (bad.Code != "op.malformed" && bad.Code != "op.bad_signature") {
			t.Errorf("%.40q gives %v", raw, bad)
		}
	}
	other := ed25519.NewKeyFromSeed(bytes.Repeat([]byte{8}, ed25519.SeedSize)).Public().(ed25519.PublicKey)
	for name, key := range map[string]ed25519.PublicKey{"none": nil, "short": public[:31], "another": other} {
		if _, bad := wire.Open(good, key); bad == nil || bad.Code != "op.bad_signature" {
			t.Errorf("with the key %s it gives %v", name, bad)
		}
	}
}

// TestOpen_NamesWhatItRefuses so that the device that sent it can be told which.
func TestOpen_NamesWhatItRefuses(t *testing.T) {
	public, _ := keys()
	for _, raw := range []string{`{"op_id":"7","sig":"AAAA"}`, `{"op_id":"7","dev_seq":"x"}`, "{\"op_id\":\"7\",\"kind\":\"\xff\"}"} {
		if op, bad := wire.Open([]byte(raw), public); bad == nil || op.OpId != "7" {
			t.Errorf("%q: %v names %q", raw, bad, op.OpId)
		}
	}
}

func TestOpen_TakesAnyBytes(t *testing.T) {
	public, _ := keys()
	rapid.Check(t, func(t *rapid.T) {
		raw := rapid.SliceOf(rapid.Byte()).Draw(t, "raw")
		if _, bad := wire.Open(raw, public); bad == nil {
			t.Fatal("opened")
		}
	})
}

func TestSeal_RefusesAKeyThatIsNone(t *testing.T) {
	for _, key := range []ed25519.PrivateKey{nil, make([]byte, 10)} {
		if _, err := wire.Seal(wire.Operation{Body: json.RawMessage(`{}`)}, key); err == nil {
			t.Errorf("sealed with %d bytes", len(key))
		}
	}
	_, private := keys()
	if _, err := wire.Seal(wire.Operation{Body: json.RawMessage(`{`)}, private); err == nil {
		t.Error("sealed a body that is no JSON")
	}
}

func TestHash_DoesNotSeeOrderOrSpace(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		raw := sealed(t, operation(t))
		want, err := wire.Hash(raw)
		if err != nil {
			t.Fatal(err)
		}
		var fields map[string]json.RawMessage
		if err := json.Unmarshal(raw, &fields); err != nil {
			t.Fatal(err)
		}
		var b strings.Builder
		for i, name := range rapid.Permutation(slices.Sorted(maps.Keys(fields))).Draw(t, "order") {
			if i > 0 {
				b.WriteString(" ,\n")
			}
			quoted, _ := json.Marshal(name)
			b.WriteString(string(quoted) + "\t: " + string(fields[name]))
		}
		got, err := wire.Hash([]byte("{ " + b.String() + " }"))
		if err != nil || got != want || len(got) != 64 {
			t.Fatalf("%q and %q, %v", got, want, err)
		}
	})
}

func TestHash_CoversTheSignature(t *testing.T) {
	raw := sealed(t, wire.Operation{OpId: "1", Body: json.RawMessage(`{}`)})
	var fields map[string]any
	if err := json.Unmarshal(raw, &fields); err != nil {
		t.Fatal(err)
	}
	fields["sig"] = "AAAA"
	other, _ := json.Marshal(fields)
	a, err := wire.Hash(raw)
	if err != nil {
		t.Fatal(err)
	}
	if b, err := wire.Hash(other); err != nil || a == b {
		t.Errorf("one hash for two signatures (%v)", err)
	}
	if _, err := wire.Hash([]byte("{")); err == nil {
		t.Error("what is no JSON has a hash")
	}
}

func TestProofs_AreForOnePurpose(t *testing.T) {
	proofs := []string{string(wire.EnrollProof("a")), string(wire.RefreshProof("a")), string(wire.SessionProof("a", "b", 1)), string(wire.SessionProof("a", "b", 2))}
	slices.Sort(proofs)
	if len(slices.Compact(proofs)) != 4 {
		t.Errorf("two proofs are one: %q", proofs)
	}
	if got := string(wire.SessionProof("d", "u", 12)); got != "dianqin-session:d:u:12" {
		t.Errorf("the contract says otherwise: %s", got)
	}
}

// TestOpenHashed_IsOpenAndHash: the short way says what the long one says, for what
// a phone sends and for what anybody could make of it.
func TestOpenHashed_IsOpenAndHash(t *testing.T) {
	public, key, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.SampledFrom([]string{`"x"`, `"\",\"sig\":\"AAAA\""`, `"\\\",\"sig\":\""`, `{"sig":"AAAA","a":[{"sig":"x"}]}`, `"<&>\u2028王"`, `1.50`, `"\\"`}).Draw(t, "body")
		raw, err := wire.Seal(wire.Operation{OpId: rapid.StringMatching(`[a-z",\\]{0,8}`).Draw(t, "id"), Device: "d", DevSeq: 1, Author: "u", Kind: "k", At: 5,
			Body: json.RawMessage(`{"v":` + text + `}`), Task: rapid.SampledFrom([]string{"", "t"}).Draw(t, "task")}, key)
		if err != nil {
			t.Fatal(err)
		}
		switch rapid.IntRange(0, 4).Draw(t, "change") {
		case 1: // other spellings of the same
			raw = append([]byte(" "), raw...)
		case 2:
			raw = []byte(strings.Replace(string(raw), `"device":"d"`, `"device":"\u0064"`, 1))
		case 3:
			raw[rapid.IntRange(0, len(raw)-1).Draw(t, "at")] ^= byte(rapid.IntRange(1, 255).Draw(t, "bits"))
		case 4: // twice the same member
			raw = []byte(strings.Replace(string(raw), `,"sig":`, `,"sig":"AAAA","sig":`, 1))
		}
		wantOp, wantBad := wire.Open(raw, public)
		want, err := wire.Hash(raw)
		if wantBad == nil && err != nil { // twice the same member
			wantBad = model.Fail("op.malformed")
		}
		op, hash, bad := wire.OpenHashed(raw, public)
		if (bad == nil) != (wantBad == nil) || bad != nil && bad.Code != wantBad.Code {
			t.Fatalf("%s: %v, Open says %v", raw, bad, wantBad)
		}
		if bad != nil {
			return
		}
		if hash != want || !reflect.DeepEqual(op, wantOp) {
			t.Fatalf("%s:\n%+v %s\n%+v %s", raw, op, hash, wantOp, want)
		}
	})
}
