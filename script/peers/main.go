// Command peers measures PocketBase at the work that data/courier does, for the same
// machine at the same time: rows downloaded until they are in a local SQLite file with
// a search index, 1,000 changes fetched, rows pushed by 64 clients. It is a module of
// its own, so that the project depends on nothing of it.
//
//	go run . [-rows 100000] [-pushes 5000]
package main

import (
	"bytes"
	"database/sql"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase"
	"github.com/pocketbase/pocketbase/apis"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/types"
)

func main() {
	rows := flag.Int("rows", 100_000, "rows of the first download")
	pushes := flag.Int("pushes", 5000, "rows pushed")
	flag.Parse()
	dir, err := os.MkdirTemp("", "peers-")
	check(err)
	defer os.RemoveAll(dir)
	app, url := serve(filepath.Join(dir, "pb"), core.DefaultDBConnect)
	fill(app, *rows)
	db := open(filepath.Join(dir, "phone.db"))
	bytes, took := pull(url, db, "", *rows)
	fmt.Printf("pocketbase  first download of %d rows: %.2f s, %.1f MB\n", *rows, took.Seconds(), float64(bytes)/1e6)
	time.Sleep(1100 * time.Millisecond) // its clock counts in milliseconds, its filter compares texts
	since := types.NowDateTime().String()
	change(app, 1000)
	bytes, took = pull(url, db, since, 1000)
	fmt.Printf("pocketbase  1,000 changes: %.0f ms, %.2f MB\n", float64(took.Milliseconds()), float64(bytes)/1e6)
	push("as it comes, synchronous NORMAL", url, *pushes)
	_, url = serve(filepath.Join(dir, "full"), full)
	push("synchronous FULL, as we commit", url, *pushes)
	copied(dir)
}

// full is PocketBase's own way to open a file, but for the commit: it is on the disk
// before the answer.
func full(path string) (*dbx.DB, error) {
	return dbx.Open("sqlite", path+"?_pragma=busy_timeout(10000)&_pragma=journal_mode(WAL)&_pragma=journal_size_limit(200000000)&_pragma=synchronous(FULL)&_pragma=foreign_keys(ON)&_pragma=temp_store(MEMORY)&_pragma=cache_size(-32000)")
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}

// serve starts PocketBase with a collection that anybody may read and write.
func serve(dir string, connect core.DBConnectFunc) (core.App, string) {
	app := pocketbase.NewWithConfig(pocketbase.Config{DefaultDataDir: dir, HideStartBanner: true, DBConnect: connect})
	check(app.Bootstrap())
	check(app.RunAllMigrations())
	c := core.NewBaseCollection("customers")
	c.ListRule, c.CreateRule, c.UpdateRule = types.Pointer(""), types.Pointer(""), types.Pointer("")
	for _, name := range []string{"number", "name", "address", "phone", "note"} {
		c.Fields.Add(&core.TextField{Name: name})
	}
	c.Fields.Add(&core.AutodateField{Name: "updated", OnCreate: true, OnUpdate: true})
	c.AddIndex("customers_updated", false, "updated, id", "")
	check(app.Save(c))
	router, err := apis.NewRouter(app)
	check(err)
	mux, err := router.BuildMux()
	check(err)
	return app, httptest.NewServer(mux).URL
}

func body(i int) map[string]any {
	return map[string]any{"number": fmt.Sprintf("31010%08d", i), "name": fmt.Sprintf("王建国%d", i),
		"address": fmt.Sprintf("张江路%d弄%d号%d室", i%900, i%80, i%600), "phone": fmt.Sprintf("138%08d", i),
		"note": "a remark that is as long as the remarks of customers are, more or less"}
}

func fill(app core.App, n int) {
	c, err := app.FindCollectionByNameOrId("customers")
	check(err)
	for from := 0; from < n; from += 5000 {
		check(app.RunInTransaction(func(tx core.App) error {
			for i := from; i < min(from+5000, n); i++ {
				r := core.NewRecord(c)
				r.Load(body(i))
				if err := tx.SaveNoValidate(r); err != nil {
					return err
				}
			}
			return nil
		}))
	}
}

func change(app core.App, n int) {
	all, err := app.FindRecordsByFilter("customers", "", "", n, 0)
	check(err)
	check(app.RunInTransaction(func(tx core.App) error {
		for _, r := range all {
			r.Set("note", "changed")
			if err := tx.SaveNoValidate(r); err != nil {
				return err
			}
		}
		return nil
	}))
}

