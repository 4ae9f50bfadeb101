package main

import (
	"context"
	_ "embed"
	"fmt"
	"os"
	"path/filepath"
	"runtime"

	"dianqin/script/stamp"
)

// entry is what a Linux desktop shows in its menu.
//
//go:embed cn.dianqin.app.desktop
var entry []byte

// native makes the program for this machine, on Linux with menu entry and icon.
func (m *maker) native(ctx context.Context, s stamp.Stamp) error {
	dir := filepath.Join(m.out, runtime.GOOS+"-"+runtime.GOARCH)
	if err := m.build(ctx, s, []string{"CGO_ENABLED=1"}, filepath.Join(dir, "dianqin"), ""); err != nil {
		return err
	}
	if runtime.GOOS != "linux" {
		return nil
	}
	icon, err := os.ReadFile(filepath.Join(m.root, "Icon.png"))
	if err != nil {
		return fmt.Errorf("read the icon: %w", err)
	}
	for name, data := range map[string][]byte{"cn.dianqin.app.desktop": entry, "cn.dianqin.app.png": icon} {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o644); err != nil {
			return fmt.Errorf("write %s: %w", name, err)
		}
	}
	m.say(`install it for yourself:
  cd %s
  install -Dm755 dianqin ~/.local/bin/dianqin
  install -Dm644 cn.dianqin.app.png ~/.local/share/icons/hicolor/512x512/apps/cn.dianqin.app.png
  install -Dm644 cn.dianqin.app.desktop ~/.local/share/applications/cn.dianqin.app.desktop
for everybody: the same below /usr/local`, dir)
	return nil
}
