package server

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"dianqin/data/model"
	"dianqin/data/model/people"
	"dianqin/server/demo"
	"dianqin/server/store"
)

// demoSeed makes every demo the same town.
const demoSeed = 1

// DemoCode is how to enrol one account of the demo.
type DemoCode struct {
	Login    string `json:"login"`
	Password string `json:"password"`
	Code     string `json:"code"` // single use, for 15 minutes
}

// loadDemo fills an empty store with the demo region and its accounts. A store
// that holds something already is left as it is.
func (s *Server) loadDemo(ctx context.Context, c Config) error {
	empty, err := s.store.Empty(ctx)
	if err != nil {
		return err
	}
	began := time.Now()
	region, err := demoRegion(c.DemoSize, c.Now())
	if err != nil {
		return err
	}
	if empty {
		if err := os.WriteFile(demoMapsDue(c), nil, 0o600); err != nil {
			return fmt.Errorf("note the maps of the demo: %w", err)
		}
		if err := s.store.Load(ctx, region.Each); err != nil {
			return fmt.Errorf("load the demo region: %w", err)
		}
		c.Log.Info("the demo region is loaded", "customers", c.DemoSize, "took", time.Since(began).Round(time.Millisecond))
	}
	if err := s.offerDue(ctx, c, region); err != nil {
		return err
	}
	for _, a := range region.Accounts() {
		if err := s.demoAccount(ctx, a); err != nil {
			return fmt.Errorf("accounts of the demo: %w", err)
		}
	}
	return nil
}

func demoRegion(customers int, now time.Time) (*demo.Region, error) {
	return demo.Generate(demo.Size{Customers: customers, Seed: demoSeed, Now: model.MillisOf(now)})
}

// DemoSite is the first task of the demo inspector in the region that a server
// with so many customers was loaded with on a day.
func DemoSite(customers int, now time.Time) (demo.Site, error) {
	region, err := demoRegion(customers, now)
	if err != nil {
		return demo.Site{}, err
	}
	return region.SealCheck(), nil
}

// demoAccount gives a person of the demo the password, unless there is none such
// (the store is another region's) or a password was set already.
func (s *Server) demoAccount(ctx context.Context, a demo.Account) error {
	var u people.User
	known, has := false, false
	err := s.store.Read(ctx, func(t *store.Tx) error {
		var err error
		if u, known, err = t.User(a.User.ID); err != nil {
			return err
		}
		_, has, err = t.AccountByUser(a.User.ID)
		return err
	})
	if err != nil || !known {
		return err
	}
	s.logins = append(s.logins, u.Login)
	if has {
		return nil
	}
	return s.identity.SetPassword(ctx, u.ID, a.Password)
}

// DemoCodes issues a fresh code for every account of the demo and keeps them in
// demo-codes.json in the data folder.
func (s *Server) DemoCodes(ctx context.Context, data string) ([]DemoCode, error) {
	codes := []DemoCode{}
	for _, login := range s.logins {
		code, err := s.Code(ctx, login)
		if err != nil {
			return nil, err
		}
		codes = append(codes, DemoCode{Login: login, Password: demo.Password, Code: code})
	}
	text, err := json.MarshalIndent(codes, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("encode the codes of the demo: %w", err)
	}
	if err := os.WriteFile(filepath.Join(data, "demo-codes.json"), append(text, '\n'), 0o600); err != nil {
		return nil, fmt.Errorf("keep the codes of the demo: %w", err)
	}
	return codes, nil
}
