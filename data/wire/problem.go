package wire

import (
	"maps"
	"net/http"
	"slices"

	"dianqin/data/model"
)

// ProblemBase is what problem types begin with; the code follows.
const ProblemBase = "https://dianqin.invalid/problems/"

// statuses maps codes that are not simply a bad request to HTTP's status. Codes
// that begin with a domain word and are refused by a rule are 422.
var statuses = map[string]int{
	"internal":              http.StatusInternalServerError,
	"busy":                  http.StatusServiceUnavailable,
	"storage.full":          http.StatusInsufficientStorage,
	"not_found":             http.StatusNotFound,
	"method_not_allowed":    http.StatusMethodNotAllowed,
	"request.malformed":     http.StatusBadRequest,
	"request.too_large":     http.StatusRequestEntityTooLarge,
	"request.unknown_field": http.StatusBadRequest,
	"rate.limited":          http.StatusTooManyRequests,
	"auth.required":         http.StatusUnauthorized,
	"auth.expired":          http.StatusUnauthorized,
	"auth.reused":           http.StatusUnauthorized,
	"auth.wrong":            http.StatusUnauthorized,
	"auth.wait":             http.StatusTooManyRequests,
	"auth.forbidden":        http.StatusForbidden,
	"auth.code_wrong":       http.StatusUnauthorized,
	"auth.code_expired":     http.StatusGone,
	"auth.code_used":        http.StatusGone,
	"device.revoked":        http.StatusForbidden,
	"device.unknown":        http.StatusUnauthorized,
	"device.other":          http.StatusForbidden,
	"device.not_found":      http.StatusNotFound,
	"lane.foreign":          http.StatusForbidden,
	"sync.epoch":            http.StatusGone,
	"sync.horizon":          http.StatusGone,
	"op.reused":             http.StatusUnprocessableEntity,
	"file.hash_differs":     http.StatusUnprocessableEntity,
	"file.unknown":          http.StatusNotFound,
	"snapshot.unknown":      http.StatusNotFound,
	"pack.unknown":          http.StatusNotFound,
	"upload.unknown":        http.StatusNotFound,
	"upload.offset":         http.StatusConflict,
	"upload.version":        http.StatusPreconditionFailed,
	"upload.media_type":     http.StatusUnsupportedMediaType,
	"schema.too_old":        http.StatusUpgradeRequired,
}

// StatusOf returns the HTTP status of a code; 422 for what a rule refuses.
func StatusOf(code string) int {
	if s, ok := statuses[code]; ok {
		return s
	}
	return http.StatusUnprocessableEntity
}

// Codes lists the codes of the server itself, sorted; rules add their own.
func Codes() []string {
	return slices.Sorted(maps.Keys(statuses))
}

// ProblemOf makes problem details of a rule's error.
func ProblemOf(e *model.Error) *Problem {
	status := StatusOf(e.Code)
	p := &Problem{Type: ProblemBase + e.Code, Title: http.StatusText(status), Status: status, Code: e.Code, Retry: retryOf(status)}
	if e.Field != "" {
		f := FieldProblem{Pointer: e.Field, Code: e.Code}
		if e.Args != nil {
			f.Params = &e.Args
		}
		p.Errors = &[]FieldProblem{f}
	}
	if e.Args != nil {
		p.Params = &e.Args
	}
	return p
}

// Err returns the problem as the model's error, for words and logs.
func (p *Problem) Err() *model.Error {
	e := &model.Error{Code: p.Code}
	if p.Params != nil {
		e.Args = *p.Params
	}
	if p.Errors != nil && len(*p.Errors) > 0 {
		e.Field = (*p.Errors)[0].Pointer
	}
	return e
}

func retryOf(status int) ProblemRetry {
	switch status {
	case http.StatusServiceUnavailable, http.StatusTooManyRequests, http.StatusInsufficientStorage, http.StatusInternalServerError:
		return After
	}
	return Never
}
