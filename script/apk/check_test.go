package main

import (
	"archive/zip"
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dianqin/script/stamp"
)

// The checks are put to the test themselves: one thing after the other is amiss and
// must be found out. The manifest, the icons and the signature are the real ones; for
// the library, which wants an NDK, stands this very test program.

// workshop is a maker without an NDK, for our tree.
func workshop(t *testing.T) *maker {
	t.Helper()
	needTools(t)
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"KEYSTORE", "KS_ALIAS", "KS_PASS"} {
		t.Setenv(name, "")
	}
	return &maker{log: &bytes.Buffer{}, out: t.TempDir(), root: root}
}

// base makes the package without code.
func (m *maker) base(t *testing.T) string {
	t.Helper()
	base, err := m.resources(t.Context(), stamp.Stamp{Version: "1.2.3", Name: "1.2.3-abc", Code: 7})
	if err != nil {
		t.Fatalf("make the resources: %v", err)
	}
	return base
}

func (f findings) String() string {
	var out strings.Builder
	for _, one := range f {
		out.WriteString(string(one) + "\n")
	}
	return out.String()
}

func manifestFindings(t *testing.T, m *maker) string {
	t.Helper()
	p, err := ask(t.Context(), m.base(t))
	if err != nil {
		t.Fatal(err)
	}
	var f findings
	p.checkBadging(&f, nil)
	p.checkManifest(&f)
	p.checkTheme(&f)
	return f.String()
}

func TestCheck_FindsNothingAmissInOurManifest(t *testing.T) {
	if got := manifestFindings(t, workshop(t)); got != "" {
		t.Error(got)
	}
}

func TestCheck_FindsWhatIsAmissInAManifest(t *testing.T) {
	m := workshop(t)
	ours := string(read(t, filepath.Join(m.root, "AndroidManifest.xml")))
	icons := map[string][]byte{}
	for _, name := range []string{"Icon.png", "Icon-foreground.png"} {
		icons[name] = read(t, filepath.Join(m.root, name))
	}
	const gl = `<uses-feature android:gl`
	for _, c := range []struct{ name, old, new, want string }{
		{"backup allowed", `android:allowBackup="false"`, `android:allowBackup="true"`, "leave the device by backup"},
		{"debuggable", `android:debuggable="false"`, `android:debuggable="true"`, "anybody with a cable"},
		{"no word on Back", `android:enableOnBackInvokedCallback="false"`, ``, "would not reach the app"},
		{"rotation free", `android:screenOrientation="portrait"`, ``, "held upright"},
		{"rotation makes it anew", `|screenSize|`, `|`, "a change of screenSize"},
		{"keyboard over what is typed into", `adjustResize`, `adjustNothing`, "cover what is typed"},
		{"another library", `android:value="dianqin"`, `android:value="main"`, `loads the library "main"`},
		{"a permission too many", gl, `<uses-permission android:name="android.permission.READ_CONTACTS" />` + gl, "READ_CONTACTS"},
		{"a permission too few", `<uses-permission android:name="android.permission.CAMERA" />`, ``, "it asks for"},
		{"a camera demanded", `android:name="android.hardware.camera.any" android:required="false"`, `android:name="android.hardware.camera.any"`, "could not install it"},
		{"another theme", `android:theme="@style/App"`, `android:theme="@android:style/Theme"`, "the theme is not our own"},
		{"another name", `package="cn.dianqin.app"`, `package="cn.dianqin.other"`, "not cn.dianqin.app"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if n := strings.Count(ours, c.old); n != 1 {
				t.Fatalf("%q stands %d times in the manifest", c.old, n)
			}
			changed := *m
			changed.root, changed.out = t.TempDir(), t.TempDir()
			for name, data := range icons {
				if err := write(filepath.Join(changed.root, name), data); err != nil {
					t.Fatal(err)
				}
			}
			if err := write(filepath.Join(changed.root, "AndroidManifest.xml"), []byte(strings.Replace(ours, c.old, c.new, 1))); err != nil {
				t.Fatal(err)
			}
			if got := manifestFindings(t, &changed); !strings.Contains(got, c.want) {
				t.Errorf("nothing like %q is found, but %q", c.want, got)
			}
		})
	}
}

func TestCheckTheme_FindsThatTheKeyboardCoversTheWindow(t *testing.T) {
	m := workshop(t)
	p, err := ask(t.Context(), m.base(t))
	if err != nil {
		t.Fatal(err)
	}
	for _, table := range []string{p.table, strings.ReplaceAll(p.table, "=true", "=false")} {
		var f findings
		(&opened{table: table, manifest: p.manifest}).checkTheme(&f)
		if ok := table == p.table; ok != (len(f) == 0) {
			t.Errorf("found %q where it is right: %v", f, ok)
		}
	}
}

func TestCheck_FindsWhatIsAmissInAPackage(t *testing.T) {
	m := workshop(t)
	base := m.base(t)
	k, err := m.key(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name   string
		border int
		extra  string
		sign   []string // what apksigner is told beyond the usual
		want   string
	}{
		{"all as it must be", pageSize, "", nil, ""},
		{"assets twice, a library off its page", 4, "assets/fonts/sans.otf", nil, "assets/fonts/sans.otf lies in it beside the copy in the library\nlib/x86_64/libdianqin.so does not begin on a page of 16384\n"},
		{"not signed by v3", pageSize, "", []string{"--v3-signing-enabled", "false"}, "not signed by v3\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			plain, out := filepath.Join(t.TempDir(), "plain.apk"), filepath.Join(t.TempDir(), "draft.apk")
			draft(t, plain, base, c.border, c.extra)
			if err := k.sign(t.Context(), plain, out, c.sign...); err != nil {
				t.Fatal(err)
			}
			p, err := open(t.Context(), out)
			if err != nil {
				t.Fatal(err)
			}
			var f findings
			p.checkSignature(&f)
			p.checkEntries(&f)
			if f.String() != c.want {
				t.Errorf("found %q, not %q", f, c.want)
			}
		})
	}
}

// draft writes a package with this test program for its library.
func draft(t *testing.T, name, base string, border int, extra string) {
	t.Helper()
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	f, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	count := &counter{to: f}
	z := zip.NewWriter(count)
	steps := []error{copyAll(z, count, base), put(z, count, "classes.dex", zip.Deflate, 0, []byte("dex\n035"))}
	if extra != "" {
		steps = append(steps, put(z, count, extra, zip.Deflate, 0, []byte("twice")))
	}
	steps = append(steps, put(z, count, "lib/x86_64/libdianqin.so", zip.Store, border, read(t, program)), z.Close())
	for _, err := range steps {
		if err != nil {
			t.Fatal(err)
		}
	}
}

func TestCheckLibrary_FindsThatAProgramIsNoApp(t *testing.T) {
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	l, err := readLibrary("lib/arm64-v8a/libdianqin.so", append(read(t, program), "dianqin/server/api.New"...))
	if err != nil {
		t.Skipf("this system's programs are of another kind: %v", err)
	}
	l.imports, l.needs = append(l.imports, "ACameraManager_create"), append(l.needs, "libstdc++.so.6")
	var f findings
	l.check(&f, (&opened{dex: []byte("\x00backPressed\x00")}).called())
	for _, want := range []string{
		"calls ACameraManager_create and does not need libcamera2ndk.so", "needs libstdc++.so.6", "lacks main.main",
		"lacks Java_org_golang_app_GoNativeActivity_backPressed", "carries code of dianqin/server/", "on pages of 4096",
	} {
		if !strings.Contains(f.String(), want) {
			t.Errorf("not found: %q, in\n%s", want, f)
		}
	}
}
