// Package snapshot makes ready files of whole scopes: the lanes that some people
// read, as base.db of the phone has them, with indexes, words and cursor inside,
// compressed. A phone that has nothing yet, or too old a cursor, fetches one and
// pulls from its cursor on, instead of writing a million rows by itself.
//
//	none      too small to be worth it, or of a layout that is not made here
//	building  in the background, nobody waits for a transaction
//	ready     immutable, named by the SHA-256 of its bytes; rebuilt when it is old
//
// A file is first compressed quickly, so that it is there, and then well. The one
// before is kept for those who are fetching it.
//
// The package never decides who may read a lane (data/model/people does) and never
// holds the lane of a person: that is pulled.
package snapshot
