package store

import "github.com/pressly/goose/v3"

// dialect holds what truly differs between the two databases.
type dialect struct {
	goose     goose.Dialect
	folder    string // of its migrations
	forUpdate string // behind a SELECT that a write depends on
	lock      string // takes the lock of a name until the end of the transaction; empty where there is one writer
	lockTable string // keeps other writers from the counters
	members   string // the texts of the JSON array $1, for IN
	binary    string // compares texts by bytes
}

var (
	sqliteDialect = dialect{
		goose:   goose.DialectSQLite3,
		folder:  "migrations/sqlite",
		members: "SELECT value FROM json_each($1)",
	}
	postgresDialect = dialect{
		goose:     goose.DialectPostgres,
		folder:    "migrations/postgres",
		forUpdate: " FOR UPDATE",
		lock:      "SELECT pg_advisory_xact_lock(hashtextextended($1, 0))",
		lockTable: "LOCK TABLE lane_counter IN EXCLUSIVE MODE",
		members:   "SELECT jsonb_array_elements_text($1::jsonb)",
		binary:    ` COLLATE "C"`,
	}
)
