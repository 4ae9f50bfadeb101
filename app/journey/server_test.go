package journey_test

import (
	"bufio"
	"context"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// programs is the folder of what was built, if anything was.
var programs string

// built is the server's program, made once for all tests.
var built = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "dianqin-journey-")
	if err != nil {
		return "", err
	}
	programs = dir
	program := filepath.Join(dir, "server")
	if out, err := exec.Command("go", "build", "-o", program, "dianqin/cmd/server").CombinedOutput(); err != nil {
		return "", fmt.Errorf("build the server: %w\n%s", err, out)
	}
	return program, nil
})

// serverProcess is cmd/server, running.
type serverProcess struct {
	program, dir, addr string
	codes              map[string]string // login -> enrolment code
	cmd                *exec.Cmd
}

func startServer(ctx context.Context, t *testing.T) *serverProcess {
	t.Helper()
	program, err := built()
	must(t, err)
	s := &serverProcess{program: program, dir: t.TempDir(), codes: map[string]string{}}
	s.addr = freeAddress(t)
	s.cmd = exec.Command(s.program, "--data", s.dir, "--listen", s.addr, "--demo", "--demo-size", fmt.Sprint(demoSize))
	s.cmd.Stderr = os.Stderr
	out, err := s.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	must(t, s.cmd.Start())
	t.Cleanup(func() { s.stop(t) })
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if word := strings.Fields(lines.Text()); len(word) == 3 && word[0] == "demo:" {
			s.codes[word[1]] = word[2]
		}
		if s.codes["inspector"] != "" && s.codes["desk"] != "" {
			go func() {
				for lines.Scan() { // keep the pipe empty
				}
			}()
			waitReady(ctx, t, s.addr)
			return s
		}
	}
	t.Fatal("the server printed no codes")
	return nil
}

func (s *serverProcess) stop(t *testing.T) {
	if s.cmd == nil {
		return
	}
	if err := s.cmd.Process.Signal(os.Interrupt); err != nil {
		t.Error("stop the server:", err)
	}
	if err := s.cmd.Wait(); err != nil {
		t.Error("the server ended with", err)
	}
	s.cmd = nil
}

func freeAddress(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

func waitReady(ctx context.Context, t *testing.T, addr string) {
	t.Helper()
	for ctx.Err() == nil {
		r, err := http.Get("http://" + addr + "/healthz")
		if err == nil {
			_ = r.Body.Close()
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
	t.Fatal("the server did not answer")
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
