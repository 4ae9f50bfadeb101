package main

import (
	"debug/pe"
	"fmt"
	"os"
	"slices"
	"strings"
)

// system are the libraries of every Windows 10; none else may be needed.
var system = []string{
	"advapi32.dll", "bcrypt.dll", "crypt32.dll", "dwmapi.dll", "gdi32.dll", "imm32.dll", "iphlpapi.dll", "kernel32.dll",
	"mf.dll", "mfplat.dll", "mfreadwrite.dll", "msvcrt.dll", "ole32.dll", "oleaut32.dll", "opengl32.dll", "psapi.dll",
	"quartz.dll", "setupapi.dll", "shell32.dll", "shlwapi.dll", "strmiids.dll", "ucrtbase.dll", "user32.dll", "version.dll",
	"winmm.dll", "ws2_32.dll",
}

// check opens a program for Windows and says what it is, or what is wrong with it.
func (m *maker) check(name string) error {
	wrong, err := checkPE(name)
	if err != nil {
		return fmt.Errorf("open %s: %w", name, err)
	}
	if len(wrong) > 0 {
		return fmt.Errorf("%s is not as it must be:\n  %s", name, strings.Join(wrong, "\n  "))
	}
	info, err := os.Stat(name)
	if err != nil {
		return fmt.Errorf("measure %s: %w", name, err)
	}
	m.say("%s: %.1f MB, a program with windows and without a console, for 64-bit Windows", name, float64(info.Size())/1e6)
	return nil
}

// checkPE returns what is wrong with a program for Windows.
func checkPE(name string) ([]string, error) {
	f, err := pe.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var wrong []string
	must := func(so bool, format string, args ...any) {
		if !so {
			wrong = append(wrong, fmt.Sprintf(format, args...))
		}
	}
	must(f.Machine == pe.IMAGE_FILE_MACHINE_AMD64, "it is for the machine %#x", f.Machine)
	head, ok := f.OptionalHeader.(*pe.OptionalHeader64)
	if !ok {
		return append(wrong, "it is no 64-bit program"), nil
	}
	must(head.Subsystem == pe.IMAGE_SUBSYSTEM_WINDOWS_GUI, "it opens a console: subsystem %d", head.Subsystem)
	must(f.Characteristics&pe.IMAGE_FILE_DLL == 0, "it is a library")
	for name, bit := range map[string]uint16{
		"laid out anew at every start": pe.IMAGE_DLLCHARACTERISTICS_DYNAMIC_BASE,
		"kept from running data":       pe.IMAGE_DLLCHARACTERISTICS_NX_COMPAT,
	} {
		must(head.DllCharacteristics&bit != 0, "it is not %s", name)
	}
	must(resources(f) > 0, "it has no icon and no version")
	libs, err := f.ImportedLibraries()
	if err != nil {
		return nil, err
	}
	symbols, err := f.ImportedSymbols()
	if err != nil {
		return nil, err
	}
	for _, s := range symbols { // debug/pe knows the libraries by their symbols: "function:library"
		if _, lib, ok := strings.Cut(s, ":"); ok && !slices.Contains(libs, lib) {
			libs = append(libs, lib)
		}
	}
	must(len(libs) > 0, "it needs no library at all, so it opens no window")
	for _, l := range libs {
		l = strings.ToLower(l)
		must(slices.Contains(system, l) || strings.HasPrefix(l, "api-ms-win-"), "it needs %s, which Windows does not bring", l)
	}
	return wrong, nil
}

// resources is how many bytes of resources (icon, version, manifest) a program has.
func resources(f *pe.File) uint32 {
	if s := f.Section(".rsrc"); s != nil {
		return s.VirtualSize
	}
	return 0
}
