// Package outside leads out of the app: to a map program, a telephone, a viewer of
// files. It makes no links and knows no datum; it hands a link to the system and says
// truly whether something took it.
package outside

import (
	"context"
	"strings"
)

// Outside is the way to the other programs of the device. Its methods may be called
// from any goroutine but the one that paints.
type Outside interface {
	// Open gives a link to the program that takes its scheme: geo:, tel:, https:, a map
	// program's own. ErrNoApp says that none does; ErrLink that it is no link.
	Open(ctx context.Context, link string) error
	// View shows a file in the program that the system has for its type. mime may be
	// empty where the name tells it. ErrNoApp says that there is none, ErrUnable that
	// this system lets no other program read the file.
	View(ctx context.Context, path, mime string) error
}

// Code is a reason that a program can act on and a table of words can translate.
type Code string

// Every reason there is.
const (
	ErrNoApp  Code = "outside.no_app" // no program takes it
	ErrLink   Code = "outside.link"   // it is no link
	ErrUnable Code = "outside.unable" // this system does not do it
)

// Error is the code; words for people are not made here.
func (c Code) Error() string { return string(c) }

// scheme is what stands before the colon, in lower case; false where that is no
// scheme as RFC 3986 has it.
func scheme(link string) (string, bool) {
	s, rest, found := strings.Cut(link, ":")
	if !found || s == "" || rest == "" {
		return "", false
	}
	for i, r := range s {
		letter := r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z'
		if !letter && (i == 0 || (r < '0' || r > '9') && r != '+' && r != '-' && r != '.') {
			return "", false
		}
	}
	return strings.ToLower(s), true
}
