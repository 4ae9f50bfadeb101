// Package wire is the contract between phone, desk and server: openapi.yaml is
// its text, types.gen.go the types made from it, and the registry names for each
// kind of operation its class, its body and the fold that says what follows.
//
// It holds no rule and opens no connection.
package wire

import _ "embed"

//go:generate go tool oapi-codegen -config oapi-codegen.yaml openapi.yaml

// Schema is the number of the contract that this program speaks.
const Schema = 1

//go:embed openapi.yaml
var contract []byte

// Contract returns the text of openapi.yaml.
func Contract() []byte { return contract }
