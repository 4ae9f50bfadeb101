// Package session is who uses this device: its enrolment and key, signing in and
// out, and the tokens that the courier needs. The first sign-in needs the
// network; after it the person stays signed in without one.
//
//	new -> enrolled (device has a key that the server knows) -> signed in
//	                          ^--------- sign out ----------------+
package session

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"

	"dianqin/app/signal"
	"dianqin/data/courier"
	"dianqin/data/model"
	"dianqin/data/model/people"
	"dianqin/data/wire"
)

// Keep is where the session is kept between starts: own.db's settings.
type Keep interface {
	Setting(key string) (string, bool, error)
	SetSetting(key, value string) error
}

// State is where the device stands.
type State int

// The states.
const (
	New State = iota
	Enrolled
	SignedIn
)

// Session is this device's identity and who is signed in.
type Session struct {
	Changed signal.Signal[State]

	keep Keep
	now  func() time.Time

	refreshing sync.Mutex // one refresh at a time: a token spent twice looks stolen

	mu      sync.Mutex
	client  *courier.Client
	server  string
	key     ed25519.PrivateKey
	device  string
	user    people.User
	access  string
	expires time.Time
	refresh string
	offset  time.Duration // device clock minus server clock
}

// Open reads the kept session.
func Open(keep Keep, now func() time.Time) (*Session, error) {
	s := &Session{keep: keep, now: now}
	for key, set := range map[string]func(string) error{
		"session.server":  func(v string) error { s.connect(v); return nil },
		"session.key":     s.setKey,
		"session.device":  func(v string) error { s.device = v; return nil },
		"session.user":    func(v string) error { return json.Unmarshal([]byte(v), &s.user) },
		"session.refresh": func(v string) error { s.refresh = v; return nil },
		"session.offset":  s.setOffset,
	} {
		v, ok, err := keep.Setting(key)
		if err != nil {
			return nil, fmt.Errorf("read session: %w", err)
		}
		if !ok || v == "" {
			continue
		}
		if err := set(v); err != nil {
			return nil, fmt.Errorf("read session: %s: %w", key, err)
		}
	}
	return s, nil
}

func (s *Session) setKey(v string) error {
	raw, err := base64.StdEncoding.DecodeString(v)
	if err != nil || len(raw) != ed25519.PrivateKeySize {
		return errors.New("not a key")
	}
	s.key = raw
	return nil
}

func (s *Session) setOffset(v string) error {
	ms, err := strconv.ParseInt(v, 10, 64)
	s.offset = time.Duration(ms) * time.Millisecond
	return err
}

func (s *Session) connect(server string) {
	s.server = server
	s.client = courier.New(server, s.Token)
}

// State says where the device stands.
func (s *Session) State() State {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case s.device == "":
		return New
	case s.user.ID == "":
		return Enrolled
	}
	return SignedIn
}

// User is who is signed in; its ID is empty where nobody is.
func (s *Session) User() people.User { s.mu.Lock(); defer s.mu.Unlock(); return s.user }

// Device is the enrolled device's id.
func (s *Session) Device() string { s.mu.Lock(); defer s.mu.Unlock(); return s.device }

// Server is the address that the device is enrolled with, for people to read.
func (s *Session) Server() string {
	address, _ := wire.SplitPin(s.Address())
	return address
}

// Address is Server with the pin of its key, where one was shown at the enrolment:
// what another device enrols with.
func (s *Session) Address() string { s.mu.Lock(); defer s.mu.Unlock(); return s.server }

// Key signs the device's operations.
func (s *Session) Key() ed25519.PrivateKey { s.mu.Lock(); defer s.mu.Unlock(); return s.key }

// Offset is the device's clock minus the server's when last seen.
func (s *Session) Offset() time.Duration { s.mu.Lock(); defer s.mu.Unlock(); return s.offset }

// Courier speaks with the server; nil before enrolment.
func (s *Session) Courier() *courier.Client { s.mu.Lock(); defer s.mu.Unlock(); return s.client }

// Enrolment is what an enrolment code carries.
type Enrolment struct{ Server, Code string }

// ParseEnrolment reads the text of an enrolment QR code,
// "dianqin-enroll:?server=URL&code=CODE".
func ParseEnrolment(text string) (Enrolment, bool) {
	rest, ok := strings.CutPrefix(text, wire.EnrollPrefix)
	if !ok {
		return Enrolment{}, false
	}
	q, err := url.ParseQuery(rest)
	if err != nil || q.Get("server") == "" || q.Get("code") == "" {
		return Enrolment{}, false
	}
	return Enrolment{q.Get("server"), q.Get("code")}, true
}

