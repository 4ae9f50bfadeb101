package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"dianqin/script/stamp"
)

// winres makes the resources of a Windows program: icon, version and the word that it
// paints sharply on any screen. The version is named here and not in go.mod, which its
// own needs would change.
const winres = "github.com/tc-hib/go-winres@v0.3.3"

// windows makes the program for Windows and checks it.
func (m *maker) windows(ctx context.Context, s stamp.Stamp) error {
	dir := filepath.Join(m.out, "windows-amd64")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("make the folder for Windows: %w", err)
	}
	res := filepath.Join(m.out, "windows.syso")
	number := fmt.Sprintf("%s.%d", s.Version, s.Code)
	// GOFLAGS is emptied: a vendoring or a module file of ours is not the tool's.
	_, err := run(ctx, []string{"GOFLAGS="}, "go", "run", "-C", m.out, winres, "simply", "--arch", "amd64", "--no-suffix", "--out", res,
		"--manifest", "gui", "--icon", filepath.Join(m.root, "Icon.png"), "--product-name", "Dianqin 电勤",
		"--file-description", "电勤 Dianqin", "--original-filename", "dianqin.exe", "--product-version", number, "--file-version", number)
	if err != nil {
		return fmt.Errorf("make the resources: %w", err)
	}
	exe := filepath.Join(dir, "dianqin.exe")
	const gcc = "x86_64-w64-mingw32-"
	// -static: no library of the compiler's has to be carried along.
	more := fmt.Sprintf("-H windowsgui -extldflags '-static %s'", res)
	env := []string{"GOOS=windows", "GOARCH=amd64", "CGO_ENABLED=1", "CC=" + gcc + "gcc", "CXX=" + gcc + "g++"}
	if err := m.build(ctx, s, env, exe, more); err != nil {
		return err
	}
	return m.check(exe)
}
