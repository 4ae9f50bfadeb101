package store

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"strings"

	"dianqin/data/model"
	"dianqin/data/model/evidence"
	"dianqin/data/model/fold"
	"dianqin/data/schema"
)

// ErrNotSQLite is for what PostgreSQL's own tools do better: pg_dump, pg_basebackup.
var ErrNotSQLite = errors.New("this is for SQLite; PostgreSQL has its own tools (docs/operation.md)")

// CopyTo writes a consistent copy of the database to a new file while others read
// and write.
func (s *Store) CopyTo(ctx context.Context, path string) error {
	if s.group == nil {
		return ErrNotSQLite
	}
	return s.readers.lend(ctx, func(r runner) error {
		if _, err := r.ExecContext(ctx, "PRAGMA query_only=0"); err != nil {
			return err
		}
		_, err := r.ExecContext(ctx, "VACUUM INTO $1", path)
		_, back := r.ExecContext(context.WithoutCancel(ctx), "PRAGMA query_only=1")
		if err = errors.Join(err, back); err != nil {
			return fmt.Errorf("copy the database: %w", err)
		}
		return nil
	})
}

// CheckFile reads every page of a SQLite file that nobody has open and says what is
// broken in it.
func CheckFile(ctx context.Context, path string) (err error) {
	abs, err := filepath.Abs(path)
	if err != nil {
		return err
	}
	u := url.URL{Scheme: "file", Path: "/" + strings.TrimPrefix(filepath.ToSlash(abs), "/"), RawQuery: "mode=ro&immutable=1"}
	db, err := sql.Open("sqlite", u.String())
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	rows, err := db.QueryContext(ctx, "PRAGMA integrity_check(20)")
	if err != nil {
		return fmt.Errorf("check %s: %w", path, err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	var faults []string
	for rows.Next() {
		var line string
		if err := rows.Scan(&line); err != nil {
			return fmt.Errorf("check %s: %w", path, err)
		}
		if line != "ok" {
			faults = append(faults, line)
		}
	}
	if err := rows.Err(); err != nil {
		return fmt.Errorf("check %s: %w", path, err)
	}
	if len(faults) > 0 {
		return fmt.Errorf("%s is broken: %s", path, strings.Join(faults, "; "))
	}
	return nil
}

// Check compares what belongs together: the feed with the records, the counters
// with the feed, the chains of the devices with their operations.
func (s *Store) Check(ctx context.Context) error {
	return s.Read(ctx, func(t *Tx) error {
		var faults []error
		count := func(what, query string) {
			var n int64
			if _, err := t.one([]any{&n}, query); err != nil {
				faults = append(faults, fmt.Errorf("%s: %w", what, err))
			} else if n > 0 {
				faults = append(faults, fmt.Errorf("%s: %d", what, n))
			}
		}
		for _, table := range schema.Tables {
			count("live in the feed and not in "+table.Name(), `SELECT COUNT(*) FROM feed f LEFT JOIN `+table.Name()+` r ON r.id = f.id
				WHERE f.kind = '`+string(table.Kind)+`' AND f.state = 'live' AND (r.id IS NULL OR r.deleted <> 0 OR r.lane <> f.lane)`)
			count("in "+table.Name()+" and not in the feed", `SELECT COUNT(*) FROM `+table.Name()+` r
				LEFT JOIN feed f ON f.id = r.id AND f.kind = '`+string(table.Kind)+`' AND f.lane = r.lane WHERE r.deleted = 0 AND f.id IS NULL`)
		}
		count("numbers past their lane's counter", "SELECT COUNT(*) FROM feed f LEFT JOIN lane_counter c ON c.lane = f.lane WHERE c.v IS NULL OR f.seq > c.v")
		count("devices whose chain is not whole", `SELECT COUNT(*) FROM device d WHERE d.last_seq <>
			(SELECT COUNT(DISTINCT o.dev_seq) FROM operation o WHERE o.device = d.id AND o.status <> 'held' AND o.dev_seq <= d.last_seq)`)
		if len(faults) > 0 {
			return fmt.Errorf("check the database: %w", errors.Join(faults...))
		}
		return nil
	})
}

// NewEpoch begins another life of the database, after a restore: no cursor and no
// version from before counts any more. Servers that have it open must be started
// again.
func (s *Store) NewEpoch(ctx context.Context) (string, error) {
	raw := make([]byte, 16)
	if _, err := rand.Read(raw); err != nil {
		return "", fmt.Errorf("new epoch: %w", err)
	}
	epoch := hex.EncodeToString(raw)
	err := s.Write(ctx, func(t *Tx) error {
		_, err := t.exec("UPDATE meta SET value = $1 WHERE name = 'epoch'", epoch)
		return err
	})
	if err != nil {
		return "", fmt.Errorf("new epoch: %w", err)
	}
	s.epoch = epoch
	return epoch, nil
}

// Totals counts what the database holds.
type Totals struct {
	Operations int64 `json:"operations"`
	Devices    int64 `json:"devices"`
	Records    int64 `json:"records"`
	Files      int64 `json:"files"`
}

// Totals counts.
func (s *Store) Totals(ctx context.Context) (n Totals, err error) {
	err = s.Read(ctx, func(t *Tx) error {
		for query, into := range map[string]*int64{
			"SELECT COUNT(*) FROM operation":                 &n.Operations,
			"SELECT COUNT(*) FROM device":                    &n.Devices,
			"SELECT COUNT(*) FROM feed WHERE state = 'live'": &n.Records,
			"SELECT COUNT(*) FROM stored_file":               &n.Files,
		} {
			if _, err := t.one([]any{into}, query); err != nil {
				return fmt.Errorf("count: %w", err)
			}
		}
		return nil
	})
	return n, err
}

// StoredFile is a file whose bytes are kept.
type StoredFile struct {
	SHA256 string
	Bytes  int64
	At     model.Millis
}

// StoredFiles lists the files that were stored before a moment; 0: all.
func (t *Tx) StoredFiles(before model.Millis) (out []StoredFile, err error) {
	rows, err := t.query("SELECT sha256, bytes, stored_at FROM stored_file WHERE stored_at < $1 OR $1 = 0 ORDER BY stored_at, sha256", int64(before))
	if err != nil {
		return nil, fmt.Errorf("list files: %w", err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var f StoredFile
		if err := rows.Scan(&f.SHA256, &f.Bytes, &f.At); err != nil {
			return nil, fmt.Errorf("list files: %w", err)
		}
		out = append(out, f)
	}
	return out, rows.Err()
}

// LoseFile notes that the bytes of a file are not here: records that name it await
// them again, or, where they expired, say so.
func (t *Tx) LoseFile(sha256 string, state evidence.State) error {
	if _, err := t.exec("DELETE FROM stored_file WHERE sha256 = $1", sha256); err != nil {
		return fmt.Errorf("lose file: %w", err)
	}
	records, err := t.FileRecords(sha256)
	if err != nil {
		return err
	}
	for _, f := range records {
		f.State = state
		if _, err := t.Put(fold.Put{Kind: model.KindFile, ID: f.ID, Lane: model.StationLane(f.StationID), Record: f}); err != nil {
			return err
		}
	}
	return nil
}

// FileRecords returns the live records that name a file.
func (t *Tx) FileRecords(sha256 string) ([]evidence.File, error) {
	return decodeAll[evidence.File](t, "SELECT body FROM rec_file WHERE sha256 = $1 AND deleted = 0 ORDER BY id", sha256)
}

// Expire deletes codes and refresh tokens that ran out before a moment.
func (t *Tx) Expire(before model.Millis) error {
	for _, table := range []string{"enrol_code", "refresh_token"} {
		if _, err := t.exec("DELETE FROM "+table+" WHERE expires_at < $1", int64(before)); err != nil {
			return fmt.Errorf("expire %s: %w", table, err)
		}
	}
	return nil
}
