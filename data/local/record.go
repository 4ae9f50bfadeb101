package local

import (
	"context"
	"crypto/ed25519"
	"encoding/json"
	"fmt"
	"strconv"

	"github.com/google/uuid"

	"dianqin/data/model"
	"dianqin/data/model/fold"
	"dianqin/data/schema"
	"dianqin/data/wire"
)

// Record makes an operation of a draft: it gets an id where it has none, the next
// dev_seq and the hash of the one before, is signed with the device's key, folded
// into the view and queued for the server together with its files, all in one
// transaction. What it returns is what goes up.
//
// A draft that breaks the contract, and a patch or command that the rules refuse
// already here, comes back as *model.Error and leaves no trace. A fact is kept
// whatever the rules think of it.
func (s *Store) Record(ctx context.Context, draft wire.Operation, key ed25519.PrivateKey, files ...NewFile) (wire.Operation, error) {
	kind, ok := wire.Lookup(draft.Kind)
	if !ok {
		return wire.Operation{}, fmt.Errorf("record: no operation of kind %q", draft.Kind)
	}
	if bad := kind.Check(draft); bad != nil {
		return wire.Operation{}, bad
	}
	if len(key) != ed25519.PrivateKeySize {
		return wire.Operation{}, model.Fail("device.unknown")
	}
	for _, f := range files {
		if err := s.kept(f.SHA256); err != nil {
			return wire.Operation{}, err
		}
	}
	var made wire.Operation
	err := s.change(ctx, func(tx *ownTx) error {
		var err error
		if made, err = tx.append(ctx, draft, key); err != nil {
			return err
		}
		outcome, err := kind.Fold(tx.world(ctx), made)
		if err != nil {
			return fmt.Errorf("fold %s: %w", made.Kind, err)
		}
		if outcome.Problem != nil && kind.Class != wire.Fact {
			return outcome.Problem
		}
		if err := tx.overlay(ctx, outcome.Puts); err != nil {
			return err
		}
		return tx.queue(ctx, files)
	})
	if err != nil {
		return wire.Operation{}, fmt.Errorf("record %s: %w", draft.Kind, err)
	}
	return made, nil
}

// append numbers, chains and signs an operation and puts it into the outbox.
func (tx *ownTx) append(ctx context.Context, op wire.Operation, key ed25519.PrivateKey) (wire.Operation, error) {
	last, err := readNumber(ctx, tx, ownMade)
	if err != nil {
		return op, err
	}
	if op.Prev, _, err = readSetting(ctx, tx, ownPrev); err != nil {
		return op, err
	}
	if op.OpId == "" {
		id, err := uuid.NewV7()
		if err != nil {
			return op, fmt.Errorf("make op_id: %w", err)
		}
		op.OpId = id.String()
	}
	if op.At == 0 {
		op.At = int64(model.MillisOf(tx.s.now()))
	}
	op.DevSeq, op.Schema = last+1, wire.Schema
	raw, err := wire.Seal(op, key)
	if err != nil {
		return op, err
	}
	hash, err := wire.Hash(raw)
	if err != nil {
		return op, err
	}
	if _, err := tx.ExecContext(ctx, "INSERT INTO outbox (dev_seq, op_id, raw) VALUES (?, ?, ?)", op.DevSeq, op.OpId, string(raw)); err != nil {
		return op, fmt.Errorf("put into the outbox: %w", err)
	}
	if err := tx.remember(ctx, op.DevSeq, hash); err != nil {
		return op, err
	}
	var made wire.Operation
	if err := json.Unmarshal(raw, &made); err != nil {
		return op, err
	}
	return made, nil
}

// remember keeps the end of the chain of operations.
func (tx *ownTx) remember(ctx context.Context, devSeq int64, hash string) error {
	if err := writeSetting(ctx, tx, ownMade, strconv.FormatInt(devSeq, 10)); err != nil {
		return err
	}
	return writeSetting(ctx, tx, ownPrev, hash)
}

func (tx *ownTx) world(ctx context.Context) fold.World {
	return world{ctx, tx.source(), tx.s.log, &tx.s.policies}
}

// overlay writes what follows from an operation. ver stays the server's, so that
// a patch made on top names the version that the server knows.
func (tx *ownTx) overlay(ctx context.Context, puts []fold.Put) error {
	for _, p := range puts {
		t, ok := schema.Of(p.Kind)
		if !ok {
			return fmt.Errorf("no table for records of kind %q", p.Kind)
		}
		old, ver, err := bodyOf(ctx, tx.source(), p.Kind, p.ID)
		if err != nil {
			return err
		}
		body, err := fold.Merge(old, p.Record)
		if err != nil {
			return fmt.Errorf("encode %s %s: %w", p.Kind, p.ID, err)
		}
		text, args := overlayRow(t, p.ID, string(p.Lane), ver, body)
		if _, err := tx.ExecContext(ctx, text, args...); err != nil {
			return fmt.Errorf("lay over %s %s: %w", p.Kind, p.ID, err)
		}
		tx.kinds[p.Kind] = true
	}
	return nil
}
