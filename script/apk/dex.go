package main

import (
	"context"
	"encoding/base64"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strconv"
	"strings"
)

// dex is the toolkit's activity, compiled. It comes from the sources of the toolkit in
// the version that go.mod names, so that its native methods are those of the library.
func (m *maker) dex(ctx context.Context) ([]byte, error) {
	dir, err := run(ctx, nil, "go", "list", "-C", m.root, "-m", "-f", "{{.Dir}}", "fyne.io/fyne/v2")
	if err != nil {
		return nil, err
	}
	return dexIn(filepath.Join(strings.TrimSpace(dir), "cmd", "fyne", "internal", "mobile", "dex.go"))
}

// dexIn reads the constant dexStr of a Go file: base64 in pieces joined by +.
func dexIn(file string) ([]byte, error) {
	tree, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
	if err != nil {
		return nil, fmt.Errorf("read the toolkit's activity: %w", err)
	}
	text := ""
	ast.Inspect(tree, func(n ast.Node) bool {
		v, ok := n.(*ast.ValueSpec)
		if !ok || len(v.Names) != 1 || v.Names[0].Name != "dexStr" {
			return true
		}
		ast.Inspect(v, func(n ast.Node) bool {
			if l, ok := n.(*ast.BasicLit); ok {
				if s, err := strconv.Unquote(l.Value); err == nil {
					text += s
				}
			}
			return true
		})
		return false
	})
	out, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		return nil, fmt.Errorf("unpack the toolkit's activity: %w", err)
	}
	if !strings.HasPrefix(string(out), "dex\n") {
		return nil, fmt.Errorf("%s holds no activity", file)
	}
	return out, nil
}
