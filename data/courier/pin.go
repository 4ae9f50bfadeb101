package courier

import (
	"crypto/subtle"
	"crypto/tls"

	"dianqin/data/model"
	"dianqin/data/wire"
)

// pinned believes one key. Neither the name nor the date of the certificate
// matters: the key was shown when the device enrolled, and a phone's clock may be
// wrong by years.
func pinned(pin string) *tls.Config {
	return &tls.Config{MinVersion: tls.VersionTLS12,
		InsecureSkipVerify: true, // VerifyConnection takes the place of it
		VerifyConnection: func(s tls.ConnectionState) error {
			if len(s.PeerCertificates) > 0 && subtle.ConstantTimeCompare([]byte(wire.Pin(s.PeerCertificates[0])), []byte(pin)) == 1 {
				return nil
			}
			return model.Fail("network.other_server")
		}}
}
