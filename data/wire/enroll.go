package wire

import "net/url"

// EnrollPrefix is what the text of an enrolment QR code begins with.
const EnrollPrefix = "dianqin-enroll:?"

// EnrollText is what an enrolment QR code holds: the server's address and a code.
func EnrollText(server, code string) string {
	return EnrollPrefix + url.Values{"server": {server}, "code": {code}}.Encode()
}
