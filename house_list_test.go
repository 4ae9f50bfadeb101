package main_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
)

// listed is what "go list" says of a package.
type listed struct {
	ImportPath, Name, Dir, Doc               string
	Standard                                 bool
	GoFiles, CgoFiles                        []string
	Imports, TestImports, XTestImports, Deps []string
	Error                                    *struct{ Err string }
}

func onEveryPlatform(t *testing.T, check func(*testing.T, platform, []listed)) {
	for _, p := range shipped {
		t.Run(p.String(), func(t *testing.T) {
			t.Parallel()
			check(t, p, list(t, p))
		})
	}
}

// lists asks "go list" once a platform.
var lists = struct {
	sync.Mutex
	known map[platform][]listed
}{known: map[platform][]listed{}}

func list(t *testing.T, p platform) []listed {
	t.Helper()
	lists.Lock()
	defer lists.Unlock()
	if packages, ok := lists.known[p]; ok {
		return packages
	}
	touch(t)
	packages, err := goList(p)
	if err != nil {
		t.Fatalf("list the packages for %s: %v", p, err)
	}
	lists.known[p] = packages
	return packages
}

// goList includes the tests' own dependencies, so that every import is known to
// be of the standard library or not.
func goList(p platform) ([]listed, error) {
	fields := "ImportPath,Name,Dir,Doc,Standard,GoFiles,CgoFiles,Imports,TestImports,XTestImports,Deps,Error"
	cmd := exec.Command("go", "list", "-e", "-deps", "-json="+fields, "-tags="+p.tags, "./...")
	cmd.Env = append(os.Environ(), "GOOS="+p.os, "GOARCH="+p.arch, "CGO_ENABLED=1", "GOFLAGS=-buildvcs=false")
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Run(); err != nil {
		return nil, fmt.Errorf("go list: %w: %s", err, stderr.String())
	}
	var packages []listed
	for d := json.NewDecoder(&stdout); ; {
		var l listed
		if err := d.Decode(&l); errors.Is(err, io.EOF) {
			return packages, nil
		} else if err != nil {
			return nil, fmt.Errorf("read what go list says: %w", err)
		}
		packages = append(packages, l)
	}
}

// touch opens every folder of the tree: go test then knows that the result hangs
// on them and does not answer from its cache after a change.
func touch(t *testing.T) {
	err := filepath.WalkDir(".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && d.IsDir() && (name == ".git" || name == "build") {
			return fs.SkipDir
		}
		return err
	})
	if err != nil {
		t.Fatalf("walk the tree: %v", err)
	}
}
