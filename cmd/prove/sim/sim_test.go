package sim

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"os"
	"runtime/debug"
	"slices"
	"strconv"
	"sync"
	"testing"

	"pgregory.net/rapid"
)

// shared is made once for all tests of a run.
var shared = sync.OnceValues(func() (*Template, error) {
	dir, err := os.MkdirTemp(fast(), "dianqin-sim-")
	if err != nil {
		return nil, err
	}
	made.dir = dir
	t, err := NewTemplate(contextOfTests, dir+"/template")
	return t, err
})

var made struct{ dir string }

// fast is a folder in memory where there is one: the files are as real there.
func fast() string {
	if info, err := os.Stat("/dev/shm"); err == nil && info.IsDir() {
		return "/dev/shm"
	}
	return os.TempDir()
}

func TestMain(m *testing.M) {
	debug.SetGCPercent(400) // much is made and thrown away
	slog.SetDefault(slog.New(slog.NewTextHandler(io.Discard, nil)))
	status := m.Run()
	if made.dir != "" {
		_ = os.RemoveAll(made.dir)
	}
	os.Exit(status)
}

// parts of the schedules run beside each other; each draws -rapid.checks of them.
const parts = 5

// few is how many schedules are played where everything takes long.
const few = 10

// TestSimulation_NothingIsLostDoubledOrSeenByTheWrong plays schedules that rapid
// draws: 500 of them by default, more with -rapid.checks=N (five times N); with the
// race detector and in short a few.
func TestSimulation_NothingIsLostDoubledOrSeenByTheWrong(t *testing.T) {
	template, err := shared()
	if err != nil {
		t.Fatal(err)
	}
	if testing.Short() || raced {
		schedules := rapid.Custom(draw)
		seed := rand.IntN(1 << 30)
		for i := range few {
			s := schedules.Example(seed + i)
			if err := template.Run(contextOfTests, s, Mutant{}); err != nil {
				t.Fatalf("%v\n%s", err, s)
			}
		}
		return
	}
	for i := range parts {
		t.Run(strconv.Itoa(i), func(t *testing.T) {
			t.Parallel()
			rapid.Check(t, func(t *rapid.T) {
				s := draw(t)
				if err := template.Run(contextOfTests, s, Mutant{}); err != nil {
					t.Fatalf("%v\n%s", err, s)
				}
			})
		})
	}
}

// weighted lists the verbs, each as often as it shall come.
var weighted = func() (out []string) {
	for verb, n := range map[string]int{"do": 12, "patch": 5, "settle": 2, "command": 3, "push": 6, "pull": 5, "sync": 8, "files": 1, "clock": 2, "skew": 1, "sign": 1,
		"crash": 2, "upgrade": 1, "server": 1, "backup": 1, "restore": 1, "deliver": 1, "move": 1, "delete": 1, "mend": 1, "forget": 1} {
		for range n {
			out = append(out, verb)
		}
	}
	return out
}()

var requestFates = []string{"ok", "ok", "ok", "lost", "late", "deaf", "twice", "cut:0", "cut:30", "cut:80", "cut:99", "503", "portal", "down", "dead"}

func draw(t *rapid.T) Schedule {
	var s Schedule
	for range rapid.IntRange(5, 30).Draw(t, "steps") {
		s = append(s, drawStep(t))
	}
	if rapid.IntRange(0, 4).Draw(t, "quarrel") == 0 {
		at := rapid.IntRange(0, len(s)).Draw(t, "at")
		s = slices.Insert(s, at, drawQuarrel(t)...)
	}
	return s
}

func pick(t *rapid.T, what string, from ...string) string {
	return rapid.SampledFrom(from).Draw(t, what)
}

