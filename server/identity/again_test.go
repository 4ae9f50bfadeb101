package identity

import (
	"context"
	"crypto/ed25519"
	"fmt"
	"sync"
	"testing"
	"time"

	"dianqin/data/model"
	"dianqin/data/model/fold"
	"dianqin/data/model/people"
	"dianqin/data/wire"
	"dianqin/server/store"
	"dianqin/server/storetest"
)

// TestARefreshWhoseAnswerWasLostCostsNoTrust: many phones lose the answer of a refresh
// at the same time and ask again; none of their devices may be taken for stolen. (The
// store commits them together; what one tried and took back must not stay.)
func TestARefreshWhoseAnswerWasLostCostsNoTrust(t *testing.T) {
	ctx := context.Background()
	st := storetest.SQLite(t)
	storetest.Put(t, st, fold.Put{Kind: model.KindUser, ID: "u", Lane: model.OrgLane,
		Record: people.User{ID: "u", Login: "u", Name: "u", Roles: []people.Role{people.Inspector}, Stations: []string{}}})
	s, err := New(ctx, st, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	const phones = 32
	keys := make([]ed25519.PrivateKey, phones)
	err = st.Write(ctx, func(x *store.Tx) error {
		for i := range keys {
			pub, key, err := ed25519.GenerateKey(nil)
			if err != nil {
				return err
			}
			keys[i] = key
			id := fmt.Sprint("d", i)
			if err := x.AddDevice(store.Device{ID: id, UserID: "u", Key: pub}); err != nil {
				return err
			}
			if err := x.AddRefresh(digest("token"+id), id, "u", model.MillisOf(time.Now().Add(time.Hour))); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	var group sync.WaitGroup
	for i, key := range keys {
		group.Go(func() {
			token := fmt.Sprint("tokend", i)
			for range 6 {
				for range 2 { // the first answer is lost
					_, err := s.Refresh(ctx, wire.RefreshRequest{RefreshToken: token, Proof: ed25519.Sign(key, wire.RefreshProof(token))})
					if err != nil {
						t.Errorf("phone %d: %v", i, err)
						return
					}
				}
				token = s.successor(token)
			}
		})
	}
	group.Wait()
}