// Enroll makes this device's key and spends a code with it. password sets the
// person's first password where there is none yet. It returns the person's login.
func (s *Session) Enroll(ctx context.Context, e Enrolment, deviceName, password string) (login string, err error) {
	server := strings.TrimRight(strings.TrimSpace(e.Server), "/")
	if u, err := url.Parse(server); err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return "", model.Fail("session.bad_address", "address", e.Server).At("/server")
	}
	code := strings.TrimSpace(e.Code)
	if code == "" {
		return "", model.Fail("field.required").At("/code")
	}
	public, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return "", fmt.Errorf("make device key: %w", err)
	}
	r := wire.EnrollRequest{Code: code, PublicKey: public, Proof: ed25519.Sign(key, wire.EnrollProof(code)), DeviceName: deviceName}
	if password != "" {
		r.Password = &password
	}
	client := courier.New(server, s.Token)
	a, err := client.Enroll(ctx, r)
	if err != nil {
		return "", err
	}
	s.mu.Lock()
	s.connect(server)
	s.key, s.device = key, a.DeviceId
	s.mu.Unlock()
	err = s.save("session.server", server, "session.key", base64.StdEncoding.EncodeToString(key), "session.device", a.DeviceId)
	s.Changed.Send(s.State())
	return a.Login, err
}

// SignIn opens a session for a person on this device.
func (s *Session) SignIn(ctx context.Context, login, password string) error {
	s.mu.Lock()
	client, device, key := s.client, s.device, s.key
	s.mu.Unlock()
	if device == "" {
		return model.Fail("session.not_enrolled")
	}
	login = strings.TrimSpace(login)
	at := s.now().UnixMilli()
	a, err := client.SignIn(ctx, wire.SignInRequest{DeviceId: device, Login: login, Password: password, At: at,
		Proof: ed25519.Sign(key, wire.SessionProof(device, login, at))})
	if err != nil {
		return err
	}
	return s.take(a)
}

// SignOut forgets the person. What waits to go up stays and goes up in the next
// person's session.
func (s *Session) SignOut(ctx context.Context) error {
	if client := s.Courier(); client != nil {
		_ = client.SignOut(ctx) // without a network the tokens simply run out
	}
	s.mu.Lock()
	s.user, s.access, s.refresh = people.User{}, "", ""
	s.mu.Unlock()
	err := s.save("session.user", "", "session.refresh", "")
	s.Changed.Send(s.State())
	return err
}

// Token returns an access token that is still good, refreshed where it is not.
// It is what the courier asks for.
func (s *Session) Token(ctx context.Context) (string, error) {
	s.refreshing.Lock()
	defer s.refreshing.Unlock()
	s.mu.Lock()
	access, fresh, refresh, key, client := s.access, good(s.now(), s.expires), s.refresh, s.key, s.client
	s.mu.Unlock()
	if access != "" && fresh {
		return access, nil
	}
	if refresh == "" || client == nil {
		return "", model.Fail("auth.required")
	}
	a, err := client.Refresh(ctx, wire.RefreshRequest{RefreshToken: refresh, Proof: ed25519.Sign(key, wire.RefreshProof(refresh))})
	if err != nil {
		return "", err
	}
	if err := s.take(a); err != nil {
		return "", err
	}
	return a.AccessToken, nil
}

// good says whether a token that ends at a moment is still of use, by the clock on the
// wall, which people set back, and by the one beneath it, which sleeps with the phone.
func good(now, end time.Time) bool {
	end = end.Add(-30 * time.Second)
	return now.Before(end) && now.Round(0).Before(end.Round(0))
}

// take keeps what the server answered.
func (s *Session) take(a wire.Session) error {
	offset := s.now().Sub(time.UnixMilli(a.ServerTime))
	s.mu.Lock()
	changed := s.user.ID != a.User.ID
	s.user, s.access, s.refresh, s.offset = a.User, a.AccessToken, a.RefreshToken, offset
	// The server's clock counts: the device's may be wrong by days.
	s.expires = s.now().Add(time.Duration(a.ExpiresAt-a.ServerTime) * time.Millisecond)
	s.mu.Unlock()
	user, err := json.Marshal(a.User)
	if err != nil {
		return fmt.Errorf("keep session: %w", err)
	}
	err = s.save("session.user", string(user), "session.refresh", a.RefreshToken,
		"session.offset", strconv.FormatInt(offset.Milliseconds(), 10))
	if changed {
		s.Changed.Send(s.State())
	}
	return err
}

func (s *Session) save(pairs ...string) error {
	for i := 0; i+1 < len(pairs); i += 2 {
		if err := s.keep.SetSetting(pairs[i], pairs[i+1]); err != nil {
			return fmt.Errorf("keep session: %w", err)
		}
	}
	return nil
}
