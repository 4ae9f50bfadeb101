package main

import (
	"debug/elf"
	"fmt"
)

// abi is a processor that phones have.
type abi struct {
	arch    string // as Go calls it
	folder  string // as Android calls it, the folder in the package
	triple  string // of the NDK's compiler
	machine elf.Machine
}

var known = []abi{
	{"arm64", "arm64-v8a", "aarch64-linux-android", elf.EM_AARCH64},
	{"arm", "armeabi-v7a", "armv7a-linux-androideabi", elf.EM_ARM},
	{"amd64", "x86_64", "x86_64-linux-android", elf.EM_X86_64},
}

func abisNamed(names []string) ([]abi, error) {
	var out []abi
	for _, n := range names {
		a, ok := find(func(a abi) bool { return a.arch == n })
		if !ok {
			return nil, fmt.Errorf("no processor %q: there are arm64, arm and amd64", n)
		}
		out = append(out, a)
	}
	return out, nil
}

func find(is func(abi) bool) (abi, bool) {
	for _, a := range known {
		if is(a) {
			return a, true
		}
	}
	return abi{}, false
}
