package demo

import "strconv"

// Types of device in the bar codes, see assets/demo/policy.json.
const (
	typeMeter = "01"
	typeBox   = "05"
	typeSeal  = "07"
)

// serialBase sets the kind of seal before the running number of a serial.
const serialBase = 10_000_000_000_000

// barcode is unit 5, type 2, serial 14 and a check digit. The rule of the check
// digit is in no published source: this is a plain weighted sum, and nobody may
// rely on it.
func barcode(unit, kind string, serial int) string {
	b := make([]byte, 0, 22)
	b = append(b, body(unit, kind, serial)...)
	sum := 0
	for i, c := range b {
		sum += int(c-'0') * (1 + 2*(i%2))
	}
	return string(append(b, byte('0'+(10-sum%10)%10)))
}

// body is a bar code without its check digit.
func body(unit, kind string, serial int) string {
	return unit + kind + padded(serial, 14)
}

// padded is n with zeros before it, up to a width of 14.
func padded(n, width int) string {
	s := strconv.Itoa(n)
	if len(s) >= width {
		return s
	}
	return "00000000000000"[:width-len(s)] + s
}

// sealNumber is the n-th seal, from 1, of a kind at a station.
func (s *station) sealNumber(kind sealKind, n int) string {
	return barcode(s.Code, typeSeal, int(kind+1)*serialBase+n)
}
