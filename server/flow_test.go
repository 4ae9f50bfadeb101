package server_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dianqin/data/model/evidence"
	"dianqin/data/wire"
	"dianqin/server"

	"github.com/pb33f/libopenapi-validator/schema_validation"

	"github.com/klauspost/compress/zstd"
)

// page reads an NDJSON page; it must close with an end marker that counts right.
func page(t *testing.T, body []byte) ([]wire.PullRow, wire.PullEnd) {
	t.Helper()
	lines := strings.Split(strings.TrimSpace(string(body)), "\n")
	check, rowSchema, endSchema := schema_validation.NewSchemaValidator(), schemaOf(t, "PullRow"), schemaOf(t, "PullEnd")
	var rows []wire.PullRow
	for _, line := range lines[:len(lines)-1] {
		if ok, errs := check.ValidateSchemaString(rowSchema, line); !ok {
			t.Fatalf("row is not in the contract: %v: %s", errs[0], line)
		}
		var row wire.PullRow
		if err := json.Unmarshal([]byte(line), &row); err != nil {
			t.Fatalf("%v: %s", err, line)
		}
		rows = append(rows, row)
	}
	if ok, errs := check.ValidateSchemaString(endSchema, lines[len(lines)-1]); !ok {
		t.Fatalf("end marker is not in the contract: %v", errs[0])
	}
	var end wire.PullEnd
	if err := json.Unmarshal([]byte(lines[len(lines)-1]), &end); err != nil || !end.End {
		t.Fatalf("no end marker: %v: %s", err, lines[len(lines)-1])
	}
	if end.Rows != len(rows) {
		t.Fatalf("%d rows, the end marker says %d", len(rows), end.Rows)
	}
	return rows, end
}

// pullAll pulls page by page and returns the newest row of each record.
func (p *phone) pullAll(limit string) map[string]wire.PullRow {
	p.t.Helper()
	got := map[string]wire.PullRow{}
	q := url.Values{"limit": {limit}}
	for range 100 {
		r := p.get("/v1/sync/pull?" + q.Encode())
		r.into(http.StatusOK, nil)
		rows, end := page(p.t, r.body)
		for _, row := range rows {
			got[row.Kind+"/"+row.Id] = row
		}
		if !end.More {
			return got
		}
		cursor, _ := json.Marshal(end.Cursor)
		q.Set("cursor", string(cursor))
		q.Set("epoch", end.Epoch)
	}
	p.t.Fatal("the pull does not end")
	return nil
}

func TestServer_EnrolSignInPushPullAndFiles(t *testing.T) {
	w := start(t)
	p := w.phone("inspector")
	picture := []byte("a new picture")
	out := p.push(
		p.op("seal.sighted", sighted("a"), nil),
		p.op("file.declared", evidence.Declared{SHA256: hashOf(picture), Bytes: int64(len(picture)), Mime: "image/jpeg", Name: "x.jpg", BoxID: "box-a"}, nil))
	for _, r := range out.Results {
		if r.Status != wire.Applied || r.Seq["station:a"] == 0 {
			t.Fatalf("%+v %+v", r, r.Problem)
		}
	}
	if out.DevSeq != 2 {
		t.Errorf("dev_seq %d, want 2", out.DevSeq)
	}

	path := "/v1/files/" + hashOf(picture)
	if r := w.ask("HEAD", path, p.session.AccessToken, nil); r.status != http.StatusNotFound {
		t.Errorf("HEAD before the bytes: %d", r.status)
	}
	var stored wire.FileStored
	w.ask("PUT", path, p.session.AccessToken, picture, "Content-Type", "image/jpeg").into(http.StatusCreated, &stored)
	if stored.Bytes != int64(len(picture)) || stored.Sha256 != hashOf(picture) {
		t.Errorf("stored %+v", stored)
	}
	if r := w.ask("HEAD", path, p.session.AccessToken, nil); r.status != http.StatusOK {
		t.Errorf("HEAD after the bytes: %d", r.status)
	}
	if r := p.get(path); !bytes.Equal(r.body, picture) || r.header.Get("Content-Type") != "image/jpeg" {
		t.Errorf("got %q as %q", r.body, r.header.Get("Content-Type"))
	}

	got := p.pullAll("3")
	if got["customer/cust-a"].State != wire.Live {
		t.Errorf("the customer is not in the pull: %v", got)
	}
	files := 0
	for _, row := range got {
		var f evidence.File
		if row.Kind == "file" && json.Unmarshal(*row.Body, &f) == nil && f.SHA256 == hashOf(picture) {
			files++
			if f.State != evidence.Stored {
				t.Errorf("the record of the file says %q", f.State)
			}
		}
	}
	if files != 1 {
		t.Errorf("%d records of the file, want 1", files)
	}
}