func open(path string) *sql.DB {
	db, err := sql.Open("sqlite", "file:"+path+"?_pragma=journal_mode(WAL)&_pragma=synchronous(NORMAL)")
	check(err)
	db.SetMaxOpenConns(1)
	for _, text := range []string{"CREATE TABLE customers (id TEXT PRIMARY KEY, number TEXT, name TEXT, address TEXT, phone TEXT, note TEXT, updated TEXT)",
		"CREATE VIRTUAL TABLE words USING fts5(text, content='', prefix='1 2 3')"} {
		_, err := db.Exec(text)
		check(err)
	}
	return db
}

// pull reads pages of 1,000, PocketBase's most, into the file and its search index.
func pull(url string, db *sql.DB, since string, want int) (bytes int64, took time.Duration) {
	began := time.Now()
	got, after := 0, ""
	for {
		filter := fmt.Sprintf("(updated>'%s' && id>'%s')", since, after)
		req, err := http.NewRequest("GET", url+"/api/collections/customers/records?skipTotal=1&perPage=1000&sort=id&filter="+escape(filter), nil)
		check(err)
		resp, err := http.DefaultTransport.RoundTrip(req)
		check(err)
		text, err := io.ReadAll(resp.Body)
		check(err)
		check(resp.Body.Close())
		bytes += int64(len(text))
		var page struct {
			Items []struct{ ID, Number, Name, Address, Phone, Note, Updated string }
		}
		check(json.Unmarshal(text, &page))
		tx, err := db.Begin()
		check(err)
		put, err := tx.Prepare("INSERT OR REPLACE INTO customers VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING rowid")
		check(err)
		index, err := tx.Prepare("INSERT INTO words (rowid, text) VALUES (?, ?)")
		check(err)
		for _, r := range page.Items {
			var rowid int64
			check(put.QueryRow(r.ID, r.Number, r.Name, r.Address, r.Phone, r.Note, r.Updated).Scan(&rowid))
			_, err = index.Exec(rowid, r.Name+" "+r.Address+" "+r.Number+" "+r.Phone)
			check(err)
			after = r.ID
		}
		check(tx.Commit())
		if got += len(page.Items); len(page.Items) < 1000 {
			break
		}
	}
	if got != want {
		log.Printf("pulled %d rows, want %d", got, want)
	}
	return bytes, time.Since(began)
}

func escape(s string) string {
	var b bytes.Buffer
	for _, c := range []byte(s) {
		fmt.Fprintf(&b, "%%%02X", c)
	}
	return b.String()
}

// push lets 64 clients write rows, one a request.
func push(how, url string, n int) {
	const clients = 64
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: clients}}
	var next atomic.Int64
	var mu sync.Mutex
	var all []time.Duration
	var group sync.WaitGroup
	began := time.Now()
	for range clients {
		group.Go(func() {
			for i := next.Add(1); i <= int64(n); i = next.Add(1) {
				text, err := json.Marshal(body(int(i)))
				check(err)
				at := time.Now()
				resp, err := client.Post(url+"/api/collections/customers/records", "application/json", bytes.NewReader(text))
				check(err)
				_, _ = io.Copy(io.Discard, resp.Body)
				check(resp.Body.Close())
				mu.Lock()
				all = append(all, time.Since(at))
				mu.Unlock()
			}
		})
	}
	group.Wait()
	took := time.Since(began)
	slices.Sort(all)
	fmt.Printf("pocketbase  %d pushes of %d clients, %s: %.0f/s, p99 %d ms\n", n, clients, how, float64(n)/took.Seconds(), all[len(all)*99/100].Milliseconds())
}

// copied is the least that a first download can be: the file as it is.
func copied(dir string) {
	text, err := os.ReadFile(filepath.Join(dir, "phone.db"))
	check(err)
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		http.ServeFile(w, r, filepath.Join(dir, "phone.db"))
	}))
	began := time.Now()
	resp, err := http.Get(s.URL)
	check(err)
	out, err := os.Create(filepath.Join(dir, "copy.db"))
	check(err)
	_, err = io.Copy(out, resp.Body)
	check(err)
	check(out.Sync())
	fmt.Printf("plain copy  of those rows' SQLite file: %.2f s, %.1f MB\n", time.Since(began).Seconds(), float64(len(text))/1e6)
}
