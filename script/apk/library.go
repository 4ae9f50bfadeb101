package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"dianqin/script/stamp"
)

// pageSize is the page that the libraries are laid out for: newer phones have 16 KB.
const pageSize = 16384

// library compiles the app for a processor and returns the file.
func (m *maker) library(ctx context.Context, a abi, v stamp.Stamp) (string, error) {
	clang, err := m.clang(a)
	if err != nil {
		return "", err
	}
	out := filepath.Join(m.work(), a.folder, "libdianqin.so")
	m.say("compile for %s", a.folder)
	_, err = run(ctx, []string{
		"GOOS=android", "GOARCH=" + a.arch, "GOARM=7", "CGO_ENABLED=1", "CC=" + clang, "CXX=" + clang + "++",
		// Without the first a library that lacks the camera links and then dies on the phone.
		fmt.Sprintf("CGO_LDFLAGS=-Wl,--no-undefined -Wl,-z,max-page-size=%d", pageSize),
	}, "go", "build", "-C", m.root, "-buildmode=c-shared", "-trimpath",
		"-tags", "migrated_fynedo,no_emoji,release",
		"-ldflags", "-s -w "+v.Linker(), "-o", out, ".")
	if err != nil {
		return "", fmt.Errorf("compile for %s: %w", a.folder, err)
	}
	return out, nil
}

// clang is the NDK's compiler for a processor and the oldest Android.
func (m *maker) clang(a abi) (string, error) {
	pattern := filepath.Join(m.ndk, "toolchains", "llvm", "prebuilt", "*", "bin", fmt.Sprintf("%s%d-clang", a.triple, minAPI))
	found, err := filepath.Glob(pattern)
	if err != nil || len(found) == 0 {
		return "", fmt.Errorf("no compiler for %s in ANDROID_NDK_HOME: %s", a.folder, pattern)
	}
	if _, err := os.Stat(found[0]); err != nil {
		return "", fmt.Errorf("find the compiler: %w", err)
	}
	return found[0], nil
}
