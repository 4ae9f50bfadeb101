//go:build jvm && !android

package standin

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"dianqin/device/internal/jni"
)

//go:embed java
var sources embed.FS

// Main runs a package's tests with Java beneath: TestMain calls nothing else. The tests
// run in a process of their own, so that a complaint of Java's own checks fails them.
func Main(m *testing.M) {
	if os.Getenv(inside) == "" {
		os.Exit(watch())
	}
	os.Exit(run(m))
}

func run(m *testing.M) int {
	dir, err := os.MkdirTemp("", "standin")
	if err == nil {
		defer os.RemoveAll(dir)
		err = compile(dir)
	}
	if err == nil {
		err = jni.Start(dir)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "standin: prepare Java:", err)
		return 1
	}
	return m.Run()
}

// compile fills a folder with the classes.
func compile(dir string) error {
	if err := os.CopyFS(dir, sources); err != nil {
		return fmt.Errorf("write the sources: %w", err)
	}
	files, err := filesBelow(dir)
	if err != nil {
		return err
	}
	cmd := exec.Command("javac", append([]string{"--release", "11", "-Xlint:-options", "-d", dir}, files...)...)
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("compile: %w: %s", err, out)
	}
	return nil
}

func filesBelow(dir string) ([]string, error) {
	var files []string
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err == nil && strings.HasSuffix(path, ".java") {
			files = append(files, path)
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("list the sources: %w", err)
	}
	return files, nil
}

// Reset forgets everything; Set tells the stand-ins something; Level is the Android
// that they pretend to be.
func Reset(t testing.TB) {
	t.Helper()
	do(t, func(e *jni.Env) {
		e.CallStatic(stage, "reset", "()V")
		e.CallStatic("android/os/Build$VERSION", "pretend", "(I)V", 35)
	})
}

// Set tells the stand-ins something, in pairs.
func Set(t testing.TB, pairs ...string) {
	t.Helper()
	do(t, func(e *jni.Env) {
		for pair := range slices.Chunk(pairs, 2) {
			e.CallStatic(stage, "set", "(Ljava/lang/String;Ljava/lang/String;)V", pair[0], pair[1])
		}
	})
}

// Level is the Android that the stand-ins pretend to be, 35 after Reset.
func Level(t testing.TB, sdk int) {
	t.Helper()
	do(t, func(e *jni.Env) { e.CallStatic("android/os/Build$VERSION", "pretend", "(I)V", sdk) })
}

// Log is what the stand-ins were asked since Reset, a call a line.
func Log(t testing.TB) (lines []string) {
	t.Helper()
	do(t, func(e *jni.Env) {
		if text := e.String(e.CallStatic(stage, "log", "()Ljava/lang/String;").Object()); text != "" {
			lines = strings.Split(text, "\n")
		}
	})
	return lines
}

// Wait waits until the log holds a line that begins so.
func Wait(t testing.TB, prefix string) {
	t.Helper()
	for end := time.Now().Add(5 * time.Second); time.Now().Before(end); time.Sleep(2 * time.Millisecond) {
		for _, line := range Log(t) {
			if strings.HasPrefix(line, prefix) {
				return
			}
		}
	}
	t.Fatalf("nobody asked for %q, but\n%s", prefix, strings.Join(Log(t), "\n"))
}

// FailEverywhere runs f once as it is, and then again and again with another of its
// calls throwing, until each has. prepare comes before every run; f says by itself
// what it expects. It returns how many calls there were.
func FailEverywhere(t *testing.T, class string, prepare func(), f func(call int)) int {
	t.Helper()
	calls := 0
	for call := 0; call <= calls; call++ {
		Reset(t)
		prepare()
		do(t, func(e *jni.Env) { e.CallStatic(stage, "failAt", "(ILjava/lang/String;)V", call, class) })
		f(call)
		if call == 0 {
			do(t, func(e *jni.Env) { calls = e.CallStatic(stage, "calls", "()I").Int() })
		}
	}
	return calls
}

const stage = "android/Stage"

func do(t testing.TB, f func(*jni.Env)) {
	t.Helper()
	if err := jni.Do("stage", f); err != nil {
		t.Fatal(err)
	}
}

// inside marks the process that holds Java.
const inside = "DIANQIN_STANDIN"

var errComplaint = errors.New("java complains of how it was called")
