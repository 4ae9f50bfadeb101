package demo

import (
	"encoding/json"
	"fmt"

	data "dianqin/assets/demo"
	"dianqin/data/model"
	"dianqin/data/model/fold"
	"dianqin/data/model/policy"
)

// readPolicies makes the rows of assets/demo records of this region.
func (r *Region) readPolicies() ([]fold.Put, error) {
	var rows []policy.Row
	if err := json.Unmarshal(data.Policy(), &rows); err != nil {
		return nil, fmt.Errorf("reading the policy rows: %w", err)
	}
	if _, err := policy.NewSet(rows); err != nil {
		return nil, fmt.Errorf("reading the policy rows: %w", err)
	}
	var out []fold.Put
	for _, row := range rows {
		row.ID = r.named("policy", row.ID)
		out = append(out, fold.Put{Kind: model.KindPolicy, ID: row.ID, Lane: model.OrgLane, Record: row})
	}
	return out, nil
}
