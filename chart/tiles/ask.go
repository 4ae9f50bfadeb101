package tiles

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"image"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// maxBody is the most that a service may send for one tile.
const maxBody = 4 << 20

// ask makes one request. img is nil where the service has nothing. An error is an
// *Error or the context's: what net/http says holds the address, and the key in it.
func (w *Web) ask(ctx context.Context, id ID, old Cached) (got Cached, img *image.RGBA, err error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, w.s.address(id), nil)
	if err != nil {
		return got, nil, &Error{Code: BadAddress}
	}
	req.Header.Set("User-Agent", w.agent)
	if w.s.Referer != "" {
		req.Header.Set("Referer", w.s.Referer)
	}
	if old.ETag != "" && len(old.Data) > 0 {
		req.Header.Set("If-None-Match", old.ETag)
	}
	res, err := w.http.Do(req)
	if err != nil {
		return got, nil, lost(ctx, err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(io.LimitReader(res.Body, maxBody+1))
	if err != nil {
		return got, nil, lost(ctx, err)
	}
	got = Cached{ETag: res.Header.Get("ETag"), Expires: w.cache.now().Add(w.keep(res.Header))}
	switch {
	case res.StatusCode == http.StatusNotModified && len(old.Data) > 0:
		got.Data, got.ETag = old.Data, old.ETag
		img, err = Decode(old.Data)
		return got, img, err
	case res.StatusCode == http.StatusNotFound, res.StatusCode == http.StatusNoContent:
		got.ETag, got.Expires = "", w.cache.now().Add(min(w.s.Keep, emptyKeep))
		return got, nil, nil
	case res.StatusCode != http.StatusOK:
		return got, nil, w.refusal(res, body)
	case len(body) > maxBody:
		return got, nil, &Error{Code: Rubbish, Status: res.StatusCode}
	}
	got.Data = body
	if img, err = Decode(body); err != nil {
		return got, nil, w.refusal(res, body)
	}
	return got, img, nil
}

// lost says why there was no answer.
func lost(ctx context.Context, err error) error {
	if errors.Is(ctx.Err(), context.Canceled) {
		return context.Canceled
	}
	var timed net.Error
	if ctx.Err() != nil || errors.As(err, &timed) && timed.Timeout() {
		return &Error{Code: Slow}
	}
	var cert *tls.CertificateVerificationError
	if errors.As(err, &cert) { // somebody else answered in its place
		return &Error{Code: Refused}
	}
	return &Error{Code: Offline}
}

// refusal says why an answer is no tile.
func (w *Web) refusal(res *http.Response, body []byte) *Error {
	e := &Error{Code: Refused, Status: res.StatusCode, Until: retryAfter(res.Header, w.cache.now())}
	switch {
	case w.s.UserKey != "" && (res.StatusCode == http.StatusUnauthorized || res.StatusCode == http.StatusForbidden || aboutKey(body)):
		e.Code = KeyRefused
	case res.StatusCode < 400:
		e.Code = Rubbish // a redirect elsewhere, or a page where a picture should be
	}
	return e
}

// aboutKey says whether a short answer in words speaks of the key: services answer
// 200 or 400 with a sentence as often as 403.
func aboutKey(body []byte) bool {
	if len(body) > 4096 || bytes.Contains(bytes.ToLower(body), []byte("<html")) {
		return false
	}
	low := strings.ToLower(string(body))
	for _, word := range []string{"invalid key", "invalid tk", "apikey", "api key", "api_key", "token", "密钥", "非法key", "权限", "配额"} {
		if strings.Contains(low, word) {
			return true
		}
	}
	return false
}

// keep is how long an answer is fresh: what the service says, never less than the
// setting, never more than a year.
func (w *Web) keep(h http.Header) time.Duration {
	keep := w.s.Keep
	for f := range strings.SplitSeq(h.Get("Cache-Control"), ",") {
		if s, ok := strings.CutPrefix(strings.TrimSpace(f), "max-age="); ok {
			if n, err := strconv.Atoi(s); err == nil {
				keep = max(keep, time.Duration(min(n, 365*24*3600))*time.Second)
			}
		}
	}
	return keep
}

// retryAfter reads when a service wants to be asked again; no more than an hour on.
func retryAfter(h http.Header, now time.Time) time.Time {
	v := h.Get("Retry-After")
	if n, err := strconv.Atoi(v); err == nil && n > 0 {
		return now.Add(min(time.Duration(min(n, 3600))*time.Second, time.Hour))
	}
	if t, err := http.ParseTime(v); err == nil && t.After(now) {
		return now.Add(min(t.Sub(now), time.Hour))
	}
	return time.Time{}
}
