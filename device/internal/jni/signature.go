//go:build android || jvm

package jni

import (
	"fmt"
	"strings"
)

// most is how many arguments a call may have: the C side has room for as many.
const most = 8

// signature is a method's: one letter a parameter, I J F D Z B S C as Java writes them,
// L for an object and [ for an array, and the same for what it returns, V for nothing.
type signature struct {
	params string
	result byte
}

func parse(text string) (signature, error) {
	inner, found := strings.CutPrefix(text, "(")
	params, result, closed := strings.Cut(inner, ")")
	if !found || !closed {
		return signature{}, fmt.Errorf("%q is no signature", text)
	}
	var s signature
	for params != "" {
		kind, rest, ok := next(params)
		if !ok || kind == 'V' || len(s.params) == most {
			return signature{}, fmt.Errorf("%q is no signature", text)
		}
		s.params, params = s.params+string(kind), rest
	}
	kind, rest, ok := next(result)
	if !ok || rest != "" {
		return signature{}, fmt.Errorf("%q is no signature", text)
	}
	s.result = kind
	return s, nil
}

// next takes one type off the front.
func next(types string) (kind byte, rest string, ok bool) {
	switch {
	case types == "":
		return 0, "", false
	case strings.IndexByte("IJFDZBSCV", types[0]) >= 0:
		return types[0], types[1:], true
	case types[0] == 'L':
		name, rest, closed := strings.Cut(types, ";")
		return 'L', rest, closed && len(name) > 1
	case types[0] == '[':
		kind, rest, ok := next(types[1:])
		return '[', rest, ok && kind != 'V'
	}
	return 0, "", false
}
