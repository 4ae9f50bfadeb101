package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestMake_PackagesAreAsTheyMustBe makes every package with a real NDK and has each
// checked as the program itself checks it (check.go).
func TestMake_PackagesAreAsTheyMustBe(t *testing.T) {
	ndk := os.Getenv("ANDROID_NDK_HOME")
	if ndk == "" {
		t.Skip("ANDROID_NDK_HOME is not set: no package is made and none is opened")
	}
	if testing.Short() {
		t.Skip("compiles the app for three processors")
	}
	needTools(t)
	for _, name := range []string{"KEYSTORE", "KS_ALIAS", "KS_PASS"} {
		t.Setenv(name, "")
	}
	var said bytes.Buffer
	m := maker{log: &said, ndk: ndk, out: t.TempDir(), abis: known}
	before := changed(t)
	if err := m.make(t.Context()); err != nil {
		t.Fatalf("make the packages: %v", err)
	}
	t.Log(said.String())
	if got := len(glob(t, filepath.Join(m.out, "*.apk"))); got != len(known)+1 {
		t.Errorf("%d packages, not one of each processor and one of all", got)
	}
	if after := changed(t); after != before {
		t.Errorf("the tree was changed:\n%s", after)
	}
	if !strings.Contains(said.String(), "key for trying out") {
		t.Error("nobody is told that the key is one for trying out")
	}
	// Packed twice from the same library a package is the same, but for the signature.
	again := filepath.Join(t.TempDir(), "again.apk")
	all := libraries(m)
	dex, err := m.dex(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := assemble(again, filepath.Join(m.work(), "base.apk"), dex, known, all); err != nil {
		t.Fatalf("put it together again: %v", err)
	}
	if !bytes.Equal(read(t, again), read(t, filepath.Join(m.work(), "all.unsigned.apk"))) {
		t.Error("the same pieces gave another package")
	}
	for _, l := range all {
		camera(t, l)
	}
}

// camera checks that the camera of the NDK is in a library, not only what stands for it.
func camera(t *testing.T, name string) {
	t.Helper()
	l, err := readLibrary(name, read(t, name))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"ACameraManager_create", "AImageReader_acquireLatestImage"} {
		if !contains(l.imports, want) {
			t.Errorf("%s does not call %s: it has no camera", name, want)
		}
	}
}

func libraries(m maker) map[abi]string {
	out := map[abi]string{}
	for _, a := range known {
		out[a] = filepath.Join(m.work(), a.folder, "libdianqin.so")
	}
	return out
}

func contains(all []string, one string) bool {
	for _, a := range all {
		if a == one {
			return true
		}
	}
	return false
}

// changed is what git says of the files that it keeps.
func changed(t *testing.T) string {
	t.Helper()
	out, err := exec.Command("git", "status", "--porcelain", "--", ".").Output()
	if err != nil {
		t.Skipf("no git: %v", err)
	}
	return string(out)
}

func glob(t *testing.T, pattern string) []string {
	t.Helper()
	out, err := filepath.Glob(pattern)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func read(t *testing.T, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func needTools(t *testing.T) {
	t.Helper()
	for _, name := range []string{"aapt", "aapt2", "apksigner", "keytool"} {
		if _, err := exec.LookPath(name); err != nil {
			t.Skipf("%s is not installed (script/need android)", name)
		}
	}
	if _, err := frameworkFile(); err != nil {
		t.Skip(err)
	}
}
