package server

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"dianqin/data/model"
	"dianqin/data/model/fold"
	"dianqin/data/model/people"
	"dianqin/server/identity"
	"dianqin/server/store"

	"github.com/google/uuid"
)

// adminLogin is the first person of a new server.
const adminLogin = "admin"

// AdminInit makes the person "admin" where there is none and returns a code to
// enrol the admin's device with. Who may run it may read the data anyway.
func AdminInit(ctx context.Context, c Config) (code string, err error) {
	err = withStore(ctx, c.filled(), func(c Config, st *store.Store) error {
		var admin people.User
		err := st.Write(ctx, func(t *store.Tx) error {
			u, found, err := t.UserByLogin(adminLogin)
			if admin = u; err != nil || found {
				return err
			}
			admin = people.User{ID: uuid.NewString(), Login: adminLogin, Name: "Admin", Roles: []people.Role{people.Admin}, Stations: []string{}}
			_, err = t.Put(fold.Put{Kind: model.KindUser, ID: admin.ID, Lane: model.OrgLane, Record: admin})
			return err
		})
		if err != nil {
			return fmt.Errorf("make the admin: %w", err)
		}
		who, err := identity.New(ctx, st, c.Now)
		if err != nil {
			return err
		}
		code, _, err = who.IssueCode(ctx, admin.ID)
		return err
	})
	return code, err
}

// ExportOps writes every operation that the server holds, a line each with its
// answer, ordered by device and dev_seq: {"op": ..., "answer": ...}.
func ExportOps(ctx context.Context, c Config, w io.Writer) error {
	return withStore(ctx, c.filled(), func(_ Config, st *store.Store) error {
		out := bufio.NewWriter(w)
		lines := json.NewEncoder(out)
		lines.SetEscapeHTML(false)
		err := st.Operations(ctx, func(raw, answer []byte) error {
			return lines.Encode(struct {
				Op     json.RawMessage `json:"op"`
				Answer json.RawMessage `json:"answer"`
			}{raw, answer})
		})
		if err != nil {
			return fmt.Errorf("export operations: %w", err)
		}
		return out.Flush()
	})
}

func withStore(ctx context.Context, c Config, f func(Config, *store.Store) error) (err error) {
	if err := os.MkdirAll(c.Data, 0o700); err != nil {
		return fmt.Errorf("make the data folder: %w", err)
	}
	st, err := store.Open(ctx, c.Database)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, st.Close()) }()
	return f(c, st)
}
