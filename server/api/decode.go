package api

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"reflect"
	"strings"

	"github.com/tidwall/gjson"

	"dianqin/data/model"
)

// decode reads a request's JSON: one object whose members are all known and of
// the right type, the required ones among them. A text with a NUL character is
// malformed: PostgreSQL cannot hold it. Codes: request.malformed,
// request.unknown_field, request.too_large, field.required.
func decode(r *http.Request, into any) error {
	raw, err := io.ReadAll(r.Body)
	if err != nil {
		return broken(err)
	}
	d := json.NewDecoder(bytes.NewReader(raw))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		return misread(err, raw, into)
	}
	if _, err := d.Token(); err != io.EOF {
		return model.Fail("request.malformed")
	}
	return required(raw, into)
}

// broken is a body that could not be read to its end.
func broken(err error) error {
	var tooLarge *http.MaxBytesError
	if errors.As(err, &tooLarge) {
		return err
	}
	return fmt.Errorf("%w: %w", model.Fail("request.malformed"), err)
}

func misread(err error, raw []byte, into any) error {
	var wrong *json.UnmarshalTypeError
	if errors.As(err, &wrong) && wrong.Field != "" {
		return model.Fail("request.malformed").At("/" + strings.ReplaceAll(wrong.Field, ".", "/"))
	}
	// encoding/json has no type for this error.
	if name, ok := strings.CutPrefix(err.Error(), "json: unknown field "); ok {
		name = strings.Trim(name, `"`)
		return model.Fail("request.unknown_field", "field", name).At("/" + pointer(name))
	}
	why := model.Fail("request.malformed")
	if name := unreadable(raw, into); name != "" {
		why = why.At("/" + name)
	}
	return fmt.Errorf("%w: %w", why, err)
}

// unreadable finds the member that will not decode, where encoding/json does not
// say which: bytes that are no base64.
func unreadable(raw []byte, into any) string {
	var members map[string]json.RawMessage
	if json.Unmarshal(raw, &members) != nil {
		return ""
	}
	v := reflect.ValueOf(into).Elem()
	for i := range v.NumField() {
		name, _, _ := strings.Cut(v.Type().Field(i).Tag.Get("json"), ",")
		value, given := members[name]
		if given && json.Unmarshal(value, reflect.New(v.Type().Field(i).Type).Interface()) != nil {
			return name
		}
	}
	return ""
}

func pointer(name string) string { return strings.NewReplacer("~", "~0", "/", "~1").Replace(name) }

// required looks for the members that the generated type does not call optional.
func required(raw []byte, into any) error {
	members := gjson.ParseBytes(raw) // the text was read once already
	if !members.IsObject() {
		return model.Fail("request.malformed")
	}
	v := reflect.ValueOf(into).Elem()
	for i := range v.NumField() {
		name, options, _ := strings.Cut(v.Type().Field(i).Tag.Get("json"), ",")
		if !strings.Contains(options, "omitempty") && members.Get(name).Type == gjson.Null {
			return model.Fail("field.required").At("/" + name)
		}
		if text := v.Field(i); text.Kind() == reflect.String && strings.Contains(text.String(), "\x00") {
			return model.Fail("request.malformed").At("/" + name)
		}
	}
	return nil
}

// answer writes JSON.
func answer(w http.ResponseWriter, status int, body any) error {
	text, err := json.Marshal(body)
	if err != nil {
		return fmt.Errorf("encode the answer: %w", err)
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = w.Write(text) // the caller is gone: it will ask again
	return nil
}
