package store_test

import (
	"context"
	"path/filepath"
	"testing"

	"dianqin/server/store"
	"dianqin/server/storetest"
)

func TestStore(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open storetest.Open) { storetest.Run(t, open) })
}

func TestOpen_KeepsTheEpochAndRefusesStrangeAddresses(t *testing.T) {
	ctx := context.Background()
	address := "sqlite:" + filepath.Join(t.TempDir(), "a.db")
	var epochs [2]string
	for i := range epochs {
		s, err := store.Open(ctx, address)
		if err != nil {
			t.Fatal(err)
		}
		epochs[i], _ = s.Epoch(ctx)
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if epochs[0] == "" || epochs[0] != epochs[1] {
		t.Errorf("epochs %q", epochs)
	}
	if _, err := store.Open(ctx, "mysql://x"); err == nil {
		t.Error("mysql was opened")
	}
}
