package schema

import "bytes"

// digits reads a text of digits that a number gives back as it was.
func digits(s string) (uint64, bool) {
	if len(s) == 0 || len(s) > 18 || s[0] == '0' {
		return 0, false
	}
	n := uint64(0)
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return 0, false
		}
		n = n*10 + uint64(s[i]-'0')
	}
	return n, true
}

// decimal reads a number in its shortest spelling as an integer and the count of
// digits behind the point.
func decimal(raw []byte) (n int64, scale int, ok bool) {
	s, negative := raw, false
	if len(s) > 0 && s[0] == '-' {
		s, negative = s[1:], true
	}
	point := bytes.IndexByte(s, '.')
	whole := s
	if point >= 0 {
		whole = s[:point]
		scale = len(s) - point - 1
		if scale == 0 || s[len(s)-1] == '0' {
			return 0, 0, false
		}
	}
	if len(whole) == 0 || len(whole) > 1 && whole[0] == '0' || len(s) > 18 {
		return 0, 0, false
	}
	for _, c := range s {
		if c == '.' {
			continue
		}
		if c < '0' || c > '9' {
			return 0, 0, false
		}
		n = n*10 + int64(c-'0')
	}
	if negative {
		if n == 0 {
			return 0, 0, false
		}
		n = -n
	}
	return n, scale, true
}
