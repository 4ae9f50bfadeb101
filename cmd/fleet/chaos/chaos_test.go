package chaos_test

import (
	"bytes"
	"flag"
	"os"
	"strings"
	"testing"

	"dianqin/cmd/fleet/chaos"
	"dianqin/server/storetest"
)

func TestMain(m *testing.M) {
	if chaos.IsPhone() { // this test program is started again as each phone that is to be killed
		os.Exit(chaos.Phone(os.Stdout))
	}
	flag.Parse()
	os.Exit(m.Run())
}

// TestNothingIsLostWhenEverythingIsKilled is the show, short: phones and servers are
// killed with SIGKILL over a bad network, on each database.
func TestNothingIsLostWhenEverythingIsKilled(t *testing.T) {
	play := func(t *testing.T, args ...string) {
		var out bytes.Buffer
		err := chaos.Main(t.Context(), append(args, "-phones", "4", "-for", "6s", "-size", "300"), &out, os.Stderr)
		t.Log("\n" + out.String())
		if err != nil || !strings.Contains(out.String(), "each once, as they were signed") {
			t.Error(err)
		}
	}
	t.Run("SQLite", func(t *testing.T) { play(t) })
	t.Run("PostgreSQL", func(t *testing.T) { play(t, "-database", storetest.Schema(t)) })
}
