// Package store keeps the server's truth in SQLite or PostgreSQL: records, the
// feed that phones pull from, operations as they came with their answers, and the
// secrets that are in no lane (devices, accounts, codes, tokens).
//
// Every SQL text of the server stands here, each query once for both databases;
// what differs is in dialect.go. The store knows no rule: it never judges an
// operation, never checks a right and never speaks HTTP.
//
//	Write:  f(tx) -> puts remembered -> counters of lanes, sorted -> feed rows -> COMMIT
//	Read:   one snapshot, so that a lane's head and its rows belong together
//
// A feed that is read by "seq > cursor" loses rows when a later number commits
// first. Each lane therefore has a counter row that is taken last and held until
// the commit: numbers of a lane become visible in their order.
package store
