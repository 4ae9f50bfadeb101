package local

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"fmt"
	"net/url"
	"path/filepath"
	"strconv"
	"strings"

	"modernc.org/sqlite"

	"dianqin/data/schema"
)

// connector opens connections that all begin with the same statements: files
// are attached and the view is made on each, since both belong to a connection.
// A connection that was opened for a base file which has been replaced meanwhile
// is not used again.
type connector struct {
	dsn   string
	setup func() (statements []string, generation int64) // nil: none
	now   func() int64                                   // the generation that is in force
}

func (c connector) Driver() driver.Driver { return &sqlite.Driver{} }

// Connect makes a connection again where the base file was replaced meanwhile: the
// old one may be gone, or be empty of what was still in its log.
func (c connector) Connect(ctx context.Context) (driver.Conn, error) {
	if c.setup == nil {
		return (&sqlite.Driver{}).Open(c.dsn)
	}
	for {
		conn, generation, err := c.attached(ctx)
		if generation == c.now() || ctx.Err() != nil {
			return conn, err
		}
		if err == nil {
			_ = conn.Close() // nobody has used it
		}
	}
}

// attached makes one connection and says for which base file.
func (c connector) attached(ctx context.Context) (driver.Conn, int64, error) {
	statements, generation := c.setup()
	opened, err := (&sqlite.Driver{}).Open(c.dsn)
	if err != nil {
		return nil, generation, err
	}
	conn := &conn{sqliteConn: opened.(sqliteConn), generation: generation, now: c.now}
	for _, text := range statements {
		if _, err := conn.ExecContext(ctx, text, nil); err != nil {
			_ = conn.Close() // the first error is the one that says why
			return nil, generation, fmt.Errorf("set up connection: %w", err)
		}
	}
	return conn, generation, nil
}

// sqliteConn is what database/sql makes use of.
type sqliteConn interface {
	driver.Conn
	driver.ConnBeginTx
	driver.ConnPrepareContext
	driver.ExecerContext
	driver.QueryerContext
	driver.Pinger
	driver.SessionResetter
	driver.Validator
}

// conn has a base file attached.
type conn struct {
	sqliteConn
	generation int64
	now        func() int64
}

// ResetSession is asked before each use.
func (c *conn) ResetSession(ctx context.Context) error {
	if c.generation != c.now() {
		return driver.ErrBadConn
	}
	return c.sqliteConn.ResetSession(ctx)
}

// IsValid is asked after each use.
func (c *conn) IsValid() bool { return c.generation == c.now() && c.sqliteConn.IsValid() }

// connect returns a pool of at most n connections to the file at path.
func connect(path string, n int, pragmas []string) *sql.DB {
	return pool(connector{dsn: dsn(path, pragmas)}, n)
}

// connectView returns a pool of at most n connections to own.db that see the view.
func (s *Store) connectView(n int) *sql.DB { return pool(s.viewConnector(), n) }

func (s *Store) viewConnector() connector {
	return connector{dsn: dsn(s.ownPath(), ownPragmas), now: func() int64 { return s.file.Load().generation },
		setup: func() ([]string, int64) { f := s.file.Load(); return viewSetup(*f), f.generation }}
}

func pool(c connector, n int) *sql.DB {
	db := sql.OpenDB(c)
	db.SetMaxOpenConns(n)
	db.SetMaxIdleConns(n)
	return db
}

// dsn names a file and what its connections begin with.
func dsn(path string, pragmas []string) string { return uri(path, url.Values{"_pragma": pragmas}) }

// uri names a file as a URI: blanks, question marks and drive letters included.
func uri(path string, query url.Values) string {
	p := filepath.ToSlash(path)
	if !strings.HasPrefix(p, "/") { // C:/... on Windows
		p = "/" + p
	}
	u := url.URL{Scheme: "file", Path: p, RawQuery: query.Encode()}
	return u.String()
}

var (
	basePragmas = []string{"busy_timeout(10000)", "journal_mode(WAL)", "synchronous(NORMAL)", "temp_store(MEMORY)", "cache_size(-16000)"}
	ownPragmas  = []string{"busy_timeout(10000)", "journal_mode(WAL)", "synchronous(FULL)", "temp_store(MEMORY)", "cache_size(-8000)"}
)

// viewSetup attaches a base file to a connection of own.db and makes two views a
// kind: what the base says, and what the overlay says with what the base says of
// everything else. Both arms have the same affinities, else SQLite would not look
// into them but copy them first. rid is the base's rowid, short see byID.
func viewSetup(base baseFile) []string {
	// mode=rw: one that was removed this moment is not made anew, empty.
	setup := []string{"ATTACH DATABASE '" + strings.ReplaceAll(uri(base.path, url.Values{"mode": {"rw"}}), "'", "''") + "' AS base"}
	for _, t := range schema.Tables {
		columns := strings.Join(append(t.ColumnNames(), "body"), ", ")
		said := "id, CAST(lane AS TEXT) AS lane, ver, CAST(shape + " + strconv.FormatInt(base.mark(), 10) + " AS INTEGER) AS shape, " + columns +
			", " + schema.Short("id") + " AS short FROM base." + t.Name() + " AS b"
		setup = append(setup,
			"CREATE TEMP VIEW b_"+t.Name()+" AS SELECT rowid AS rid, "+said,
			"CREATE TEMP VIEW v_"+t.Name()+" AS SELECT "+said+" WHERE NOT EXISTS (SELECT 1 FROM main.o_"+t.Name()+" AS o WHERE o.id = b.id) "+
				"UNION ALL SELECT id, lane, ver, CAST(0 AS INTEGER), "+columns+", "+schema.Short("id")+" FROM main.o_"+t.Name()+" WHERE deleted = 0")
	}
	return setup
}

// byID finds one record of a view by its id, which is the only argument.
const byID = "short = substr(?1, iif(typeof(?1) = 'blob', -3, -6)) AND id = ?1"

// WithIDs finds the records whose ids are in a JSON array, which is the first
// argument; as the first of the conditions of Find and its kin.
const WithIDs = "short IN (SELECT " + schema.ShortOfValue + " FROM json_each(?1)) AND id IN (SELECT " + schema.KeyOfValue + " FROM json_each(?1))"

// Among is the end of a condition for a reference that is in a JSON array of ids.
const Among = "IN (SELECT " + schema.KeyOfValue + " FROM json_each(?))"

// overlayRow returns the statement that lays a record over, and its arguments.
func overlayRow(t schema.Table, id, lane string, ver int64, body []byte) (text string, args []any) {
	columns := strings.Join(append(append([]string{"id", "lane", "ver", "seq"}, t.ColumnNames()...), "body"), ", ")
	args = append([]any{schema.Key(id), lane, ver, 0}, schema.Keys(t.Values(body))...)
	args = append(args, string(body))
	return "INSERT OR REPLACE INTO main.o_" + t.Name() + " (" + columns + ") VALUES (?" + strings.Repeat(", ?", len(args)-1) + ")", args
}
