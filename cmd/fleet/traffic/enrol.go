package traffic

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"

	"dianqin/data/schema"
)

// Enrol brings the phones of a fleet to their first download, closes them and
// returns their folders.
func Enrol(ctx context.Context, o Options) (dirs []string, err error) {
	f := &fleet{o: o}
	err = f.enrol(ctx)
	for _, p := range f.phones {
		dirs = append(dirs, p.dir)
	}
	return dirs, errors.Join(err, f.close())
}

// Digest is a hash over every record that the phone has of the server: two phones of
// one person have the same when all is quiet.
func (p *Phone) Digest(ctx context.Context) (string, error) {
	sum := sha256.New()
	for _, t := range schema.Tables {
		rows, err := p.store.BaseRows(ctx, t.Kind)
		if err != nil {
			return "", err
		}
		for _, r := range rows {
			fmt.Fprintf(sum, "%s %s %s %d %s\n", t.Kind, r.ID, r.Lane, r.Ver, r.Body)
		}
	}
	return hex.EncodeToString(sum.Sum(nil)), nil
}
