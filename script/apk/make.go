package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"dianqin/script/stamp"
)

// The oldest and the newest Android that the app is made for. 35 it stays: with 36 the
// system no longer tells an activity of its Back key in the way that the toolkit hears.
const (
	minAPI    = 24
	targetAPI = 35
)

// maker makes packages; root is the module's folder.
type maker struct {
	log  io.Writer
	ndk  string // folder of the NDK
	out  string
	root string
	abis []abi
}

// make makes a package of each processor and one of all, and checks them.
func (m *maker) make(ctx context.Context) error {
	if err := m.prepare(ctx); err != nil {
		return err
	}
	v, err := stamp.Read(ctx, m.root)
	if err != nil {
		return err
	}
	m.say("version %s, code %d", v.Name, v.Code)
	libs := map[abi]string{}
	for _, a := range m.abis {
		if libs[a], err = m.library(ctx, a, v); err != nil {
			return err
		}
	}
	base, err := m.resources(ctx, v)
	if err != nil {
		return err
	}
	dex, err := m.dex(ctx)
	if err != nil {
		return err
	}
	key, err := m.key(ctx)
	if err != nil {
		return err
	}
	for _, set := range sets(m.abis) {
		if err := m.pack(ctx, v, set, base, dex, libs, key); err != nil {
			return err
		}
	}
	return nil
}

// sets are the processors of every package: all of them in one, and each alone.
func sets(abis []abi) [][]abi {
	var out [][]abi
	if len(abis) > 1 {
		out = append(out, abis)
	}
	for _, a := range abis {
		out = append(out, []abi{a})
	}
	return out
}

// pack puts one package together, signs it and checks what came out.
func (m *maker) pack(ctx context.Context, v stamp.Stamp, set []abi, base string, dex []byte, libs map[abi]string, key key) error {
	kind := "all"
	if len(set) == 1 {
		kind = set[0].folder
	}
	plain := filepath.Join(m.work(), kind+".unsigned.apk")
	if err := assemble(plain, base, dex, set, libs); err != nil {
		return fmt.Errorf("put the package of %s together: %w", kind, err)
	}
	out := filepath.Join(m.out, fmt.Sprintf("dianqin-%s-%s.apk", v.Version, kind))
	if err := key.sign(ctx, plain, out); err != nil {
		return err
	}
	return m.checkOne(ctx, out, set)
}

func (m *maker) prepare(ctx context.Context) error {
	if m.ndk == "" {
		return fmt.Errorf("ANDROID_NDK_HOME is not set")
	}
	root, err := run(ctx, nil, "go", "list", "-m", "-f", "{{.Dir}}")
	if err != nil {
		return err
	}
	m.root = strings.TrimSpace(root)
	if m.out, err = filepath.Abs(m.out); err != nil {
		return fmt.Errorf("find the folder for the packages: %w", err)
	}
	if err := os.MkdirAll(m.work(), 0o755); err != nil {
		return fmt.Errorf("make the folder for the packages: %w", err)
	}
	return nil
}

// work is where the pieces lie.
func (m *maker) work() string { return filepath.Join(m.out, "pieces") }

func (m *maker) say(format string, args ...any) { fmt.Fprintf(m.log, format+"\n", args...) }

// run runs a program and returns what it says; what it complains of is in the error.
func run(ctx context.Context, env []string, name string, args ...string) (string, error) {
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Env = append(os.Environ(), env...)
	var out, complaint bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &complaint
	if err := cmd.Run(); err != nil {
		return out.String(), fmt.Errorf("%s: %w: %s%s", filepath.Base(name), err, out.String(), complaint.String())
	}
	return out.String(), nil
}
