package server

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"dianqin/data/model/evidence"
	"dianqin/server/files"
	"dianqin/server/store"
)

// What lies in a backup's folder.
const (
	backupDatabase = "dianqin.db"
	backupFiles    = "files"
	backupManifest = "manifest.json"
)

// Manifest says what a backup holds.
type Manifest struct {
	MadeAt   time.Time `json:"made_at"`
	Version  string    `json:"version"` // of the program
	Epoch    string    `json:"epoch"`
	Database string    `json:"database_sha256"`
	store.Totals
	Brought int `json:"-"` // files that were not in the folder before
}

// Backup writes the database and the files into a folder while the server runs. A
// folder that holds an earlier backup takes what is new: files never change. The
// earlier database stays until the new one was checked.
func Backup(ctx context.Context, c Config, folder string) (m Manifest, err error) {
	c = c.filled()
	err = withStore(ctx, c, func(c Config, st *store.Store) error {
		m, err = backup(ctx, c, st, folder)
		return err
	})
	if err != nil {
		return m, fmt.Errorf("back up: %w", err)
	}
	return m, nil
}

func backup(ctx context.Context, c Config, st *store.Store, folder string) (m Manifest, err error) {
	m = Manifest{MadeAt: c.Now().UTC(), Version: c.Version}
	if m.Epoch, err = st.Epoch(ctx); err != nil {
		return m, err
	}
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return m, err
	}
	fresh := filepath.Join(folder, backupDatabase+".new")
	if err := os.Remove(fresh); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return m, err
	}
	// The database first: what it names was stored before.
	if err := st.CopyTo(ctx, fresh); err != nil {
		return m, err
	}
	if err := store.CheckFile(ctx, fresh); err != nil {
		return m, err
	}
	if m.Totals, err = totalsOf(ctx, fresh); err != nil {
		return m, err
	}
	from, to, err := twoBlobs(c, folder)
	if err != nil {
		return m, err
	}
	if m.Brought, err = files.Copy(ctx, from, to); err != nil {
		return m, err
	}
	if m.Database, err = hashFile(fresh); err != nil {
		return m, err
	}
	text, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return m, err
	}
	if err := os.Rename(fresh, filepath.Join(folder, backupDatabase)); err != nil {
		return m, err
	}
	return m, os.WriteFile(filepath.Join(folder, backupManifest), append(text, '\n'), 0o600)
}

// totalsOf counts what a copy holds, not what the server has taken since.
func totalsOf(ctx context.Context, path string) (n store.Totals, err error) {
	st, err := store.Open(ctx, "sqlite:"+path)
	if err != nil {
		return n, err
	}
	if err = st.Check(ctx); err == nil {
		n, err = st.Totals(ctx)
	}
	return n, errors.Join(err, st.Close()) // which folds its log into the file
}

// twoBlobs opens the files of a server and those of a backup.
func twoBlobs(c Config, folder string) (own, kept files.Blobs, err error) {
	if own, err = ownBlobs(c); err != nil {
		return nil, nil, err
	}
	kept, err = files.NewFolder(filepath.Join(folder, backupFiles))
	return own, kept, err
}

func hashFile(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return "", err
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

// Restored says what came of a restore.
type Restored struct {
	Manifest
	NewEpoch string
	Lost     []string // hashes of files that the backup does not hold: phones that have pictures send them again, packs are to be offered anew
}

// Restore makes a server's data folder of a backup: checked, and in a new epoch, so
// that phones compare what they hold and push again what the backup does not have.
// A folder that holds a database already is left alone.
func Restore(ctx context.Context, c Config, folder string) (r Restored, err error) {
	c = c.filled()
	if r.Manifest, err = readManifest(folder); err != nil {
		return r, fmt.Errorf("restore: %w", err)
	}
	target := filepath.Join(c.Data, backupDatabase)
	if c.Database != "sqlite:"+target {
		return r, fmt.Errorf("restore: %w", store.ErrNotSQLite)
	}
	if _, err := os.Stat(target); !errors.Is(err, fs.ErrNotExist) {
		return r, fmt.Errorf("restore: %s is there already", target)
	}
	if err := copyDatabase(ctx, filepath.Join(folder, backupDatabase), target, r.Database); err != nil {
		return r, fmt.Errorf("restore: %w", err)
	}
	own, kept, err := twoBlobs(c, folder)
	if err == nil {
		r.Brought, err = files.Copy(ctx, kept, own)
	}
	if err != nil {
		return r, fmt.Errorf("restore: %w", err)
	}
	err = withStore(ctx, c, func(c Config, st *store.Store) error {
		if err := st.Check(ctx); err != nil {
			return err
		}
		if r.NewEpoch, err = st.NewEpoch(ctx); err != nil {
			return err
		}
		if r.Lost, err = loseMissing(ctx, st, own); err != nil {
			return err
		}
		maps, err := losePacks(ctx, c, st)
		r.Lost = append(r.Lost, maps...)
		return err
	})
	if err != nil {
		return r, fmt.Errorf("restore: %w", err)
	}
	return r, nil
}

func readManifest(folder string) (m Manifest, err error) {
	text, err := os.ReadFile(filepath.Join(folder, backupManifest))
	if err != nil {
		return m, err
	}
	if err := json.Unmarshal(text, &m); err != nil {
		return m, fmt.Errorf("%s: %w", backupManifest, err)
	}
	return m, nil
}

// copyDatabase brings a database to its place, checked; nothing is there if it fails.
func copyDatabase(ctx context.Context, from, to, hash string) (err error) {
	if got, err := hashFile(from); err != nil || got != hash {
		return errors.Join(fmt.Errorf("%s is not the database that the manifest names", from), err)
	}
	if err := store.CheckFile(ctx, from); err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(to), 0o700); err != nil {
		return err
	}
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	temp := to + ".restoring"
	out, err := os.OpenFile(temp, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	if err = errors.Join(err, out.Sync(), out.Close()); err != nil {
		return errors.Join(err, os.Remove(temp))
	}
	return os.Rename(temp, to)
}

// loseMissing notes the files that the database names and nobody has.
func loseMissing(ctx context.Context, st *store.Store, own files.Blobs) (lost []string, err error) {
	var hashes []string
	err = st.Read(ctx, func(t *store.Tx) error {
		all, err := t.StoredFiles(0)
		for _, f := range all {
			hashes = append(hashes, f.SHA256)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	if lost, err = files.Missing(ctx, own, hashes); err != nil {
		return nil, err
	}
	return lost, st.Write(ctx, func(t *store.Tx) error {
		for _, h := range lost {
			if err := t.LoseFile(h, evidence.Awaited); err != nil {
				return err
			}
		}
		return nil
	})
}

// Check compares what belongs together in a database and counts it.
func Check(ctx context.Context, c Config) (n store.Totals, err error) {
	err = withStore(ctx, c.filled(), func(_ Config, st *store.Store) error {
		if err := st.Check(ctx); err != nil {
			return err
		}
		n, err = st.Totals(ctx)
		return err
	})
	return n, err
}

// NewEpoch begins a new epoch of a database that was restored by other means.
func NewEpoch(ctx context.Context, c Config) (epoch string, err error) {
	err = withStore(ctx, c.filled(), func(_ Config, st *store.Store) error {
		if err := st.Check(ctx); err != nil {
			return err
		}
		epoch, err = st.NewEpoch(ctx)
		return err
	})
	return epoch, err
}
