// Package server is the marketing server: it opens the store, builds the services
// over it and listens. cmd/server runs it; the desktop's demo starts it inside.
//
// It only assembles. What a request may do stands in server/api, what an
// operation means in data/model.
package server

import (
	"io"
	"log/slog"
	"path/filepath"
	"time"

	"dianqin/server/api"
	"dianqin/server/files"
	"dianqin/server/snapshot"
)

// DemoCustomers is the size of the demo region where none is named.
const DemoCustomers = 100_000

// Config says where a server keeps its data and where it listens.
type Config struct {
	Data      string           // folder: database, files, codes of the demo; made where missing
	Listen    string           // address for staff, "127.0.0.1:0" for any port
	Public    string           // address for customers; empty: none
	Database  string           // "postgres://..." or "sqlite:/path"; empty: SQLite in Data
	Files     files.Blobs      // bytes of pictures; nil: a folder in Data
	Demo      bool             // load the demo region into an empty store, with known passwords
	DemoSize  int              // customers of the demo region; 0: DemoCustomers
	Snapshots snapshot.Policy  // when ready files are made
	Log       *slog.Logger     // nil: none
	Now       func() time.Time // nil: time.Now
	Version   string           // shown by /healthz; empty: of the build
	Limits    api.Limits       // how often somebody may ask; the zero value: no limit
	Meter     api.Meter        // counts requests; nil: nobody does
	TLSCert   string           // PEM file of the certificate; empty: DIR/tls/cert.pem where it is there, else no TLS
	TLSKey    string           // PEM file of its key
}

func (c Config) filled() Config {
	if c.Database == "" {
		c.Database = "sqlite:" + filepath.Join(c.Data, "dianqin.db")
	}
	if c.DemoSize == 0 {
		c.DemoSize = DemoCustomers
	}
	if c.Log == nil {
		c.Log = slog.New(slog.NewTextHandler(io.Discard, nil))
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Version == "" {
		c.Version = buildVersion()
	}
	return c
}
