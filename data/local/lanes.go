package local

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"

	"dianqin/data/model"
	"dianqin/data/schema"
)

// lost lists the lanes of the old cursor that the new one does not name: the person
// who is signed in now may not read them (any longer).
func lost(old, now map[string]int64) (lanes []string) {
	for lane := range old {
		if _, named := now[lane]; !named {
			lanes = append(lanes, lane)
		}
	}
	return lanes
}

// dropLanes deletes the records of lanes with their words, and says which kinds
// they were of. It reads every table: a lane is lost once in a long while.
func dropLanes(ctx context.Context, tx *sql.Tx, lanes []string) (kinds []model.Kind, err error) {
	if len(lanes) == 0 {
		return nil, nil
	}
	list, err := json.Marshal(lanes)
	if err != nil {
		return nil, err
	}
	const in = " WHERE lane IN (SELECT n FROM lane WHERE name IN (SELECT value FROM json_each(?)))"
	for _, t := range schema.Tables {
		for _, f := range t.SearchTables() {
			text := "DELETE FROM " + f.Name + " WHERE rowid IN (SELECT rowid FROM " + t.Name() + in + ")"
			if _, err := tx.ExecContext(ctx, text, string(list)); err != nil {
				return nil, fmt.Errorf("forget the words of a lost lane: %w", err)
			}
		}
		done, err := tx.ExecContext(ctx, "DELETE FROM "+t.Name()+in, string(list))
		if err != nil {
			return nil, fmt.Errorf("drop a lost lane: %w", err)
		}
		if n, err := done.RowsAffected(); err == nil && n > 0 {
			kinds = append(kinds, t.Kind)
		}
	}
	return kinds, nil
}
