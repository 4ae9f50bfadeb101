// Package local keeps what a phone or a desk knows: two files of SQLite and a
// folder of pictures.
//
//	base.db  what the server said: written by pages alone, disposable
//	own.db   what people did here: outbox, overlay, drafts, file queue; precious
//	files/   the bytes of attachments, named by their SHA-256
//
// What a screen sees is the view: base folded with the outbox in order, by the
// same rules as on the server. An operation and the overlay rows that follow from
// it commit together in own.db; no transaction ever writes both files.
//
//	recorded -> pending --applied, merged, disputed--> acknowledged --pull passed its seq--> done
//	               |  ^                                     |
//	               |  +--- held                             +--- the server was restored: pending again
//	               +--refused, conflict, rejected--> out (an item for a person)
//
// Pending and acknowledged operations make the overlay, done and out ones do not.
// All are kept a month, so that a server restored from a backup gets them again.
//
// The package never opens a connection to anywhere and decides nothing that the
// model decides.
package local
