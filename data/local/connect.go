package local

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"fmt"
	"net/url"
	"path/filepath"
	"strings"

	"modernc.org/sqlite"

	"dianqin/data/schema"
)

// connector opens connections that all begin with the same statements: files
// are attached and the view is made on each, since both belong to a connection.
type connector struct {
	dsn   string
	setup []string
}

func (c connector) Driver() driver.Driver { return &sqlite.Driver{} }

func (c connector) Connect(ctx context.Context) (driver.Conn, error) {
	conn, err := (&sqlite.Driver{}).Open(c.dsn)
	if err != nil {
		return nil, err
	}
	for _, text := range c.setup {
		if _, err := conn.(driver.ExecerContext).ExecContext(ctx, text, nil); err != nil {
			_ = conn.Close() // the first error is the one that says why
			return nil, fmt.Errorf("set up connection: %w", err)
		}
	}
	return conn, nil
}

// connect returns a pool of at most n connections to the file at path.
func connect(path string, n int, pragmas, setup []string) *sql.DB {
	db := sql.OpenDB(connector{dsn: dsn(path, pragmas), setup: setup})
	db.SetMaxOpenConns(n)
	db.SetMaxIdleConns(n)
	return db
}

// dsn names a file as a URI: blanks, question marks and drive letters included.
func dsn(path string, pragmas []string) string {
	p := filepath.ToSlash(path)
	if !strings.HasPrefix(p, "/") { // C:/... on Windows
		p = "/" + p
	}
	u := url.URL{Scheme: "file", Path: p, RawQuery: url.Values{"_pragma": pragmas}.Encode()}
	return u.String()
}

var (
	basePragmas = []string{"busy_timeout(10000)", "journal_mode(WAL)", "synchronous(NORMAL)", "temp_store(MEMORY)", "cache_size(-16000)"}
	ownPragmas  = []string{"busy_timeout(10000)", "journal_mode(WAL)", "synchronous(FULL)", "temp_store(MEMORY)", "cache_size(-8000)"}
)

// viewSetup attaches base.db to a connection of own.db and makes a view a kind:
// what the overlay says, and what the base says of everything else.
func viewSetup(basePath string) []string {
	setup := []string{"ATTACH DATABASE '" + strings.ReplaceAll(basePath, "'", "''") + "' AS base"}
	for _, t := range schema.Tables {
		columns := columnList(t)
		setup = append(setup, "CREATE TEMP VIEW v_"+t.Name()+" AS SELECT "+columns+" FROM base."+t.Name()+" AS b "+
			"WHERE NOT EXISTS (SELECT 1 FROM main.o_"+t.Name()+" AS o WHERE o.id = b.id) "+
			"UNION ALL SELECT "+columns+" FROM main.o_"+t.Name()+" WHERE deleted = 0")
	}
	return setup
}

func columnList(t schema.Table) string {
	names := append([]string{"id", "lane", "ver", "seq"}, t.ColumnNames()...)
	return strings.Join(append(names, "body"), ", ")
}

// upsert returns the statement that writes a record's row; suffix goes behind.
func upsert(prefix string, t schema.Table, suffix string) string {
	columns := columnList(t)
	n := strings.Count(columns, ",") + 1
	return "INSERT INTO " + prefix + t.Name() + " (" + columns + ") VALUES (?" + strings.Repeat(", ?", n-1) + ")" + suffix
}

// onNewer is the suffix of an upsert that keeps the newer version; a record that
// moved to another lane comes with the version that it left with.
func onNewer(t schema.Table) string {
	var b strings.Builder
	b.WriteString(" ON CONFLICT (id) DO UPDATE SET ")
	for i, c := range append([]string{"lane", "ver", "seq", "body"}, t.ColumnNames()...) {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(c + " = excluded." + c)
	}
	name := t.Name()
	b.WriteString(" WHERE excluded.ver > " + name + ".ver OR (excluded.ver = " + name + ".ver AND excluded.lane <> " + name + ".lane)")
	return b.String()
}

// rowValues are the arguments of upsert.
func rowValues(t schema.Table, id, lane string, ver, seq int64, body []byte) []any {
	return append(append([]any{id, lane, ver, seq}, t.Values(body)...), string(body))
}
