// Package sim plays phones, people and the server in one process, one step at a
// time, and checks after every step what must always hold.
//
//	schedule (text) ──> world ──┬─> phones: data/local on real files, data/courier
//	                            ├─> network: in process, spoiled as the schedule says
//	                            ├─> server: the whole of it, on a real SQLite file
//	                            └─> truth: every final operation folded once more, in memory
//
// Time is a number that the schedule moves. Whoever dies is opened again from a
// copy of the files as they were at that moment. A schedule is text, so that one
// that fails can be kept, played again (cmd/prove -replay) and made shorter.
//
// The package draws nothing: what happens is in the schedule alone. The seeded
// faults (mutant.go) spoil a layer on purpose; each must be caught.
package sim
