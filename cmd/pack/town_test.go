package main

import (
	"bytes"
	"context"
	"io"
	"os"
	"path/filepath"
	"testing"

	"dianqin/assets/maps"
)

// The pack in the assets is the one that the command makes: whoever changes the town,
// the drawing or the writer runs the command again.
func TestTown_IsThePackInTheAssets(t *testing.T) {
	file := filepath.Join(t.TempDir(), "town.mbtiles")
	if err := run(context.Background(), []string{"town", file}, io.Discard, io.Discard); err != nil {
		t.Fatal(err)
	}
	made, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(made, maps.Town()) {
		t.Errorf("%d bytes made, %d in the assets, or others: go run ./cmd/pack town assets/maps/town.mbtiles", len(made), len(maps.Town()))
	}
}

func TestTown_OfTenKilometresIsUnderThreeMegabytes(t *testing.T) {
	if testing.Short() {
		t.Skip("draws 16,000 houses")
	}
	file := filepath.Join(t.TempDir(), "town.mbtiles")
	if err := run(context.Background(), []string{"town", "-customers", "450000", file}, io.Discard, io.Discard); err != nil {
		t.Fatal(err)
	}
	st, err := os.Stat(file)
	if err != nil {
		t.Fatal(err)
	}
	if st.Size() > 3_000_000 {
		t.Errorf("%d bytes", st.Size())
	}
}
