package main

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

var permissionLine = regexp.MustCompile(`(?m)^uses-permission(?:-[a-z0-9-]+)?: name='(?:android\.permission\.)?([^']+)'`)

// checkBadging checks what an installer sees first.
func (p *opened) checkBadging(f *findings, set []abi) {
	f.must(strings.HasPrefix(p.badging, "package: name='cn.dianqin.app' "), "the package is not cn.dianqin.app")
	code, err := strconv.Atoi(p.of("package: name=", "versionCode"))
	f.must(err == nil && code > 0, "no version code")
	f.must(regexp.MustCompile(`^[0-9]+\.[0-9]+`).MatchString(p.of("package: name=", "versionName")), "no version name")
	f.must(p.value("sdkVersion") == strconv.Itoa(minAPI), "the oldest Android is %q, not %d", p.value("sdkVersion"), minAPI)
	f.must(p.value("targetSdkVersion") == strconv.Itoa(targetAPI), "the target is %q, not %d", p.value("targetSdkVersion"), targetAPI)
	f.must(p.value("application-label") == "电勤", "its name is %q", p.value("application-label"))
	f.must(p.value("application-label-en") == "Dianqin", "its English name is %q", p.value("application-label-en"))
	var asked []string
	for _, m := range permissionLine.FindAllStringSubmatch(p.badging, -1) {
		asked = append(asked, m[1])
	}
	slices.Sort(asked)
	f.must(slices.Equal(asked, permissions), "it asks for %v, not for %v", asked, permissions)
	for _, feature := range []string{"camera", "camera.any", "camera.autofocus", "camera.flash", "location", "location.gps"} {
		f.must(!strings.Contains(p.badging, "  uses-feature: name='android.hardware."+feature+"'"),
			"a device without android.hardware.%s could not install it", feature)
	}
	want := make([]string, len(set))
	for i, a := range set {
		want[i] = a.folder
	}
	slices.Sort(want)
	f.must(set == nil || slices.Equal(p.folders(), want), "it is for %v, not for %v", p.folders(), want)
}

// checkManifest checks what the system goes by when it runs.
func (p *opened) checkManifest(f *findings) {
	for _, a := range attributes {
		got, ok := p.attribute(a.name)
		f.must(ok && got == a.value, "%s is %q, not %q: %s", a.name, got, a.value, a.why)
	}
	lib, ok := p.metaData("android.app.lib_name")
	f.must(ok && lib == "dianqin", "the activity loads the library %q, not dianqin", lib)
	text, _ := p.attribute("configChanges")
	changes, err := strconv.ParseUint(strings.TrimPrefix(text, "0x"), 16, 64)
	f.must(err == nil, "configChanges cannot be read: %q", text)
	for name, bit := range kept {
		f.must(changes&bit != 0, "a change of %s makes the activity anew", name)
	}
}

// checkTheme checks what Android 15 asks a theme, or the keyboard covers the window.
func (p *opened) checkTheme(f *findings) {
	f.must(regexp.MustCompile(`(0x0101069a|windowOptOutEdgeToEdgeEnforcement)\S*=true`).MatchString(p.table),
		"the theme does not keep the window out of the system's bars and the keyboard's place")
	theme, _ := p.attribute("theme")
	f.must(strings.HasPrefix(theme, "@0x7f"), "the theme is not our own but %q", theme)
}

// attribute is an attribute of Android's wherever it stands in the manifest.
func (p *opened) attribute(name string) (string, bool) {
	m := regexp.MustCompile(`:` + name + `\(0x[0-9a-f]+\)=(\S+)`).FindStringSubmatch(p.manifest)
	if m == nil {
		return "", false
	}
	return strings.Trim(m[1], `"`), true
}

func (p *opened) metaData(name string) (string, bool) {
	_, rest, ok := strings.Cut(p.manifest, `="`+name+`"`)
	if !ok {
		return "", false
	}
	m := regexp.MustCompile(`:value\(0x[0-9a-f]+\)="([^"]*)"`).FindStringSubmatch(rest)
	if m == nil {
		return "", false
	}
	return m[1], true
}

// checkSignature checks the two ways of signing that phones go by.
func (p *opened) checkSignature(f *findings) {
	for _, scheme := range []string{"v2", "v3"} {
		f.must(regexp.MustCompile(`(?m)^Verified using `+scheme+` scheme .*: true$`).MatchString(p.signature), "not signed by %s", scheme)
	}
}

// checkEntries checks what lies in the package and how.
func (p *opened) checkEntries(f *findings) {
	names := map[string]bool{}
	for _, e := range p.entries {
		f.must(!names[e.name], "%s lies in it twice", e.name)
		names[e.name] = true
		f.must(!strings.HasPrefix(e.name, "assets/"), "%s lies in it beside the copy in the library", e.name)
		if strings.HasSuffix(e.name, ".so") {
			f.must(e.stored, "%s is packed: it cannot be loaded from the package", e.name)
			f.must(e.at%pageSize == 0, "%s does not begin on a page of %d", e.name, pageSize)
		} else if e.stored {
			f.must(e.at%4 == 0, "%s does not begin on a border of 4", e.name)
		}
	}
	for _, name := range []string{"AndroidManifest.xml", "classes.dex", "resources.arsc"} {
		f.must(names[name], "%s is missing", name)
	}
	f.must(len(p.libs) > 0, "no library")
	f.must(slices.ContainsFunc(p.entries, func(e entry) bool { return strings.HasSuffix(e.name, ".png") }), "no icon")
}
