package store

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"

	"dianqin/data/model"
	"dianqin/data/schema"
)

//go:embed migrations
var migrations embed.FS

// prepare runs the migrations, makes the tables of records from data/schema and
// draws the epoch of a new database.
func (s *Store) prepare(ctx context.Context) error {
	if err := s.migrate(ctx); err != nil {
		return err
	}
	return s.Write(ctx, func(t *Tx) error {
		if err := t.lockName("prepare"); err != nil {
			return err
		}
		for _, table := range schema.Tables {
			if err := t.makeTable(table); err != nil {
				return err
			}
		}
		if err := t.makeIndexes(); err != nil {
			return err
		}
		var err error
		s.epoch, err = t.metaOrNew("epoch", 16)
		return err
	})
}

func (s *Store) migrate(ctx context.Context) error {
	folder, err := fs.Sub(migrations, s.d.folder)
	if err != nil {
		return err
	}
	options := []goose.ProviderOption{goose.WithDisableGlobalRegistry(true), goose.WithLogger(goose.NopLogger())}
	if s.d.lock != "" { // several nodes may start at once
		locker, err := lock.NewPostgresSessionLocker()
		if err != nil {
			return err
		}
		options = append(options, goose.WithSessionLocker(locker))
	}
	p, err := goose.NewProvider(s.d.goose, s.w, folder, options...)
	if err != nil {
		return err
	}
	known := p.ListSources()
	at, err := p.GetDBVersion(ctx)
	if err != nil {
		return err
	}
	if newest := known[len(known)-1].Version; at > newest {
		return fmt.Errorf("the layout %d of the database is newer than this program's %d", at, newest)
	}
	_, err = p.Up(ctx)
	return err
}

// makeTable makes the table of a kind. A column that a newer data/schema added
// is added and filled from the stored records.
func (t *Tx) makeTable(table schema.Table) error {
	ddl, _ := table.DDL("")
	if _, err := t.exec(ddl); err != nil {
		return fmt.Errorf("make %s: %w", table.Name(), err)
	}
	have, err := t.columns(table.Name())
	if err != nil {
		return err
	}
	missing := false
	for _, c := range table.Columns {
		if have[c.Name] {
			continue
		}
		missing = true
		if _, err := t.exec("ALTER TABLE " + table.Name() + " ADD COLUMN " + c.Name + " " + c.Type); err != nil {
			return fmt.Errorf("add %s.%s: %w", table.Name(), c.Name, err)
		}
	}
	if !missing {
		return nil
	}
	return t.refill(table)
}

func (t *Tx) columns(table string) (have map[string]bool, err error) {
	rows, err := t.query("SELECT * FROM " + table + " WHERE 1 = 0")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	names, err := rows.Columns()
	if err != nil {
		return nil, err
	}
	have = map[string]bool{}
	for _, n := range names {
		have[n] = true
	}
	return have, rows.Err()
}

// refill takes the columns out of each record again.
func (t *Tx) refill(table schema.Table) error {
	ids, err := t.texts("SELECT id FROM " + table.Name())
	if err != nil {
		return err
	}
	for _, id := range ids {
		r, _, err := t.load(table, id)
		if err != nil {
			return err
		}
		if err := t.save(table, id, r); err != nil {
			return err
		}
	}
	return nil
}

func (t *Tx) makeIndexes() error {
	for _, table := range schema.Tables {
		for _, ddl := range indexes(table, true) {
			if _, err := t.exec(ddl); err != nil {
				return fmt.Errorf("index %s: %w", table.Name(), err)
			}
		}
	}
	return nil
}

// indexed are the columns that the server looks for. The phone's tables have many
// more indexes: here each would only be written.
var indexed = map[model.Kind][]string{
	model.KindSeal:    {"number"},
	model.KindSealLot: {"first"},
	model.KindCase:    {"seal_number"},
	model.KindUser:    {"login"},
	model.KindFile:    {"sha256"},
}

// indexes returns the statements that make the indexes of a table and drop those
// that an older program made; make says whether they are made.
func indexes(table schema.Table, make bool) (ddl []string) {
	_, all := table.DDL("")
	for _, text := range all {
		name := strings.Fields(strings.TrimPrefix(text, "CREATE INDEX IF NOT EXISTS "))[0]
		column := strings.TrimPrefix(name, table.Name()+"_")
		if make && slices.Contains(indexed[table.Kind], column) {
			ddl = append(ddl, text)
		} else {
			ddl = append(ddl, "DROP INDEX IF EXISTS "+name)
		}
	}
	return ddl
}
