package fold

import (
	"encoding/json"
	"reflect"
	"strings"
	"sync"
)

// Merge returns the JSON of a record laid over what was stored before, so that
// fields which this program does not know (a newer server wrote them) survive.
// old may be empty.
func Merge(old []byte, record any) ([]byte, error) {
	fresh, err := json.Marshal(record)
	if err != nil || len(old) == 0 {
		return fresh, err
	}
	if _, isFields := record.(Fields); isFields { // a patch carries the whole record already
		return fresh, nil
	}
	var kept, now Fields
	if err := json.Unmarshal(old, &kept); err != nil {
		return nil, err
	}
	unknown := 0
	shape := reflect.Indirect(reflect.ValueOf(record))
	if shape.Kind() != reflect.Struct {
		return fresh, nil
	}
	known := knownFields(shape.Type())
	for name := range kept {
		if !known[name] {
			unknown++
		}
	}
	if unknown == 0 {
		return fresh, nil
	}
	if err := json.Unmarshal(fresh, &now); err != nil {
		return nil, err
	}
	for name, value := range kept {
		if !known[name] {
			now[name] = value
		}
	}
	return json.Marshal(now)
}

var fieldCache sync.Map // reflect.Type -> map[string]bool

func knownFields(t reflect.Type) map[string]bool {
	if cached, ok := fieldCache.Load(t); ok {
		return cached.(map[string]bool)
	}
	names := map[string]bool{}
	for i := range t.NumField() {
		name, _, _ := strings.Cut(t.Field(i).Tag.Get("json"), ",")
		names[name] = true
	}
	fieldCache.Store(t, names)
	return names
}
