package main

import (
	"context"
	"fmt"
	"os"
	"strings"
)

// A finding is what is wrong with a package, in words for the one who made it.
type finding string

// findings collects them.
type findings []finding

func (f *findings) addf(format string, args ...any) {
	*f = append(*f, finding(fmt.Sprintf(format, args...)))
}

// must adds the finding where a thing is not so.
func (f *findings) must(so bool, format string, args ...any) {
	if !so {
		f.addf(format, args...)
	}
}

// checkAll checks packages that lie somewhere, whatever processors they are for.
func (m *maker) checkAll(ctx context.Context, names []string) error {
	if len(names) == 0 {
		return fmt.Errorf("no package named to check")
	}
	for _, n := range names {
		if err := m.checkOne(ctx, n, nil); err != nil {
			return err
		}
	}
	return nil
}

// checkOne opens a package again and says what it is, or what is wrong with it.
func (m *maker) checkOne(ctx context.Context, name string, set []abi) error {
	p, err := open(ctx, name)
	if err != nil {
		return fmt.Errorf("open %s: %w", name, err)
	}
	if found := p.check(set); len(found) > 0 {
		text := make([]string, len(found))
		for i, f := range found {
			text[i] = string(f)
		}
		return fmt.Errorf("%s is not as it must be:\n  %s", name, strings.Join(text, "\n  "))
	}
	info, err := os.Stat(name)
	if err != nil {
		return fmt.Errorf("measure %s: %w", name, err)
	}
	m.say("%s: %.1f MB, %s", name, float64(info.Size())/1e6, p)
	return nil
}

// check asks everything of a package; set is what it is for, nil where any will do.
func (p *opened) check(set []abi) []finding {
	var f findings
	p.checkBadging(&f, set)
	p.checkManifest(&f)
	p.checkTheme(&f)
	p.checkSignature(&f)
	p.checkEntries(&f)
	for _, l := range p.libs {
		l.check(&f, p.called())
	}
	return f
}

// called are the functions by which the system and the activity come into the library.
func (p *opened) called() []string {
	first, ok := p.metaData("android.app.func_name")
	if !ok {
		first = "ANativeActivity_onCreate"
	}
	return append([]string{"ANativeActivity_onCreate", "main.main", "JNI_OnLoad", first}, natives(p.dex)...)
}

// permissions are all that the app asks for; another in the package was not meant.
var permissions = []string{
	"ACCESS_COARSE_LOCATION", "ACCESS_FINE_LOCATION", "ACCESS_NETWORK_STATE", "CAMERA", "INTERNET", "VIBRATE",
}

// attributes are what the manifest must say, as aapt2 writes it out.
var attributes = []struct{ name, value, why string }{
	{"allowBackup", "false", "the data would leave the device by backup"},
	{"debuggable", "false", "anybody with a cable could read the data"},
	{"enableOnBackInvokedCallback", "false", "the system's Back would not reach the app"},
	{"extractNativeLibs", "false", "the libraries would lie on the device twice"},
	{"screenOrientation", "1", "the screens are made for a phone held upright"},
	{"windowSoftInputMode", "0x00000010", "the keyboard would cover what is typed into"},
	{"launchMode", "2", "a second start would make a second activity in the same process"},
	{"exported", "true", "the launcher could not start it"},
}

// kept are the changes that must not make the activity anew (ActivityInfo.CONFIG_*):
// the toolkit does not outlive that.
var kept = map[string]uint64{
	"locale": 0x4, "keyboard": 0x10, "keyboardHidden": 0x20, "navigation": 0x40, "orientation": 0x80,
	"screenLayout": 0x100, "uiMode": 0x200, "screenSize": 0x400, "smallestScreenSize": 0x800,
	"density": 0x1000, "layoutDirection": 0x2000, "fontScale": 0x40000000,
}
