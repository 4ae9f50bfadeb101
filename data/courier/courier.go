// Package courier carries operations, records and files between a phone and the
// server: push, pull, uploads, sign-in. It keeps nothing of its own: what goes up
// and where what comes down is put is behind Outbox and Inbox, which data/local
// satisfies.
//
// An operation leaves the outbox only on its own answer; a page is applied only
// with its end marker and the right count; a reply that is lost costs a repeat,
// never a fact.
package courier

import (
	"context"
	"encoding/json"
	"errors"
	"mime"
	"net/http"
	"time"

	"github.com/go-resty/resty/v2"

	"dianqin/data/model"
	"dianqin/data/wire"
)

// Outbox holds signed operations that the server has not answered yet.
type Outbox interface {
	Pending(ctx context.Context, limit int) ([]json.RawMessage, error)
	Answer(ctx context.Context, answers []wire.OpAnswer, devSeq int64) error
}

// Inbox takes what the server says.
type Inbox interface {
	Cursor(ctx context.Context) (epoch string, cursor map[string]int64, err error)
	ApplyPage(ctx context.Context, rows []wire.PullRow, end wire.PullEnd) error
	ResetBase(ctx context.Context) error
}

// Base is an inbox that takes a whole ready file in the place of all its pages.
// PartPath names the file that a download is kept in, over restarts; Install takes a
// file and owns it from then on; Whole says that a pull came to its end since.
type Base interface {
	PartPath(name string) string
	Install(ctx context.Context, path, epoch string) error
	Whole(ctx context.Context) bool
}

// Mirror is an inbox that can be compared with the server and mended in parts.
type Mirror interface {
	Inbox
	Digest(ctx context.Context, lane string) ([]wire.DigestRange, error)
	Mend(ctx context.Context, lane string, ranges []byte, rows []wire.PullRow, end wire.PullEnd) error
}

// Upload is a file that the server does not have yet.
type Upload struct {
	SHA256, Path, Mime string
	Bytes              int64
}

// Uploads holds files to be sent.
type Uploads interface {
	Waiting(ctx context.Context) ([]Upload, error)
	Confirmed(ctx context.Context, sha256 string) error
}

// Watching is Uploads that wants to be told when a file begins to go up (sending), and
// when it ended: err says why it did not get there, nil that it did or was cut short.
// Several files go up at a time.
type Watching interface {
	Sending(sha256 string, sending bool, err error)
}

// patience is how long a call may take, and how long a transfer may move nothing.
const patience = 60 * time.Second

// Client speaks with one server.
type Client struct {
	http     *resty.Client
	token    func(ctx context.Context) (string, error)
	patience time.Duration
	laggards laggards
}

// New makes a client for a server's address ("https://host:port"), behind which
// the pin of its key may stand (wire.WithPin): then that key is believed and no
// other, whoever has signed for it. token gives the access token for calls that
// need one.
func New(server string, token func(ctx context.Context) (string, error)) *Client {
	// The server redirects nowhere; who does is a Wi-Fi that wants a sign-in first.
	stay := resty.RedirectPolicyFunc(func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse })
	address, pin := wire.SplitPin(server)
	h := resty.New().SetBaseURL(address).SetRedirectPolicy(stay).SetPreRequestHook(stream)
	if pin != "" {
		h.SetTLSClientConfig(pinned(pin))
	}
	return &Client{http: h, token: token, patience: patience}
}

// call sends a request and maps what comes back: a problem becomes a
// *model.Error, no answer at all becomes network.unreachable. A nil into expects
// an answer without content.
func (c *Client) call(ctx context.Context, method, path string, body, into any, secured bool) error {
	limited, cancel := context.WithTimeout(ctx, c.patience)
	defer cancel()
	r := c.http.R().SetContext(limited)
	if secured {
		if err := c.secure(ctx, r); err != nil {
			return err
		}
	}
	if body != nil {
		r.SetHeader("Content-Type", "application/json").SetBody(body)
	}
	answer, err := r.Execute(method, path)
	if err != nil {
		return unreachable(ctx, err)
	}
	if into == nil {
		if answer.StatusCode() == http.StatusNoContent {
			return nil
		}
		return problem(answer.StatusCode(), answer.Body())
	}
	return read(answer, path, into)
}

// read decodes a JSON answer of the server.
func read(answer *resty.Response, path string, into any) error {
	if !ours(answer, "application/json") {
		return problem(answer.StatusCode(), answer.Body())
	}
	if err := json.Unmarshal(answer.Body(), into); err != nil {
		return model.Fail("network.bad_answer", "path", path)
	}
	return nil
}

// ours says whether an answer is a success of the media type that the contract
// names. A captive portal answers anything with 200 and a page of its own.
func ours(answer *resty.Response, mediaType string) bool {
	got, _, err := mime.ParseMediaType(answer.Header().Get("Content-Type"))
	return answer.IsSuccess() && err == nil && got == mediaType
}

func (c *Client) secure(ctx context.Context, r *resty.Request) error {
	token, err := c.token(ctx)
	if err != nil {
		return err
	}
	r.SetAuthToken(token)
	return nil
}

func unreachable(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if other := new(model.Error); errors.As(err, &other) && other.Code == "network.other_server" {
		return other
	}
	return errors.Join(model.Fail("network.unreachable"), err)
}

// isCode says whether an error is one of the rules' with a code.
func isCode(err error, code string) bool {
	var e *model.Error
	return errors.As(err, &e) && e.Code == code
}

// problem reads RFC 9457 details; what is not ours (a proxy's page, a captive
// portal) is named as such.
func problem(status int, body []byte) error {
	var p wire.Problem
	if err := json.Unmarshal(body, &p); err != nil || p.Code == "" {
		if status == http.StatusServiceUnavailable || status == http.StatusBadGateway || status == http.StatusGatewayTimeout {
			return model.Fail("network.unreachable")
		}
		return model.Fail("network.not_our_server", "status", status)
	}
	return p.Err()
}

// Enroll spends a code for this device.
func (c *Client) Enroll(ctx context.Context, r wire.EnrollRequest) (wire.EnrollAnswer, error) {
	var a wire.EnrollAnswer
	return a, c.call(ctx, http.MethodPost, "/v1/enroll", r, &a, false)
}

// SignIn opens a session.
func (c *Client) SignIn(ctx context.Context, r wire.SignInRequest) (wire.Session, error) {
	var a wire.Session
	return a, c.call(ctx, http.MethodPost, "/v1/session", r, &a, false)
}

// Refresh trades a refresh token for a new session.
func (c *Client) Refresh(ctx context.Context, r wire.RefreshRequest) (wire.Session, error) {
	var a wire.Session
	return a, c.call(ctx, http.MethodPost, "/v1/session/refresh", r, &a, false)
}

// SignOut voids the session on the server.
func (c *Client) SignOut(ctx context.Context) error {
	return c.call(ctx, http.MethodDelete, "/v1/session", nil, nil, true)
}
