// Package model holds what every part of the domain shares: identifiers, kinds
// of record, lanes, money, positions and the one type of error.
//
// The subjects live in folders of their own (seal, work, customer, ...): their
// types, their states and the pure decisions about them. A decision takes the
// state, what happened and the policy in force, and returns a verdict and a new
// state. The phone asks it offline, the server asks it again.
//
// The model never reads a clock, a file or a network, knows no text of any
// language (it answers with codes and parameters) and imports nothing but the
// standard library.
package model
