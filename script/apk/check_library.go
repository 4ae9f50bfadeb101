package main

import (
	"bytes"
	"debug/elf"
	"errors"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"
)

// library is the compiled app for one processor.
type library struct {
	name     string
	data     []byte
	file     *elf.File
	imports  []string
	exports  []string
	needs    []string
	textRels bool
}

func readLibrary(name string, data []byte) (*library, error) {
	f, err := elf.NewFile(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("read the library: %w", err)
	}
	l := &library{name: name, data: data, file: f}
	symbols, err := f.DynamicSymbols()
	if err != nil && !errors.Is(err, elf.ErrNoSymbols) {
		return nil, fmt.Errorf("read its symbols: %w", err)
	}
	for _, s := range symbols {
		switch {
		case s.Section == elf.SHN_UNDEF && elf.ST_BIND(s.Info) != elf.STB_WEAK:
			l.imports = append(l.imports, s.Name)
		case s.Section != elf.SHN_UNDEF:
			l.exports = append(l.exports, s.Name)
		}
	}
	if l.needs, err = f.ImportedLibraries(); err != nil {
		return nil, fmt.Errorf("read what it needs: %w", err)
	}
	rels, err := f.DynValue(elf.DT_TEXTREL)
	l.textRels = err == nil && len(rels) > 0
	return l, nil
}

// system are the libraries that every phone of the oldest Android offers to apps.
var system = []string{"libEGL.so", "libGLESv2.so", "libandroid.so", "libc.so", "libcamera2ndk.so", "libdl.so", "liblog.so", "libm.so", "libmediandk.so"}

// homes are the libraries whose functions begin so: calling one without needing its
// library links, and dies on the phone.
var homes = []struct{ begins, lib string }{
	{"ACamera", "libcamera2ndk.so"}, {"ACapture", "libcamera2ndk.so"},
	{"AImage", "libmediandk.so"}, {"AMedia", "libmediandk.so"},
	{"ANativeWindow_", "libandroid.so"}, {"AInput", "libandroid.so"}, {"ALooper_", "libandroid.so"},
	{"__android_log_", "liblog.so"}, {"egl", "libEGL.so"},
}

// strangers are what a phone must not carry, as the functions' names lie in a library.
var strangers = []string{"dianqin/server/", "dianqin/cmd/", "github.com/jackc/pgx/", "github.com/pressly/goose/", "fyne.io/fyne/v2/test."}

func (l *library) check(f *findings, called []string) {
	at := path.Base(path.Dir(l.name))
	a, ok := find(func(a abi) bool { return a.folder == at })
	f.must(ok && l.file.Machine == a.machine, "%s is for %s", l.name, l.file.Machine)
	f.must(path.Base(l.name) == "libdianqin.so", "%s is not the app's library", l.name)
	l.checkPages(f)
	for _, n := range l.needs {
		f.must(slices.Contains(system, n), "%s needs %s, which phones do not offer", l.name, n)
	}
	for _, i := range l.imports {
		for _, h := range homes {
			f.must(!strings.HasPrefix(i, h.begins) || slices.Contains(l.needs, h.lib), "%s calls %s and does not need %s", l.name, i, h.lib)
		}
	}
	for _, s := range called {
		f.must(slices.Contains(l.exports, s), "%s lacks %s, which is called from outside", l.name, s)
	}
	for _, s := range strangers {
		f.must(!bytes.Contains(l.data, []byte(s)), "%s carries code of %s", l.name, s)
	}
	f.must(l.file.Section(".symtab") == nil && l.file.Section(".debug_info") == nil, "%s is not stripped", l.name)
}

// checkPages checks what a phone with pages of 16 KB asks of a library.
func (l *library) checkPages(f *findings) {
	f.must(!l.textRels, "%s changes its own code while it is loaded", l.name)
	for _, s := range l.file.Progs {
		switch s.Type {
		case elf.PT_LOAD:
			f.must(s.Align >= pageSize && s.Align%pageSize == 0, "%s has a segment on pages of %d", l.name, s.Align)
			f.must(s.Align > 0 && s.Off%s.Align == s.Vaddr%s.Align, "%s has a segment that cannot be mapped", l.name)
			f.must(s.Flags&(elf.PF_W|elf.PF_X) != elf.PF_W|elf.PF_X, "%s has a segment to write and to run", l.name)
		case elf.PT_GNU_STACK:
			f.must(s.Flags&elf.PF_X == 0, "%s wants a stack to run code from", l.name)
		}
	}
}

// nativeNames are the methods that the toolkit's activity leaves to the library. That
// the names lie in its file is how we know that the two are of one version.
var nativeNames = []string{"filePickerReturned", "insetsChanged", "keyboardTyped", "keyboardDelete", "backPressed", "setDarkMode"}

var wordInDex = regexp.MustCompile(`[A-Za-z]+`)

// natives are the functions that the library must have for the activity in a dex.
func natives(dex []byte) []string {
	there := map[string]bool{}
	for _, w := range wordInDex.FindAll(dex, -1) {
		there[string(w)] = true
	}
	var out []string
	for _, n := range nativeNames {
		if there[n] {
			out = append(out, "Java_org_golang_app_GoNativeActivity_"+n)
		}
	}
	return out
}
