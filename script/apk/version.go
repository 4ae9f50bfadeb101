package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
)

// version is what a package calls itself.
type version struct {
	short string // of FyneApp.toml
	name  string // with the commit; a + where files were changed since
	code  int    // grows with every commit: Android takes no lower one over it
}

// flag hands the name to the linker (app/about.go).
func (v version) flag() string {
	return fmt.Sprintf("-X 'dianqin/app.stamp=%s'", v.name)
}

// version reads FyneApp.toml and asks git. Without git the toml's build is the code.
func (m *maker) version(ctx context.Context) (version, error) {
	toml, err := os.ReadFile(filepath.Join(m.root, "FyneApp.toml"))
	if err != nil {
		return version{}, fmt.Errorf("read the version: %w", err)
	}
	v, err := versionOf(string(toml))
	if err != nil {
		return version{}, err
	}
	git := func(args ...string) (string, error) {
		out, err := run(ctx, nil, "git", append([]string{"-C", m.root}, args...)...)
		return strings.TrimSpace(out), err
	}
	commit, err := git("rev-parse", "--short=10", "HEAD")
	if err != nil {
		return v, nil // an unpacked archive: the toml says enough
	}
	count, err := git("rev-list", "--count", "HEAD")
	if err != nil {
		return version{}, err
	}
	changed, err := git("status", "--porcelain", "--untracked-files=no")
	if err != nil {
		return version{}, err
	}
	if changed != "" {
		commit += "+"
	}
	n, err := strconv.Atoi(count)
	if err != nil {
		return version{}, fmt.Errorf("count the commits: %w", err)
	}
	v.name, v.code = v.short+"-"+commit, max(v.code, n)
	return v, nil
}

var versionLine = regexp.MustCompile(`(?m)^Version = "([0-9.]+)"$`)
var buildLine = regexp.MustCompile(`(?m)^Build = ([0-9]+)$`)

func versionOf(toml string) (version, error) {
	name, build := versionLine.FindStringSubmatch(toml), buildLine.FindStringSubmatch(toml)
	if name == nil || build == nil {
		return version{}, fmt.Errorf("FyneApp.toml lacks Version or Build")
	}
	code, err := strconv.Atoi(build[1])
	if err != nil {
		return version{}, fmt.Errorf("read the build number: %w", err)
	}
	return version{short: name[1], name: name[1], code: code}, nil
}
