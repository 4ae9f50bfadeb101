package identity

import (
	"context"
	"crypto/rand"
	"encoding/base32"
	"fmt"
	"strings"
	"time"

	"dianqin/data/model"
	"dianqin/data/model/people"
	"dianqin/server/store"
)

// CodeLife is how long an enrolment code may be spent.
const CodeLife = 15 * time.Minute

// codeBytes is the length of a code: 128 bits cannot be guessed.
const codeBytes = 16

// IssueCode makes a single-use enrolment code for a person and returns it with
// the moment at which it expires. Only its hash is kept. It is for who runs the
// server; people use IssueCodeBy. Codes: user.unknown.
func (s *Service) IssueCode(ctx context.Context, userID string) (string, model.Millis, error) {
	return s.issueCode(ctx, userID, func(people.User) *model.Error { return nil })
}

// IssueCodeBy is IssueCode at the request of a person. Codes: those of IssueCode
// and of people.User.Manages.
func (s *Service) IssueCodeBy(ctx context.Context, by people.User, userID string) (string, model.Millis, error) {
	return s.issueCode(ctx, userID, by.Manages)
}

func (s *Service) issueCode(ctx context.Context, userID string, may func(people.User) *model.Error) (string, model.Millis, error) {
	code, err := newCode()
	if err != nil {
		return "", 0, err
	}
	expires := model.MillisOf(s.now().Add(CodeLife))
	err = s.store.Write(ctx, func(t *store.Tx) error {
		u, found, err := t.User(userID)
		switch {
		case err != nil:
			return err
		case !found || u.Inactive:
			return model.Fail("user.unknown").At("/user_id")
		}
		if bad := may(u); bad != nil {
			return bad.At("/user_id")
		}
		return t.AddCode(digest(plain(code)), userID, expires)
	})
	if err != nil {
		return "", 0, fmt.Errorf("issue an enrolment code: %w", err)
	}
	return code, expires, nil
}

// newCode returns 128 random bits in groups of four letters and digits.
func newCode() (string, error) {
	raw := make([]byte, codeBytes)
	if _, err := rand.Read(raw); err != nil {
		return "", fmt.Errorf("make an enrolment code: %w", err)
	}
	text := base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(raw)
	var groups []string
	for len(text) > 4 {
		groups, text = append(groups, text[:4]), text[4:]
	}
	return strings.Join(append(groups, text), "-"), nil
}

// plain undoes what people do to a code when they type it.
func plain(code string) string {
	return strings.NewReplacer("-", "", " ", "", "\t", "", "\n", "").Replace(strings.ToUpper(code))
}