func drawStep(t *rapid.T) Step {
	verb := rapid.SampledFrom(weighted).Draw(t, "verb")
	phone := strconv.Itoa(rapid.IntRange(0, Phones-1).Draw(t, "phone"))
	number := fmt.Sprintf("n%d", rapid.IntRange(1, 9).Draw(t, "seal"))
	switch verb {
	case "do":
		return drawAct(t, phone, number)
	case "patch":
		return Step{"patch", phone, pick(t, "customer", "c1", "c1", "c2", "c3"), pick(t, "field", "phone", "note"), pick(t, "value", "1", "2", "3")}
	case "settle":
		return drawSettle(t, phone)
	case "command":
		switch pick(t, "command", "assign", "issue", "stations") {
		case "assign":
			return Step{"command", phone, "assign", pick(t, "task", "t1", "t2", "t3"), pick(t, "who", "ins1", "ins2", "ins3")}
		case "issue":
			return Step{"command", phone, "issue", number, pick(t, "who", "ins1", "ins2", "ins3")}
		}
		return Step{"command", phone, "stations", pick(t, "who", "ins1", "ins2", "ins3", "sup"), pick(t, "stations", "s1", "s2", "s1,s2")}
	case "push", "pull", "sync", "files", "mend":
		out := Step{verb, phone}
		if rapid.IntRange(0, 5).Draw(t, "dies") == 0 {
			out = append(out, "die:"+strconv.Itoa(rapid.IntRange(1, 6).Draw(t, "commit")))
		}
		for range rapid.IntRange(0, 4).Draw(t, "requests") {
			out = append(out, rapid.SampledFrom(requestFates).Draw(t, "fate"))
		}
		return out
	case "clock":
		return Step{"clock", pick(t, "time", "1m", "20m", "9h", "50h")}
	case "skew":
		return Step{"skew", phone, pick(t, "skew", "0s", "3h", "-49h")}
	case "sign":
		return Step{"sign", phone, pick(t, "who", Staff...)}
	case "crash", "upgrade":
		return Step{verb, phone}
	case "deliver":
		return Step{"deliver", pick(t, "late", "0", "1", "2")}
	case "move":
		return Step{"move", pick(t, "customer", "c1", "c2", "c3"), pick(t, "station", "s1", "s2")}
	case "delete":
		return Step{"delete", pick(t, "customer", "c2", "c3")}
	}
	return Step{verb}
}

func drawAct(t *rapid.T, phone, number string) Step {
	switch act := pick(t, "act", "sight", "sight", "note", "apply", "remove", "task", "file", "place", "order"); act {
	case "sight":
		return Step{"do", phone, act, number, pick(t, "condition", "intact", "broken", "missing")}
	case "note":
		return Step{"do", phone, act, number, pick(t, "condition", "intact", "broken", "worn")}
	case "apply":
		return Step{"do", phone, act, number, pick(t, "box", "b1", "b2", "b3")}
	case "task":
		return Step{"do", phone, act, pick(t, "task", "t1", "t2", "t3"), pick(t, "state", "started", "done", "returned")}
	case "file":
		return Step{"do", phone, act, pick(t, "text", "x", "y")}
	case "place":
		return Step{"do", phone, act, pick(t, "box", "b1", "b2", "b3"), pick(t, "east", "0", "60", "-60", "900")}
	case "order":
		return Step{"do", phone, act, pick(t, "whose", "ins1", "ins2", "ins3"), pick(t, "tasks", "t1", "t1,t2", "t2,t1", "t3,t1")}
	default:
		return Step{"do", phone, act, number}
	}
}

func TestParse_ReadsWhatItPrints(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := draw(t)
		again, err := Parse("# a remark\n\n" + s.String())
		if err != nil || again.String() != s.String() {
			t.Fatalf("%v\n%s\n%s", err, s, again)
		}
	})
	for _, bad := range []string{"fly 0", "do 0 sight", "skew 0"} {
		if _, err := Parse(bad); err == nil {
			t.Errorf("%q is read", bad)
		}
	}
}

func failure(err error) string {
	var f *Failure
	if errors.As(err, &f) {
		return f.Invariant
	}
	return ""
}
