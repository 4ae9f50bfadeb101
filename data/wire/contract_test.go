package wire_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"github.com/pb33f/libopenapi"
	validator "github.com/pb33f/libopenapi-validator"
	v3 "github.com/pb33f/libopenapi/datamodel/high/v3"

	"dianqin/data/model"
	"dianqin/data/model/people"
	"dianqin/data/wire"
)

func document(t *testing.T) (libopenapi.Document, *v3.Document) {
	t.Helper()
	doc, err := libopenapi.NewDocument(wire.Contract())
	if err != nil {
		t.Fatal(err)
	}
	m, err := doc.BuildV3Model()
	if err != nil {
		t.Fatal(err)
	}
	return doc, &m.Model
}

func TestContract_IsValidOpenAPI(t *testing.T) {
	doc, _ := document(t)
	v, errs := validator.NewValidator(doc)
	if len(errs) > 0 {
		t.Fatal(errs)
	}
	if ok, faults := v.ValidateDocument(); !ok {
		for _, f := range faults {
			t.Errorf("%s: %s", f.Message, f.Reason)
			for _, s := range f.SchemaValidationErrors {
				t.Errorf("  %s: %s", s.FieldPath, s.Reason)
			}
		}
	}
}

// TestContract_TypesAreGeneratedFromIt generates again, elsewhere, and compares.
func TestContract_TypesAreGeneratedFromIt(t *testing.T) {
	if testing.Short() {
		t.Skip("runs the generator")
	}
	made, config := filepath.Join(t.TempDir(), "types.gen.go"), filepath.Join(t.TempDir(), "config.yaml")
	own, err := os.ReadFile("oapi-codegen.yaml")
	if err != nil {
		t.Fatal(err)
	}
	elsewhere := strings.Replace(string(own), "output: types.gen.go", "output: "+strconv.Quote(made), 1)
	if err := os.WriteFile(config, []byte(elsewhere), 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command("go", "tool", "oapi-codegen", "-config", config, "openapi.yaml").CombinedOutput(); err != nil {
		t.Fatalf("generate: %v\n%s", err, out)
	}
	want, err := os.ReadFile(made)
	if err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile("types.gen.go")
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != string(want) {
		t.Error("types.gen.go is not what openapi.yaml gives: go generate ./data/wire")
	}
}

func TestNewRecord_KnowsEveryKindOfTheModel(t *testing.T) {
	var declared []model.Kind
	file, err := parser.ParseFile(token.NewFileSet(), "../model/kind.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(file, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok || len(spec.Values) != 1 || !strings.HasPrefix(spec.Names[0].Name, "Kind") {
			return true
		}
		text, err := strconv.Unquote(spec.Values[0].(*ast.BasicLit).Value)
		if err != nil {
			t.Fatal(err)
		}
		declared = append(declared, model.Kind(text))
		return true
	})
	slices.Sort(declared)
	if len(declared) == 0 || !slices.Equal(declared, wire.RecordKinds()) {
		t.Errorf("the model declares %v, records.go knows %v", declared, wire.RecordKinds())
	}
}

func TestNewRecord_GivesAnEmptyOneEachTime(t *testing.T) {
	a, _ := wire.NewRecord(model.KindSeal)
	reflect.ValueOf(a).Elem().FieldByName("Number").SetString("1")
	b, ok := wire.NewRecord(model.KindSeal)
	if !ok || reflect.ValueOf(b).Elem().FieldByName("Number").String() != "" {
		t.Errorf("the second record is %+v, %v", b, ok)
	}
	if r, ok := wire.NewRecord("of_tomorrow"); ok || r != nil {
		t.Errorf("an unknown kind gives %v", r)
	}
}

// roots are the types that the contract names by themselves: every record, every
// body, every body of a policy row. What is inside them is found from there.
func roots(t *testing.T) map[string]reflect.Type {
	out := map[string]reflect.Type{}
	for _, k := range wire.RecordKinds() {
		r, _ := wire.NewRecord(k)
		out["Record"+pascal(string(k))] = reflect.TypeOf(r).Elem()
	}
	for _, name := range wire.Kinds() {
		k, _ := wire.Lookup(name)
		schema := "Body" + pascal(name)
		if k.Class == wire.Patch {
			schema = "BodyPatch"
		}
		out[schema] = reflect.TypeOf(k.NewBody()).Elem()
	}
	for name, v := range map[string]any{"PolicyBarcodeLayout": wire.PolicyBarcodeLayout{}, "PolicySealKind": wire.PolicySealKind{},
		"PolicyPersons": wire.PolicyPersons{}, "PolicySheet": wire.PolicySheet{}, "PolicySuspicion": wire.PolicySuspicion{},
		"PolicyRetention": wire.PolicyRetention{}, "PolicyLegalHold": wire.PolicyLegalHold{}, "Device": people.Device{},
		"PolicyPlace": wire.PolicyPlace{}, "LastPlace": people.LastPlace{}} {
		out[name] = reflect.TypeOf(v)
	}
	return out
}

// pascal makes SealLot of seal_lot and SealSighted of seal.sighted.
func pascal(name string) string {
	var b strings.Builder
	upper := true
	for _, r := range name {
		switch {
		case r == '_' || r == '.':
			upper = true
		case upper:
			b.WriteRune(unicode.ToUpper(r))
			upper = false
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}
