// Package stamp says what a package that is made of this tree calls itself. It asks
// FyneApp.toml and git and changes neither.
package stamp

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
)

// Stamp is the version of a package.
type Stamp struct {
	Version string // of FyneApp.toml
	Name    string // with the commit; a + where kept files were changed since
	Code    int    // grows with every commit: Android takes no lower one over it
}

// Linker is the flag that hands the name to the program (app/about.go).
func (s Stamp) Linker() string { return fmt.Sprintf("-X 'dianqin/app.stamp=%s'", s.Name) }

// Read reads the stamp of the tree at root. Without git the toml alone says it.
func Read(ctx context.Context, root string) (Stamp, error) {
	toml, err := os.ReadFile(filepath.Join(root, "FyneApp.toml"))
	if err != nil {
		return Stamp{}, fmt.Errorf("read the version: %w", err)
	}
	s, err := parse(string(toml))
	if err != nil {
		return Stamp{}, err
	}
	git := func(args ...string) (string, error) {
		out, err := exec.CommandContext(ctx, "git", append([]string{"-C", root}, args...)...).Output()
		if err != nil {
			return "", fmt.Errorf("git %s: %w", args[0], err)
		}
		return strings.TrimSpace(string(out)), nil
	}
	commit, err := git("rev-parse", "--short=10", "HEAD")
	if err != nil {
		return s, nil // an unpacked archive
	}
	count, err := git("rev-list", "--count", "HEAD")
	if err != nil {
		return Stamp{}, err
	}
	changed, err := git("status", "--porcelain", "--untracked-files=no")
	if err != nil {
		return Stamp{}, err
	}
	if changed != "" {
		commit += "+"
	}
	n, err := strconv.Atoi(count)
	if err != nil {
		return Stamp{}, fmt.Errorf("count the commits: %w", err)
	}
	s.Name, s.Code = s.Version+"-"+commit, max(s.Code, n)
	return s, nil
}

func parse(toml string) (Stamp, error) {
	value := func(pattern string) string {
		m := regexp.MustCompile(`(?m)^` + pattern + `$`).FindStringSubmatch(toml)
		if m == nil {
			return ""
		}
		return m[1]
	}
	name, build := value(`Version = "([0-9.]+)"`), value(`Build = ([0-9]+)`)
	if name == "" || build == "" {
		return Stamp{}, fmt.Errorf("FyneApp.toml lacks Version or Build")
	}
	code, err := strconv.Atoi(build)
	if err != nil {
		return Stamp{}, fmt.Errorf("read the build number: %w", err)
	}
	return Stamp{Version: name, Name: name, Code: code}, nil
}
