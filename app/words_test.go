package app_test

import (
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"dianqin/assets/words"
	"dianqin/data/model/seal"
	"dianqin/data/wire"
)

// said is a code with the names of the arguments that come with it each time.
type said struct {
	where string
	args  []string
}

// TestWords_EveryErrorIsSaidInEveryLanguage reads the source for model.Fail and
// the devices' codes; each must have words, and these may use only what every
// error of the code carries: else people read [[errors.x]].
func TestWords_EveryErrorIsSaidInEveryLanguage(t *testing.T) {
	codes := map[string][]said{}
	for _, floor := range []string{"../data", "../app", "../server"} {
		fails(t, floor, codes)
	}
	if len(codes) < 40 {
		t.Fatalf("only %d codes found: is the source where it was?", len(codes))
	}
	deviceCodes(t, codes)
	for _, code := range wire.Codes() {
		if codes[code] == nil {
			codes[code] = []said{{where: "data/wire/problem.go"}}
		}
	}
	for _, c := range sealRefusals() {
		codes[c] = append(codes[c], said{"seal.Next", []string{"number", "custody"}})
	}
	for _, lang := range words.Languages() {
		texts := errorWords(t, lang)
		for code, uses := range codes {
			text, ok := texts["errors."+code]
			if !ok {
				t.Errorf("%s: no words for %s (%s)", lang, code, uses[0].where)
			}
			for _, use := range uses {
				for _, p := range placeholders(text) {
					// The screens always give a place, be it "unknown".
					if p != "place" && !slices.Contains(use.args, p) {
						t.Errorf("%s: errors.%s wants {{.%s}}, which %s does not give", lang, code, p, use.where)
					}
				}
			}
		}
		for key, text := range texts {
			code, todo := strings.CutSuffix(strings.TrimPrefix(key, "errors."), ".do")
			if codes[code] == nil {
				t.Errorf("%s: nothing fails with %s", lang, code)
			}
			if todo && len(placeholders(text)) > 0 {
				t.Errorf("%s: %s gets no arguments", lang, key)
			}
		}
	}
}

// fails collects the calls of model.Fail below a folder, tests aside.
func fails(t *testing.T, root string, codes map[string][]said) {
	t.Helper()
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") || strings.Contains(path, "storetest") {
			return err
		}
		set := token.NewFileSet()
		file, err := parser.ParseFile(set, path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok || !isFail(call.Fun) || len(call.Args) == 0 {
				return true
			}
			where := set.Position(call.Pos()).String()
			code, ok := literal(call.Args[0])
			if !ok {
				if !computed(path, call.Args[0]) {
					t.Errorf("%s: the code is no literal, so nobody sees whether it has words", where)
				}
				return true
			}
			u := said{where: where}
			for i := 1; i+1 < len(call.Args); i += 2 {
				name, ok := literal(call.Args[i])
				if !ok {
					t.Errorf("%s: the name of an argument is no literal", where)
				}
				u.args = append(u.args, name)
			}
			codes[code] = append(codes[code], u)
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func isFail(f ast.Expr) bool {
	s, ok := f.(*ast.SelectorExpr)
	if !ok || s.Sel.Name != "Fail" {
		return false
	}
	x, ok := s.X.(*ast.Ident)
	return ok && x.Name == "model"
}

func literal(e ast.Expr) (string, bool) {
	l, ok := e.(*ast.BasicLit)
	if !ok || l.Kind != token.STRING {
		return "", false
	}
	text, err := strconv.Unquote(l.Value)
	return text, err == nil
}

// computed knows the codes that are put together; they are collected otherwise.
func computed(path string, e ast.Expr) bool {
	if b, ok := e.(*ast.BinaryExpr); ok {
		prefix, ok := literal(b.X)
		return ok && prefix == "seal.cannot_" // sealRefusals
	}
	path = filepath.ToSlash(path) // what these say is a device's word: deviceCodes
	return strings.HasSuffix(path, "app/viewing/viewing.go") || strings.HasSuffix(path, "app/evidence/view.go")
}

// sealRefusals asks the life of a seal for every "no" that it knows.
func sealRefusals() []string {
	var out []string
	for _, custody := range seal.Custodies {
		for _, what := range seal.Whats {
			_, no := seal.Next(seal.Seal{Number: "1", Custody: custody}, seal.Act{What: what})
			if no != nil && strings.HasPrefix(no.Code, "seal.cannot_") && !slices.Contains(out, no.Code) {
				out = append(out, no.Code)
			}
		}
	}
	return out
}

// deviceCodes collects the constants of type Code in the device packages. They
// may come without arguments.
func deviceCodes(t *testing.T, codes map[string][]said) {
	t.Helper()
	files, err := filepath.Glob("../device/*/*.go")
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	for _, path := range files {
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			spec, ok := n.(*ast.ValueSpec)
			if !ok || len(spec.Values) != 1 {
				return true
			}
			if kind, ok := spec.Type.(*ast.Ident); !ok || kind.Name != "Code" {
				return true
			}
			if code, ok := literal(spec.Values[0]); ok {
				codes[code] = append(codes[code], said{where: path})
				found++
			}
			return true
		})
	}
	if found == 0 {
		t.Error("no code of a device was found")
	}
}

func errorWords(t *testing.T, lang words.Language) map[string]string {
	t.Helper()
	texts := map[string]string{}
	files, err := filepath.Glob("../assets/words/" + string(lang) + "/*.json")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, f := range files {
		raw, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		var some map[string]json.RawMessage // plurals are objects
		if err := json.Unmarshal(raw, &some); err != nil {
			t.Fatal(f, err)
		}
		for key, raw := range some {
			var text string
			if strings.HasPrefix(key, "errors.") && json.Unmarshal(raw, &text) == nil {
				texts[key] = text
			}
		}
	}
	return texts
}

var placeholder = regexp.MustCompile(`\{\{\s*\.(\w+)`)

func placeholders(text string) []string {
	var out []string
	for _, m := range placeholder.FindAllStringSubmatch(text, -1) {
		out = append(out, m[1])
	}
	return out
}
