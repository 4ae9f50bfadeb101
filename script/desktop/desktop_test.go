package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf16"

	"dianqin/script/stamp"
)

func TestWindows_IsAProgramWithWindowsIconAndVersion(t *testing.T) {
	if testing.Short() {
		t.Skip("compiles the app for another system")
	}
	for _, tool := range []string{"x86_64-w64-mingw32-gcc", "x86_64-w64-mingw32-g++"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skipf("%s is not installed (script/need windows): no Windows program is made and none is opened", tool)
		}
	}
	out := t.TempDir()
	var said bytes.Buffer
	m := maker{log: &said, out: out}
	if err := m.make(t.Context(), []string{"windows"}); err != nil {
		t.Fatal(err)
	}
	t.Log(said.String())
	data, err := os.ReadFile(filepath.Join(out, "windows-amd64", "dianqin.exe"))
	if err != nil {
		t.Fatal(err)
	}
	s, err := stamp.Read(t.Context(), m.root)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"电勤 Dianqin", "FileVersion", s.Version} {
		if !bytes.Contains(data, wide(want)) {
			t.Errorf("its resources do not say %q", want)
		}
	}
	if !bytes.Contains(data, []byte("<assemblyIdentity")) || !bytes.Contains(data, []byte("dpiAware")) {
		t.Error("its resources lack the manifest that keeps it sharp on any screen")
	}
	if !bytes.Contains(data, []byte(s.Name)) {
		t.Errorf("it is not stamped %s", s.Name)
	}
}

// wide is text as Windows' resources hold it.
func wide(s string) []byte {
	var out []byte
	for _, u := range utf16.Encode([]rune(s)) {
		out = append(out, byte(u), byte(u>>8))
	}
	return out
}

// A plain program of Go's is what ours must not be: with a console, without an icon.
func TestCheckPE_FindsAConsoleAndAMissingIcon(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "go.mod"), "module x\n\ngo 1.26\n")
	write(t, filepath.Join(dir, "x.go"), "package main\n\nfunc main() { println(1) }\n")
	name := filepath.Join(dir, "x.exe")
	if _, err := run(t.Context(), []string{"GOOS=windows", "GOARCH=amd64", "CGO_ENABLED=0", "GOFLAGS="}, "go", "build", "-C", dir, "-o", name, "."); err != nil {
		t.Fatal(err)
	}
	wrong, err := checkPE(name)
	if err != nil {
		t.Fatal(err)
	}
	got := strings.Join(wrong, "\n")
	for _, want := range []string{"opens a console", "no icon"} {
		if !strings.Contains(got, want) {
			t.Errorf("not found: %q, in %q", want, got)
		}
	}
}

func TestEntry_NamesTheProgramAndItsIconInBothLanguages(t *testing.T) {
	for _, want := range []string{"Exec=dianqin\n", "Icon=cn.dianqin.app\n", "Name[zh_CN]=电勤\n", "Name=Dianqin\n", "Terminal=false\n"} {
		if !bytes.Contains(entry, []byte(want)) {
			t.Errorf("the menu entry lacks %q", want)
		}
	}
	if tool, err := exec.LookPath("desktop-file-validate"); err == nil {
		if out, err := exec.Command(tool, "cn.dianqin.app.desktop").CombinedOutput(); err != nil {
			t.Errorf("%s", out)
		}
	}
}

func write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}
