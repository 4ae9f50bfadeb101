package screens_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"

	"github.com/klauspost/compress/zstd"

	"dianqin/data/model"
	"dianqin/data/wire"
	"dianqin/screens/ui/uitest"
)

// How a line behaves that a data package comes over.
type line int

const (
	making line = iota // the server is still making it
	going              // it hangs after two thirds
	cut                // it breaks after a third, and hangs the next time
	bad                // what comes is not what was promised
)

// dataPackage is a data package: 6 MB that cannot be compressed.
var dataPackage = sync.OnceValue(func() []byte {
	raw := make([]byte, 6<<20)
	dice := rand.NewPCG(1, 2)
	for i := 0; i < len(raw); i += 8 {
		n := dice.Uint64()
		for k := range 8 {
			raw[i+k] = byte(n >> (8 * k))
		}
	}
	z, err := zstd.NewWriter(nil)
	if err != nil {
		panic(err)
	}
	return z.EncodeAll(raw, nil)
})

// lineServers answer a phone whose first download comes over such a line.
var lineServers = map[line]func() string{making: sync.OnceValue(func() string { return lineServer(making) }), going: sync.OnceValue(func() string { return lineServer(going) }),
	cut: sync.OnceValue(func() string { return lineServer(cut) }), bad: sync.OnceValue(func() string { return lineServer(bad) })}

func lineServer(l line) string {
	body := dataPackage()
	sum := sha256.Sum256(body)
	if l == bad {
		sum = sha256.Sum256(sum[:])
	}
	offer := wire.SnapshotOffer{State: wire.Ready, Scope: "s", Sha256: hex.EncodeToString(sum[:]), Bytes: int64(len(body)), Epoch: "e2"}
	if l == making {
		offer = wire.SnapshotOffer{State: wire.Building, RetryMs: 30_000}
	}
	return serve(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.URL.Path == "/v1/sync/pull":
			problem(w, "sync.epoch")
		case r.URL.Path == "/v1/sync/snapshot":
			mine := offer
			mine.Schema = r.URL.Query().Get("schema")
			tell(w, http.StatusOK, mine)
		case strings.HasPrefix(r.URL.Path, "/v1/sync/snapshot/"):
			send(w, r, l, body)
		default:
			http.NotFound(w, r)
		}
	})
}

// send sends a data package as its line does.
func send(w http.ResponseWriter, r *http.Request, l line, body []byte) {
	from, _ := strconv.Atoi(strings.TrimSuffix(strings.TrimPrefix(r.Header.Get("Range"), "bytes="), "-"))
	w.Header().Set("Content-Type", "application/zstd")
	w.Header().Set("Content-Length", strconv.Itoa(len(body)-from))
	if from > 0 {
		w.WriteHeader(http.StatusPartialContent)
	}
	upTo := 2 * len(body) / 3
	switch {
	case l == bad:
		upTo = len(body)
	case l == cut && from == 0:
		upTo = len(body) / 3
	}
	_, _ = w.Write(body[from:upTo])
	_ = http.NewResponseController(w).Flush()
	switch {
	case l == bad:
	case l == cut && from == 0:
		panic(http.ErrAbortHandler)
	default:
		<-r.Context().Done()
	}
}

// fullServer takes records and refuses every file.
var fullServer = sync.OnceValue(func() string {
	return serve(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/v1/sync/push":
			var p wire.PushRequest
			_ = json.NewDecoder(r.Body).Decode(&p)
			a := wire.PushAnswer{ServerTime: uitest.Now().UnixMilli()}
			for _, raw := range p.Ops {
				var op wire.Operation
				_ = json.Unmarshal(raw, &op)
				a.DevSeq = op.DevSeq
				a.Results = append(a.Results, wire.OpAnswer{OpId: op.OpId, Status: wire.Applied, Seq: map[string]int64{"station:s1": 1 << 40}})
			}
			tell(w, http.StatusOK, a)
		case "/v1/sync/pull":
			w.Header().Set("Content-Type", "application/x-ndjson")
			_ = json.NewEncoder(w).Encode(wire.PullEnd{End: true, Epoch: "e1", Cursor: map[string]int64{"org": 1, "station:s1": 1, "cases:s1": 1}})
		case "/v1/uploads":
			problem(w, "file.too_large")
		default:
			http.NotFound(w, r)
		}
	})
})

// serve answers with sessions, and else what answer says. It runs as long as the tests.
func serve(answer http.HandlerFunc) string {
	return httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/v1/session/refresh" {
			now := uitest.Now().UnixMilli()
			tell(w, http.StatusCreated, wire.Session{AccessToken: "a", RefreshToken: "r", ExpiresAt: now + 9e8, ServerTime: now, User: inspector(), Lanes: []string{}})
			return
		}
		answer(w, r)
	})).URL
}

func tell(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(v)
}

func problem(w http.ResponseWriter, code string) {
	p := wire.ProblemOf(model.Fail(code))
	raw, _ := json.Marshal(p)
	w.Header().Set("Content-Type", "application/problem+json")
	w.WriteHeader(p.Status)
	_, _ = bytes.NewReader(raw).WriteTo(w)
}
