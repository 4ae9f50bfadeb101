package main

import (
	"context"
	_ "embed"
	"fmt"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"strconv"

	"golang.org/x/image/draw"

	"dianqin/script/stamp"
)

// newerNames names what Android learnt after the framework that Debian keeps (29):
// aapt2 writes an attribute only when it knows its number.
//
//go:embed newer.xml
var newerNames []byte

// The name and the colours that the launcher shows, and an icon that it may cut to
// any shape.
//
//go:embed values.xml
var values []byte

//go:embed values-en.xml
var valuesEnglish []byte

//go:embed values-v35.xml
var values35 []byte

//go:embed ic_launcher.xml
var launcher []byte

// Sides of the launcher's pictures in pixels, at the finest of Android's densities.
const (
	iconSide       = 192
	foregroundSide = 432
)

// resources compiles the manifest, the names and the icons into a package without code
// and returns the file.
func (m *maker) resources(ctx context.Context, v stamp.Stamp) (string, error) {
	frame, err := frameworkFile()
	if err != nil {
		return "", err
	}
	extra, err := m.newer(ctx, frame)
	if err != nil {
		return "", fmt.Errorf("name what newer Androids know: %w", err)
	}
	res := filepath.Join(m.work(), "res")
	if err := m.writeResources(res); err != nil {
		return "", err
	}
	flat, out := filepath.Join(m.work(), "res.zip"), filepath.Join(m.work(), "base.apk")
	if _, err := run(ctx, nil, "aapt2", "compile", "--dir", res, "-o", flat); err != nil {
		return "", err
	}
	_, err = run(ctx, nil, "aapt2", "link", "-o", out, "-I", frame, "-I", extra,
		"--manifest", filepath.Join(m.root, "AndroidManifest.xml"),
		"--min-sdk-version", strconv.Itoa(minAPI), "--target-sdk-version", strconv.Itoa(targetAPI),
		"--version-code", strconv.Itoa(v.Code), "--version-name", v.Name, flat)
	return out, err
}

// newer makes the little framework beside the framework.
func (m *maker) newer(ctx context.Context, frame string) (string, error) {
	dir := filepath.Join(m.work(), "newer")
	manifest := []byte(`<manifest xmlns:android="http://schemas.android.com/apk/res/android" package="android"/>`)
	for name, data := range map[string][]byte{"AndroidManifest.xml": manifest, "res/values/newer.xml": newerNames} {
		if err := write(filepath.Join(dir, name), data); err != nil {
			return "", err
		}
	}
	flat, out := filepath.Join(dir, "newer.zip"), filepath.Join(dir, "newer.apk")
	if _, err := run(ctx, nil, "aapt2", "compile", "--dir", filepath.Join(dir, "res"), "-o", flat); err != nil {
		return "", err
	}
	_, err := run(ctx, nil, "aapt2", "link", "-o", out, "--manifest", filepath.Join(dir, "AndroidManifest.xml"), flat)
	return out, err
}

func (m *maker) writeResources(dir string) error {
	for name, data := range map[string][]byte{
		"values/values.xml":                       values,
		"values-en/values.xml":                    valuesEnglish,
		"values-v35/values.xml":                   values35,
		"mipmap-anydpi-v26/ic_launcher.xml":       launcher,
		"mipmap-anydpi-v26/ic_launcher_round.xml": launcher,
	} {
		if err := write(filepath.Join(dir, name), data); err != nil {
			return err
		}
	}
	for _, p := range []struct {
		from, to string
		side     int
	}{
		{"Icon.png", "ic_launcher.png", iconSide},
		{"Icon.png", "ic_launcher_round.png", iconSide},
		{"Icon-foreground.png", "ic_launcher_foreground.png", foregroundSide},
	} {
		if err := scale(filepath.Join(m.root, p.from), filepath.Join(dir, "mipmap-xxxhdpi", p.to), p.side); err != nil {
			return fmt.Errorf("scale %s: %w", p.from, err)
		}
	}
	return nil
}

// scale writes a square picture of the side.
func scale(from, to string, side int) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	picture, err := png.Decode(in)
	if err != nil {
		return err
	}
	small := image.NewNRGBA(image.Rect(0, 0, side, side))
	draw.CatmullRom.Scale(small, small.Bounds(), picture, picture.Bounds(), draw.Src, nil)
	if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
		return err
	}
	out, err := os.Create(to)
	if err != nil {
		return err
	}
	if err := png.Encode(out, small); err != nil {
		out.Close()
		return err
	}
	return out.Close()
}

// frameworkFile is the newest platform of an Android SDK, or Debian's framework.
func frameworkFile() (string, error) {
	if sdk := os.Getenv("ANDROID_HOME"); sdk != "" {
		if jar := filepath.Join(sdk, "platforms", fmt.Sprintf("android-%d", targetAPI), "android.jar"); exists(jar) {
			return jar, nil
		}
	}
	const debian = "/usr/share/android-framework-res/framework-res.apk"
	if exists(debian) {
		return debian, nil
	}
	return "", fmt.Errorf("no framework: neither the platform android-%d below ANDROID_HOME nor %s", targetAPI, debian)
}

func exists(name string) bool {
	_, err := os.Stat(name)
	return err == nil
}

func write(name string, data []byte) error {
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return err
	}
	return os.WriteFile(name, data, 0o644)
}
