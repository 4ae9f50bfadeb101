package wire_test

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/pb33f/libopenapi-validator/schema_validation"
	"github.com/pb33f/libopenapi/datamodel/high/base"
	v3 "github.com/pb33f/libopenapi/datamodel/high/v3"
)

const refBase = "#/components/schemas/"

// TestSchemas_AreTheModelsTypes compares every field of every type, as deep as
// they go: names, what is required, types.
func TestSchemas_AreTheModelsTypes(t *testing.T) {
	_, doc := document(t)
	c := comparer{T: t, doc: doc, seen: map[string]bool{}}
	for name, of := range roots(t) {
		c.object(name, of)
	}
	for pair := doc.Components.Schemas.First(); pair != nil; pair = pair.Next() {
		if _, mapped := goType(pair.Value().Schema()); mapped && !c.seen[pair.Key()] {
			t.Errorf("%s belongs to no record and no body", pair.Key())
		}
	}
}

// comparer walks types and schemas side by side.
type comparer struct {
	*testing.T
	doc  *v3.Document
	seen map[string]bool
}

func (c comparer) object(name string, of reflect.Type) {
	if c.seen[name] {
		return
	}
	c.seen[name] = true
	proxy, ok := c.doc.Components.Schemas.Get(name)
	if !ok {
		c.Errorf("there is no schema %s for %s", name, of)
		return
	}
	s := proxy.Schema()
	if got, _ := goType(s); got != of.String() {
		c.Errorf("%s is mapped to %q, want %s", name, got, of)
	}
	if !slices.Equal(s.Type, []string{"object"}) {
		c.Errorf("%s has the type %v", name, s.Type)
	}
	fields, required := map[string]bool{}, []string{}
	for i := range of.NumField() {
		field, options, _ := strings.Cut(of.Field(i).Tag.Get("json"), ",")
		fields[field] = true
		optional := strings.Contains(options, "omitempty")
		if !optional {
			required = append(required, field)
		}
		p, ok := s.Properties.Get(field)
		if !ok {
			c.Errorf("%s lacks %s", name, field)
			continue
		}
		c.value(name+"."+field, p, of.Field(i).Type, optional)
	}
	if !slices.Equal(required, s.Required) {
		c.Errorf("%s requires %v, %s always writes %v", name, s.Required, of, required)
	}
	for p := s.Properties.First(); p != nil; p = p.Next() {
		if !fields[p.Key()] {
			c.Errorf("%s has %s, %s has not", name, p.Key(), of)
		}
	}
}

// value compares one property with one field's type.
func (c comparer) value(at string, p *base.SchemaProxy, of reflect.Type, optional bool) {
	if of.Kind() == reflect.Pointer {
		of = of.Elem()
	}
	if of.Kind() == reflect.Struct {
		if !strings.HasPrefix(p.GetReference(), refBase) {
			c.Errorf("%s is no reference to the schema of %s", at, of)
			return
		}
		c.object(strings.TrimPrefix(p.GetReference(), refBase), of)
		return
	}
	s := p.Schema()
	if got, want := describe(s), shape(of); got != want {
		c.Errorf("%s is %q, %s is %q", at, got, of, want)
		return
	}
	// Go writes an empty list or map of a required field as null.
	raw := of == reflect.TypeFor[json.RawMessage]()
	mayBeNull := !optional && !raw && (of.Kind() == reflect.Slice || of.Kind() == reflect.Map)
	if got := s.Nullable != nil && *s.Nullable; got != mayBeNull {
		c.Errorf("%s is nullable: %v, want %v", at, got, mayBeNull)
	}
	switch {
	case raw:
	case of.Kind() == reflect.Slice:
		c.value(at+"[]", s.Items.A, of.Elem(), true)
	case of.Kind() == reflect.Map && of.Elem().Kind() == reflect.String:
		if s.AdditionalProperties == nil || !s.AdditionalProperties.IsA() {
			c.Errorf("%s says nothing of its values", at)
			return
		}
		c.value(at+"{}", s.AdditionalProperties.A, of.Elem(), true)
	}
}

func describe(s *base.Schema) string {
	return strings.TrimSpace(strings.Join(s.Type, "|") + " " + s.Format)
}

// shape is the type and format by which a Go type goes over the wire.
func shape(of reflect.Type) string {
	switch of.Kind() {
	case reflect.String:
		return "string"
	case reflect.Bool:
		return "boolean"
	case reflect.Int:
		return "integer"
	case reflect.Int64:
		return "integer int64"
	case reflect.Float64:
		return "number double"
	case reflect.Map:
		return "object"
	case reflect.Slice:
		if of == reflect.TypeFor[json.RawMessage]() {
			return "object"
		}
		return "array"
	}
	return "no shape for " + of.String()
}

func goType(s *base.Schema) (string, bool) {
	if s.Extensions == nil {
		return "", false
	}
	node, ok := s.Extensions.Get("x-go-type")
	if !ok {
		return "", false
	}
	return node.Value, true
}

// TestSchemas_TakeWhatTheModelWrites puts empty and filled values through the
// validator, so that the schemas are held to the JSON and not only to each other.
func TestSchemas_TakeWhatTheModelWrites(t *testing.T) {
	_, doc := document(t)
	v := schema_validation.NewSchemaValidator()
	valid := func(name string, body []byte) (bool, string) {
		proxy, ok := doc.Components.Schemas.Get(name)
		if !ok {
			return false, "no schema"
		}
		ok, faults := v.ValidateSchemaStringWithVersion(proxy.Schema(), string(body), 3.0)
		return ok, fmt.Sprint(faults)
	}
	for name, of := range roots(t) {
		for _, filled := range []bool{false, true} {
			p := reflect.New(of)
			fill(p.Elem(), filled)
			body, err := json.Marshal(p.Interface())
			if err != nil {
				t.Fatal(err)
			}
			if ok, why := valid(name, body); !ok {
				t.Errorf("%s does not take %s: %s", name, body, why)
			}
			proxy, _ := doc.Components.Schemas.Get(name)
			for _, field := range proxy.Schema().Required {
				var members map[string]any
				if err := json.Unmarshal(body, &members); err != nil {
					t.Fatal(err)
				}
				delete(members, field)
				less, _ := json.Marshal(members)
				if ok, _ := valid(name, less); ok {
					t.Errorf("%s takes a body without %s", name, field)
				}
			}
		}
	}
	if ok, _ := valid("RecordSeal", []byte(`{}`)); ok {
		t.Error("RecordSeal takes an empty object")
	}
}

// fill sets every field; where full is false only those that cannot be empty JSON.
func fill(v reflect.Value, full bool) {
	if v.Type() == reflect.TypeFor[json.RawMessage]() {
		v.SetBytes([]byte(`{"a":1}`))
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			fill(v.Field(i), full)
		}
		return
	}
	if !full {
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString("x")
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int, reflect.Int64:
		v.SetInt(7)
	case reflect.Float64:
		v.SetFloat(1.5)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem(), full)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		fill(v.Index(0), full)
	case reflect.Map:
		value := reflect.New(v.Type().Elem()).Elem()
		if value.Kind() == reflect.Interface {
			value.Set(reflect.ValueOf("x"))
		} else {
			fill(value, full)
		}
		v.Set(reflect.MakeMap(v.Type()))
		v.SetMapIndex(reflect.ValueOf("k"), value)
	}
}
