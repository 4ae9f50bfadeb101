package store

import (
	"fmt"

	"dianqin/data/model"
	"dianqin/data/model/evidence"
	"dianqin/data/model/fold"
)

// AddFile notes that the bytes with a hash are on disk and marks the file records
// that awaited them. Adding them again changes nothing.
func (t *Tx) AddFile(sha256 string, bytes int64, mime, by string, at model.Millis) error {
	if _, err := t.exec(`INSERT INTO stored_file (sha256, bytes, mime, stored_by, stored_at) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (sha256) DO NOTHING`, sha256, bytes, mime, by, int64(at)); err != nil {
		return fmt.Errorf("add file: %w", err)
	}
	ids, err := t.texts("SELECT id FROM rec_file WHERE sha256 = $1 AND deleted = 0 ORDER BY id", sha256)
	if err != nil {
		return fmt.Errorf("records of file: %w", err)
	}
	for _, id := range ids {
		var f evidence.File
		found, err := t.Get(model.KindFile, id, &f)
		if err != nil {
			return err
		}
		if !found || f.State == evidence.Stored {
			continue
		}
		f.State = evidence.Stored
		if _, err := t.Put(fold.Put{Kind: model.KindFile, ID: id, Lane: model.StationLane(f.StationID), Record: f}); err != nil {
			return err
		}
	}
	return nil
}

// HasFile says whether the bytes with a hash are there, how many and of what type.
func (t *Tx) HasFile(sha256 string) (bytes int64, mime string, ok bool, err error) {
	ok, err = t.one([]any{&bytes, &mime}, "SELECT bytes, mime FROM stored_file WHERE sha256 = $1", sha256)
	if err != nil {
		err = fmt.Errorf("look for file: %w", err)
	}
	return bytes, mime, ok, err
}

// FileLanes lists the lanes of the live file records with a hash: who may read
// one of them may read the bytes.
func (t *Tx) FileLanes(sha256 string) ([]model.Lane, error) {
	names, err := t.texts("SELECT DISTINCT lane FROM rec_file WHERE sha256 = $1 AND deleted = 0 ORDER BY lane", sha256)
	if err != nil {
		return nil, fmt.Errorf("lanes of file: %w", err)
	}
	lanes := make([]model.Lane, len(names))
	for i, n := range names {
		lanes[i] = model.Lane(n)
	}
	return lanes, nil
}