func TestServer_PullIsCompressedForThoseWhoTakeIt(t *testing.T) {
	w := start(t)
	p := w.phone("inspector")
	r := p.get("/v1/sync/pull", "Accept-Encoding", "gzip, zstd")
	if r.header.Get("Content-Encoding") != "zstd" {
		t.Fatalf("encoding %q", r.header.Get("Content-Encoding"))
	}
	z, err := zstd.NewReader(nil)
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	plain, err := z.DecodeAll(r.body, nil)
	if err != nil {
		t.Fatal(err)
	}
	if rows, _ := page(t, plain); len(rows) == 0 {
		t.Error("no rows")
	}
	if r := p.get("/v1/sync/pull", "Accept-Encoding", "zstd;q=0"); r.header.Get("Content-Encoding") != "" {
		t.Error("compressed for one who does not take it")
	}
}

func TestServer_AdminInitGivesTheFirstCodeAndExportOpsShowsWhatIsHeld(t *testing.T) {
	dir := t.TempDir()
	c := server.Config{Data: dir, Listen: "127.0.0.1:0"}
	code, err := server.AdminInit(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	s, err := server.Start(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	w := &world{Server: s, t: t, log: &bytes.Buffer{}}
	p := &phone{world: w, login: "admin"}
	p.enrolAs(code)
	p.signIn(password).into(http.StatusCreated, &p.session)
	p.push(p.op("user.enroll", map[string]any{"login": "li", "name": "Li", "roles": []string{"inspector"}, "stations": []string{"a"}}, nil))
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := server.ExportOps(t.Context(), c, &out); err != nil {
		t.Fatal(err)
	}
	var line struct {
		Op     wire.Operation `json:"op"`
		Answer wire.OpAnswer  `json:"answer"`
	}
	if err := json.Unmarshal(out.Bytes(), &line); err != nil {
		t.Fatal(err)
	}
	if line.Op.Kind != "user.enroll" || line.Answer.Status != wire.Applied || line.Answer.OpId != line.Op.OpId {
		t.Errorf("%s", out.Bytes())
	}
}

func TestServer_TheDemoCanBeEnteredWithItsCodes(t *testing.T) {
	dir := t.TempDir()
	c := server.Config{Data: dir, Listen: "127.0.0.1:0", Demo: true, DemoSize: 120}
	for range 2 { // the second start finds the region there
		s, err := server.Start(t.Context(), c)
		if err != nil {
			t.Fatal(err)
		}
		codes, err := s.DemoCodes(t.Context(), dir)
		if err != nil || len(codes) == 0 {
			t.Fatal(codes, err)
		}
		if text, err := os.ReadFile(filepath.Join(dir, "demo-codes.json")); err != nil || !strings.Contains(string(text), codes[0].Code) {
			t.Errorf("%v: %s", err, text)
		}
		p := &phone{world: &world{Server: s, t: t, log: &bytes.Buffer{}}, login: codes[0].Login}
		p.enrolAs(codes[0].Code)
		p.signIn(codes[0].Password).into(http.StatusCreated, &p.session)
		if len(p.pullAll("20000")) < 120 {
			t.Error("the region is not there")
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
}
