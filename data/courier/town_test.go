package courier_test

import (
	"context"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"testing"

	"dianqin/server"
	"dianqin/server/snapshot"
)

// small is the demo region of most tests: some thousand records.
const small = 150

// towns are the files of servers with the demo region, by the number of customers:
// each is made once, and every test has a copy.
var towns struct {
	sync.Mutex
	dir string
}

func TestMain(m *testing.M) {
	status := m.Run()
	if towns.dir != "" {
		_ = os.RemoveAll(towns.dir)
	}
	os.Exit(status)
}

// town gives the files of a server with a region, and the desk's ready file beside
// them; an inspector's is made when it is asked for.
func town(t testing.TB, customers int) string {
	t.Helper()
	towns.Lock()
	defer towns.Unlock()
	if towns.dir == "" {
		dir, err := os.MkdirTemp("", "dianqin-towns-")
		no(t, err)
		towns.dir = dir
	}
	dir := filepath.Join(towns.dir, strconv.Itoa(customers))
	if _, err := os.Stat(dir); err == nil {
		return dir
	}
	making := dir + ".making"
	no(t, os.RemoveAll(making))
	s, err := server.Start(t.Context(), demoConfig(making, customers, always))
	no(t, err)
	codes, err := s.DemoCodes(context.Background(), making)
	no(t, err)
	for _, c := range codes {
		if c.Login == "desk" {
			offered(t, enrolled(t, s.URL(), c))
		}
	}
	no(t, s.Close())
	no(t, os.Rename(making, dir))
	return dir
}

func demoConfig(dir string, customers int, policy snapshot.Policy) server.Config {
	return server.Config{Data: dir, Listen: "127.0.0.1:0", Demo: true, DemoSize: customers, Snapshots: policy}
}

// startServer starts a real server with the demo region. A region that is not small is
// made on the spot: whoever measures wants it so.
func startServer(t testing.TB, customers int, policy snapshot.Policy) (*server.Server, map[string]server.DemoCode) {
	t.Helper()
	dir := t.TempDir()
	if customers == small {
		no(t, os.CopyFS(dir, os.DirFS(town(t, customers))))
	}
	s, err := server.Start(t.Context(), demoConfig(dir, customers, policy))
	no(t, err)
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	codes, err := s.DemoCodes(context.Background(), dir)
	no(t, err)
	byLogin := map[string]server.DemoCode{}
	for _, c := range codes {
		byLogin[c.Login] = c
	}
	return s, byLogin
}
