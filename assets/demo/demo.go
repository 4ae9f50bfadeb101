// Package demo embeds the data of the demo region that people edit by hand: its
// policy rows. Names of places and persons are invented by server/demo/town. The
// package never parses what it embeds and holds no rule.
package demo

import _ "embed"

//go:embed policy.json
var policy []byte

// Policy returns the policy rows of the demo region as a JSON array of
// policy.Row, in which id is a short name of the row. Callers must not change it.
func Policy() []byte { return policy }
