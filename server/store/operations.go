package store

import (
	"context"
	"errors"
	"fmt"

	"dianqin/data/model"
)

// Held is the status of an operation that waits for those before it.
const Held = "held"

// Operation is an operation as it came, never to be changed, and what it was
// answered.
type Operation struct {
	ID, Device     string
	DevSeq         int64
	Hash           string // of its canonical JSON
	Kind, Author   string
	At, ReceivedAt model.Millis
	Status         string
	Raw, Answer    []byte
}

const operationColumns = "op_id, device, dev_seq, hash, kind, author, at, received_at, status, raw, answer"

func (o *Operation) fields() []any {
	return []any{&o.ID, &o.Device, &o.DevSeq, &o.Hash, &o.Kind, &o.Author, &o.At, &o.ReceivedAt, &o.Status, &o.Raw, &o.Answer}
}

// Operation finds an operation by its id.
func (t *Tx) Operation(id string) (Operation, bool, error) {
	var o Operation
	found, err := t.one(o.fields(), "SELECT "+operationColumns+" FROM operation WHERE op_id = $1", id)
	if err != nil {
		return o, false, fmt.Errorf("read operation: %w", err)
	}
	return o, found, nil
}

// AddOperation keeps an operation.
func (t *Tx) AddOperation(o Operation) error {
	_, err := t.exec("INSERT INTO operation ("+operationColumns+") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
		o.ID, o.Device, o.DevSeq, o.Hash, o.Kind, o.Author, int64(o.At), int64(o.ReceivedAt), o.Status, string(o.Raw), string(o.Answer))
	if err != nil {
		return fmt.Errorf("keep operation: %w", err)
	}
	return nil
}

// SetAnswer writes what an operation is answered from now on.
func (t *Tx) SetAnswer(id, status string, answer []byte) error {
	if _, err := t.exec("UPDATE operation SET status = $1, answer = $2 WHERE op_id = $3", status, string(answer), id); err != nil {
		return fmt.Errorf("keep answer: %w", err)
	}
	return nil
}

// NextHeld finds the first held operation of a device up to a dev_seq.
func (t *Tx) NextHeld(device string, upTo int64) (Operation, bool, error) {
	var o Operation
	found, err := t.one(o.fields(), "SELECT "+operationColumns+` FROM operation
		WHERE device = $1 AND status = 'held' AND dev_seq <= $2 ORDER BY dev_seq, received_at, op_id LIMIT 1`, device, upTo)
	if err != nil {
		return o, false, fmt.Errorf("read held operation: %w", err)
	}
	return o, found, nil
}

// Operations gives every operation as it came and its answer, ordered by device
// and dev_seq.
func (s *Store) Operations(ctx context.Context, each func(raw, answer []byte) error) error {
	return s.Read(ctx, func(t *Tx) (err error) {
		rows, err := t.query("SELECT raw, answer FROM operation ORDER BY device, dev_seq, op_id")
		if err != nil {
			return fmt.Errorf("read operations: %w", err)
		}
		defer func() { err = errors.Join(err, rows.Close()) }()
		for rows.Next() {
			var raw, answer []byte
			if err := rows.Scan(&raw, &answer); err != nil {
				return err
			}
			if err := each(raw, answer); err != nil {
				return err
			}
		}
		return rows.Err()
	})
}
