package server

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"sync"
	"time"

	"dianqin/data/wire"
)

// certificateLife is how long a certificate made here lasts. Phones know the key,
// not the date; browsers take no longer ones from anybody.
const certificateLife = 397 * 24 * time.Hour

func ownCertificate(data string) (cert, key string) {
	return filepath.Join(data, "tls", "cert.pem"), filepath.Join(data, "tls", "key.pem")
}

// TLSInit makes a certificate for the names and addresses of a server in its data
// folder, over the key that is there, or a new one, and returns the key's pin. A
// running server takes the new certificate by itself.
func TLSInit(c Config, hosts []string) (pin string, err error) {
	if len(hosts) == 0 {
		return "", errors.New("make a certificate: no host is named")
	}
	certPath, keyPath := ownCertificate(c.Data)
	if err := os.MkdirAll(filepath.Dir(keyPath), 0o700); err != nil {
		return "", fmt.Errorf("make a certificate: %w", err)
	}
	key, err := keyAt(keyPath)
	if err != nil {
		return "", fmt.Errorf("make a certificate: %w", err)
	}
	raw, err := certify(key, hosts)
	if err != nil {
		return "", fmt.Errorf("make a certificate: %w", err)
	}
	if err := writePEM(certPath, "CERTIFICATE", raw); err != nil {
		return "", fmt.Errorf("make a certificate: %w", err)
	}
	made, err := x509.ParseCertificate(raw)
	if err != nil {
		return "", fmt.Errorf("make a certificate: %w", err)
	}
	return wire.Pin(made), nil
}

// keyAt reads a key, or makes it.
func keyAt(path string) (*ecdsa.PrivateKey, error) {
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
		if err != nil {
			return nil, err
		}
		raw, err := x509.MarshalPKCS8PrivateKey(key)
		if err != nil {
			return nil, err
		}
		return key, writePEM(path, "PRIVATE KEY", raw)
	}
	if err != nil {
		return nil, err
	}
	block, _ := pem.Decode(text)
	if block == nil {
		return nil, fmt.Errorf("%s holds no key", path)
	}
	key, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		return nil, err
	}
	own, ok := key.(*ecdsa.PrivateKey)
	if !ok {
		return nil, fmt.Errorf("%s is a key of another kind", path)
	}
	return own, nil
}

func certify(key *ecdsa.PrivateKey, hosts []string) ([]byte, error) {
	serial, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 127))
	if err != nil {
		return nil, err
	}
	c := &x509.Certificate{SerialNumber: serial, Subject: pkix.Name{CommonName: hosts[0]},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(certificateLife),
		KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}}
	for _, h := range hosts {
		if ip := net.ParseIP(h); ip != nil {
			c.IPAddresses = append(c.IPAddresses, ip)
		} else {
			c.DNSNames = append(c.DNSNames, h)
		}
	}
	return x509.CreateCertificate(rand.Reader, c, c, key.Public(), key)
}

// writePEM writes a file whole or not at all: a running server reads it.
func writePEM(path, kind string, raw []byte) error {
	temp := path + ".new"
	if err := os.WriteFile(temp, pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: raw}), 0o600); err != nil {
		return err
	}
	return os.Rename(temp, path)
}

// certificates gives the certificate that the files hold now.
type certificates struct {
	cert, key string // paths
	now       func() time.Time
	log       *slog.Logger

	mu     sync.Mutex
	pair   *tls.Certificate
	stamp  [2]time.Time // of the files that pair is of
	looked time.Time
}

// lookEvery is how often the files are looked at.
const lookEvery = time.Second

// openCertificates reads the pair; nil: neither is named or lies in the data folder.
func openCertificates(c Config) (*certificates, error) {
	s := &certificates{cert: c.TLSCert, key: c.TLSKey, now: c.Now, log: c.Log}
	if s.cert == "" && s.key == "" {
		s.cert, s.key = ownCertificate(c.Data)
		if _, err := os.Stat(s.cert); errors.Is(err, fs.ErrNotExist) {
			return nil, nil
		}
	}
	if err := s.read(); err != nil {
		return nil, fmt.Errorf("read the certificate: %w", err)
	}
	return s, nil
}

func (s *certificates) read() error {
	stamp, err := s.times()
	if err != nil {
		return err
	}
	pair, err := tls.LoadX509KeyPair(s.cert, s.key)
	if err != nil {
		return err
	}
	s.pair, s.stamp = &pair, stamp
	return nil
}

func (s *certificates) times() (out [2]time.Time, err error) {
	for i, path := range []string{s.cert, s.key} {
		info, err := os.Stat(path)
		if err != nil {
			return out, err
		}
		out[i] = info.ModTime()
	}
	return out, nil
}

// get is asked at every handshake. A new pair that cannot be read leaves the old one.
func (s *certificates) get(*tls.ClientHelloInfo) (*tls.Certificate, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if now := s.now(); now.Sub(s.looked) >= lookEvery {
		s.looked = now
		if stamp, err := s.times(); err == nil && stamp != s.stamp {
			if err := s.read(); err != nil {
				s.log.Error("the new certificate cannot be read, the old one stays", "err", err)
			} else {
				s.log.Info("a new certificate is in use", "expires", s.pair.Leaf.NotAfter)
			}
		}
	}
	return s.pair, nil
}

// pin is the pin of the key in use.
func (s *certificates) pin() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return wire.Pin(s.pair.Leaf)
}

func (s *certificates) config() *tls.Config {
	return &tls.Config{GetCertificate: s.get, MinVersion: tls.VersionTLS12}
}
