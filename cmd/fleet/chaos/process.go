package chaos

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"dianqin/cmd/fleet/traffic"
)

// When this program is started with these, it is a phone.
const (
	envDir  = "DIANQIN_CHAOS_PHONE"
	envSeed = "DIANQIN_CHAOS_SEED"
)

// IsPhone says whether this process was started to be a phone.
func IsPhone() bool { return os.Getenv(envDir) != "" }

// Phone works until it is killed. After each turn it says how many operations are
// recorded: what a person has seen recorded must never be lost.
func Phone(out io.Writer) int {
	ctx := context.Background()
	seed, _ := strconv.ParseUint(os.Getenv(envSeed), 10, 64) // without one it is 0
	p, err := traffic.Open(os.Getenv(envDir), seed, slog.New(slog.DiscardHandler))
	if err != nil {
		fmt.Fprintln(os.Stderr, "phone:", err)
		return 1
	}
	go func() { // the network, beside the work
		for {
			_ = p.Sync.Now(ctx) // what fails is tried again
			time.Sleep(100 * time.Millisecond)
		}
	}()
	for {
		if err := p.Turn(ctx); err != nil {
			fmt.Fprintln(os.Stderr, "phone:", err)
			return 1
		}
		c, err := p.Counts(ctx)
		if err != nil {
			fmt.Fprintln(os.Stderr, "phone:", err)
			return 1
		}
		fmt.Fprintln(out, c.MadeSeq)
	}
}

// phone is a phone as a process.
type phone struct {
	name, dir string
	seed      uint64
	starts    uint64
	cmd       *exec.Cmd
	done      sync.WaitGroup
	seen      atomic.Int64 // operations that it said to have recorded
	stderr    bytes.Buffer
}

func (p *phone) recorded() int64 { return p.seen.Load() }

func (p *phone) start() error {
	self, err := os.Executable()
	if err != nil {
		return fmt.Errorf("find this program: %w", err)
	}
	p.starts++
	p.cmd = exec.Command(self)
	p.cmd.Env = append(os.Environ(), envDir+"="+p.dir, envSeed+"="+strconv.FormatUint(p.seed+1000*p.starts, 10))
	p.cmd.Stderr = &p.stderr
	said, err := p.cmd.StdoutPipe()
	if err == nil {
		err = p.cmd.Start()
	}
	if err != nil {
		return fmt.Errorf("start %s: %w", p.name, err)
	}
	p.done.Go(func() {
		for lines := bufio.NewScanner(said); lines.Scan(); {
			if n, err := strconv.ParseInt(lines.Text(), 10, 64); err == nil && n > p.seen.Load() {
				p.seen.Store(n)
			}
		}
	})
	return nil
}

// kill ends the process where it stands.
func (p *phone) kill() {
	if p.cmd == nil {
		return
	}
	_ = p.cmd.Process.Kill() // it may have ended by itself: stderr says why
	p.done.Wait()
	_ = p.cmd.Wait() // it was killed: its status says so
	p.cmd = nil
}

// server is the server as a process.
type server struct {
	program, dir, database, log string
	address                     string
	cmd                         *exec.Cmd
}

func build(ctx context.Context, dir string, program *string) error {
	*program = filepath.Join(dir, "server-program")
	if out, err := exec.CommandContext(ctx, "go", "build", "-o", *program, "dianqin/cmd/server").CombinedOutput(); err != nil {
		return fmt.Errorf("build the server: %w: %s", err, out)
	}
	return nil
}

func (s *server) kind() string {
	if s.database == "" {
		return "SQLite"
	}
	return "PostgreSQL"
}

func (s *server) args(more ...string) []string {
	args := append(more, "--data", s.dir)
	if s.database != "" {
		args = append(args, "--database", s.database)
	}
	return args
}

// start starts it, on the same address every time, and waits until it answers.
func (s *server) start(ctx context.Context, more ...string) error {
	if s.address == "" {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			return fmt.Errorf("find a free port: %w", err)
		}
		s.address = l.Addr().String()
		if err := l.Close(); err != nil {
			return fmt.Errorf("find a free port: %w", err)
		}
	}
	log, err := os.OpenFile(s.log, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("open the server's log: %w", err)
	}
	defer log.Close()
	s.cmd = exec.Command(s.program, s.args("--listen", s.address)...)
	s.cmd.Args = append(s.cmd.Args, more...)
	s.cmd.Stdout, s.cmd.Stderr = log, log
	if err := s.cmd.Start(); err != nil {
		return fmt.Errorf("start the server: %w", err)
	}
	return s.ready(ctx)
}

func (s *server) ready(ctx context.Context) error {
	for range 600 {
		if r, err := http.Get("http://" + s.address + "/healthz"); err == nil {
			_ = r.Body.Close()
			return nil
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(50 * time.Millisecond):
		}
	}
	text, _ := os.ReadFile(s.log)
	return fmt.Errorf("the server does not answer: %s", text)
}

func (s *server) kill() {
	if s.cmd == nil {
		return
	}
	_ = s.cmd.Process.Kill()
	_ = s.cmd.Wait() // it was killed: its status says so
	s.cmd = nil
}

// stop lets it end as it should.
func (s *server) stop() error {
	if s.cmd == nil {
		return nil
	}
	err := errors.Join(s.cmd.Process.Signal(syscall.SIGTERM), s.cmd.Wait())
	s.cmd = nil
	if err != nil {
		return fmt.Errorf("stop the server: %w", err)
	}
	return nil
}

// code finds a login's enrolment code among those that the demo left; they are
// written just after the server begins to answer.
func (s *server) code(login string) (string, error) {
	for range 100 {
		text, err := os.ReadFile(filepath.Join(s.dir, "demo-codes.json"))
		var codes []struct{ Login, Code string }
		if err == nil && json.Unmarshal(text, &codes) == nil {
			for _, c := range codes {
				if c.Login == login {
					return strings.TrimSpace(c.Code), nil
				}
			}
		}
		time.Sleep(50 * time.Millisecond)
	}
	return "", fmt.Errorf("the server left no code of %s", login)
}

// export asks the server's program what the database holds.
func (s *server) export(ctx context.Context) ([]byte, error) {
	cmd := exec.CommandContext(ctx, s.program, s.args("export-ops")...)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("export-ops: %w: %s", err, stderr.Bytes())
	}
	return out, nil
}
