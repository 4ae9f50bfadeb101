// Program desktop makes the desktop program: for this machine, with what a Linux
// desktop wants beside it, and for Windows with the C compiler of mingw. The Windows
// program it opens again and checks (pe.go). Nothing is written outside the folder of
// -out.
//
// A program for macOS is made on a Mac: go build and, for the bundle, the toolkit's own
// packager (docs/android.md says how); it is not made or tried here.
package main

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"runtime"
	"strings"

	"dianqin/script/stamp"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	m := maker{log: os.Stdout}
	flag.StringVar(&m.out, "out", "build/desktop", "folder for the programs")
	systems := flag.String("for", runtime.GOOS+",windows", "systems, as Go calls them")
	flag.Parse()
	if err := m.make(ctx, strings.Split(*systems, ",")); err != nil {
		fmt.Fprintln(os.Stderr, "desktop:", err)
		os.Exit(1)
	}
}

// maker makes programs; root is the module's folder.
type maker struct {
	log  io.Writer
	out  string
	root string
}

func (m *maker) make(ctx context.Context, systems []string) error {
	root, err := run(ctx, nil, "go", "list", "-m", "-f", "{{.Dir}}")
	if err != nil {
		return err
	}
	m.root = strings.TrimSpace(root)
	if m.out, err = filepath.Abs(m.out); err != nil {
		return fmt.Errorf("find the folder for the programs: %w", err)
	}
	s, err := stamp.Read(ctx, m.root)
	if err != nil {
		return err
	}
	done := map[string]bool{}
	for _, system := range systems {
		if done[system] {
			continue
		}
		done[system] = true
		switch system {
		case "windows":
			err = m.windows(ctx, s)
		case runtime.GOOS:
			err = m.native(ctx, s)
		default:
			err = fmt.Errorf("a program for %s is made on %s", system, system)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// build compiles the app; more are flags of the linker beside the usual.
func (m *maker) build(ctx context.Context, s stamp.Stamp, env []string, out, more string) error {
	m.say("compile %s", out)
	_, err := run(ctx, env, "go", "build", "-C", m.root, "-trimpath", "-tags", "migrated_fynedo,no_emoji,release",
		"-ldflags", strings.TrimSpace("-s -w "+s.Linker()+" "+more), "-o", out, ".")
	if err != nil {
		return fmt.Errorf("compile %s: %w", filepath.Base(out), err)
	}
	return nil
}

func (m *maker) say(format string, args ...any) { fmt.Fprintf(m.log, format+"\n", args...) }

// run runs a program and returns what it says; what it complains of is in the error.
func run(ctx context.Context, env []string, name string, args ...string) (string, error) {
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Env = append(os.Environ(), env...)
	var out, complaint bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &complaint
	if err := cmd.Run(); err != nil {
		return out.String(), fmt.Errorf("%s: %w: %s%s", filepath.Base(name), err, out.String(), complaint.String())
	}
	return out.String(), nil
}
