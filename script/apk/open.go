package main

import (
	"archive/zip"
	"context"
	"fmt"
	"io"
	"path"
	"slices"
	"strconv"
	"strings"
)

// opened is a package with what the system's own tools say of it.
type opened struct {
	badging   string // aapt dump badging
	manifest  string // aapt2 dump xmltree
	table     string // aapt2 dump resources
	signature string // apksigner verify
	dex       []byte
	entries   []entry
	libs      []*library
}

// entry is a file in the package.
type entry struct {
	name   string
	stored bool
	at     int64 // offset of its bytes
}

// ask lets the system's tools say what the manifest of a package holds.
func ask(ctx context.Context, name string) (*opened, error) {
	badging, err := run(ctx, nil, "aapt", "dump", "badging", name)
	if err != nil {
		return nil, err
	}
	manifest, err := run(ctx, nil, "aapt2", "dump", "xmltree", name, "--file", "AndroidManifest.xml")
	if err != nil {
		return nil, err
	}
	table, err := run(ctx, nil, "aapt2", "dump", "resources", name)
	if err != nil {
		return nil, err
	}
	return &opened{badging: badging, manifest: manifest, table: table}, nil
}

// open asks them, has the signature verified and reads what lies in the package.
func open(ctx context.Context, name string) (*opened, error) {
	p, err := ask(ctx, name)
	if err != nil {
		return nil, err
	}
	if p.signature, err = run(ctx, nil, "apksigner", "verify", "--verbose", "--min-sdk-version", strconv.Itoa(minAPI), name); err != nil {
		return nil, err
	}
	r, err := zip.OpenReader(name)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	for _, f := range r.File {
		if err := p.take(f); err != nil {
			return nil, fmt.Errorf("read %s: %w", f.Name, err)
		}
	}
	return p, nil
}

func (p *opened) take(f *zip.File) error {
	at, err := f.DataOffset()
	if err != nil {
		return err
	}
	p.entries = append(p.entries, entry{f.Name, f.Method == zip.Store, at})
	isLib := path.Ext(f.Name) == ".so"
	if !isLib && f.Name != "classes.dex" {
		return nil
	}
	in, err := f.Open()
	if err != nil {
		return err
	}
	defer in.Close()
	data, err := io.ReadAll(in)
	if err != nil {
		return err
	}
	if !isLib {
		p.dex = data
		return nil
	}
	l, err := readLibrary(f.Name, data)
	if err != nil {
		return err
	}
	p.libs = append(p.libs, l)
	return nil
}

// folders are the processors that the package has libraries for.
func (p *opened) folders() []string {
	var out []string
	for _, l := range p.libs {
		out = append(out, path.Base(path.Dir(l.name)))
	}
	slices.Sort(out)
	return out
}

// String says in one line what the package is.
func (p *opened) String() string {
	return fmt.Sprintf("%s, Android API %s to %s, for %s, signed v2 and v3", p.of("package: name=", "versionName"),
		p.value("sdkVersion"), p.value("targetSdkVersion"), strings.Join(p.folders(), " "))
}

// value is what stands in the line of badging that begins with a name: name:'value'.
func (p *opened) value(name string) string {
	for line := range strings.Lines(p.badging) {
		if rest, ok := strings.CutPrefix(line, name+":'"); ok {
			value, _, _ := strings.Cut(rest, "'")
			return value
		}
	}
	return ""
}

// of is the value of a name in the line of badging that begins so.
func (p *opened) of(line, name string) string {
	for l := range strings.Lines(p.badging) {
		if !strings.HasPrefix(l, line) {
			continue
		}
		if _, rest, ok := strings.Cut(l, " "+name+"='"); ok {
			value, _, _ := strings.Cut(rest, "'")
			return value
		}
	}
	return ""
}
