// Package sync takes operations from devices and gives out the feed of records.
// Facts are kept always and at most disputed, patches merge or become conflicts,
// commands may be refused (class and fold of each kind: data/wire's registry).
//
//	rejected   not this device's operation: not kept, holds back nothing else
//	held       ahead of a gap in dev_seq, applied when the gap closes
//	applied    merged    conflict    disputed    refused
//
// It holds no SQL (server/store) and no rule of the trade (data/model); it does
// not speak HTTP and never asks who is signed in: the caller says so.
package sync

import (
	"sync"
	"time"

	"dianqin/data/model/people"
	"dianqin/server/store"
)

// Caller is the device that asks and the person signed in on it.
type Caller struct {
	User   people.User
	Device store.Device
}

// Service answers push and pull.
type Service struct {
	s    *store.Store
	now  func() time.Time
	once sync.Once
	stop chan struct{}
}

// New returns the service on a store.
func New(s *store.Store, now func() time.Time) *Service {
	return &Service{s: s, now: now, stop: make(chan struct{})}
}

// Stop lets go of everybody who waits to be woken: the server closes.
func (s *Service) Stop() { s.once.Do(func() { close(s.stop) }) }
