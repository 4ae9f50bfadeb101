package sim

import (
	"context"

	"dianqin/data/courier"
)

// Mutant is a fault that is seeded on purpose between two layers: none, to prove
// the program; one, to prove the proof. Members that are nil spoil nothing.
type Mutant struct {
	Name     string
	Outbox   func(courier.Outbox) courier.Outbox
	Inbox    func(*World, courier.Inbox) courier.Inbox
	Request  func(context.Context, *World, *request) error // before the server sees it
	Answered func(context.Context, *World, request) error  // when the server has answered
}
