package app

import (
	"bufio"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"

	"dianqin/device/feel"
)

// stamp is what a package calls itself, put in by the linker (script/apk, script/desktop).
var stamp string

// Version is what this program calls itself: what its package was stamped with, the
// module's version, or the commit that it was built from.
func Version() string {
	if stamp != "" {
		return stamp
	}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "0"
	}
	if v := info.Main.Version; v != "" && v != "(devel)" {
		return v
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" && len(s.Value) >= 10 {
			return s.Value[:10]
		}
	}
	return "0"
}

// ShortVersion is Version without the commit.
func ShortVersion() string {
	short, _, _ := strings.Cut(Version(), "-")
	return short
}

// logFile is what the program writes its log into, beside the data.
const logFile = "dianqin.log"

// LogTail is the last lines of the log, oldest first; none where there is no log.
func (a *App) LogTail(n int) ([]string, error) {
	f, err := os.Open(filepath.Join(a.dir, logFile))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read the log: %w", err)
	}
	defer f.Close()
	const most = 256 << 10 // bytes from the end: a log may have grown for years
	if info, err := f.Stat(); err == nil && info.Size() > most {
		if _, err := f.Seek(-most, 2); err != nil {
			return nil, fmt.Errorf("read the log: %w", err)
		}
	}
	var lines []string
	for s := bufio.NewScanner(f); s.Scan(); {
		lines = append(lines, s.Text())
	}
	return lines[max(0, len(lines)-n):], nil
}

// senses are those by which the person wants signs.
func (a *App) senses() feel.Choice {
	v := a.Settings.Values()
	return feel.Choice{Sound: v.Sound, Vibration: v.Vibration}
}
