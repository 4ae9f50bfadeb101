package identity

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"dianqin/data/model"
)

// How long tokens live.
const (
	AccessLife  = 15 * time.Minute
	RefreshLife = 30 * 24 * time.Hour
)

// claims are what an access token says. It is signed, not stored: any node can
// check it.
type claims struct {
	Device  string       `json:"d"`
	User    string       `json:"u"`
	Expires model.Millis `json:"x"`
}

func (s *Service) accessToken(c claims) (string, error) {
	text, err := json.Marshal(c)
	if err != nil {
		return "", fmt.Errorf("make an access token: %w", err)
	}
	b64 := base64.RawURLEncoding
	return b64.EncodeToString(text) + "." + b64.EncodeToString(s.mac("access", text)), nil
}

// readToken returns the claims of a token that this server signed; it does not
// look at the time. Code: auth.required.
func (s *Service) readToken(token string) (claims, *model.Error) {
	var c claims
	head, tail, _ := strings.Cut(token, ".")
	text, textErr := base64.RawURLEncoding.Strict().DecodeString(head)
	sum, sumErr := base64.RawURLEncoding.Strict().DecodeString(tail)
	if textErr != nil || sumErr != nil || !hmac.Equal(sum, s.mac("access", text)) || json.Unmarshal(text, &c) != nil {
		return claims{}, model.Fail("auth.required")
	}
	return c, nil
}

func newRefresh() (string, error) {
	raw := make([]byte, 32)
	if _, err := rand.Read(raw); err != nil {
		return "", fmt.Errorf("make a refresh token: %w", err)
	}
	return base64.RawURLEncoding.EncodeToString(raw), nil
}

// successor is the token that follows a refresh token. It is derived, so that a
// phone whose answer was lost on the way gets the same one again.
func (s *Service) successor(token string) string {
	return base64.RawURLEncoding.EncodeToString(s.mac("refresh", []byte(token)))
}

func (s *Service) mac(purpose string, text []byte) []byte {
	h := hmac.New(sha256.New, s.secret)
	h.Write([]byte(purpose + "\x00"))
	h.Write(text)
	return h.Sum(nil)
}
