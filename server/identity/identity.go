// Package identity knows who asks: it issues and spends enrolment codes, enrols
// devices by their Ed25519 keys, signs people in on them and keeps sessions.
//
//	code --enrol--> device --sign in--> access token (15 min) + refresh token
//	                                    refresh: both rotate
//	                                    refresh token used twice: device revoked
//
// It never decides what a person may do with a record (people.User and the table
// of routes do) and never stores a secret in the clear: codes and refresh tokens
// are kept as SHA-256, passwords as argon2id.
package identity

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"runtime"
	"time"

	"dianqin/data/model"
	"dianqin/data/model/people"
	"dianqin/server/store"
)

// Caller is a person at an enrolled device.
type Caller struct {
	User   people.User
	Device store.Device
}

// Service keeps devices, accounts and sessions.
type Service struct {
	store  *store.Store
	now    func() time.Time
	secret []byte        // signs access tokens and derives refresh tokens; the same on every node
	epoch  string        // given to a device when it enrols
	hashes chan struct{} // as many passwords are hashed at a time
	ghosts ghosts        // delays of logins that do not exist
}

// New returns the service over a store. now is the clock.
func New(ctx context.Context, st *store.Store, now func() time.Time) (*Service, error) {
	secret, err := st.Secret(ctx, "session")
	if err != nil {
		return nil, fmt.Errorf("read the secret of sessions: %w", err)
	}
	epoch, err := st.Epoch(ctx)
	if err != nil {
		return nil, fmt.Errorf("read the epoch: %w", err)
	}
	return &Service{store: st, now: now, secret: secret, epoch: epoch,
		hashes: make(chan struct{}, runtime.NumCPU()), ghosts: ghosts{seen: map[string]attempts{}}}, nil
}

func (s *Service) millis() model.Millis { return model.MillisOf(s.now()) }

func digest(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}
