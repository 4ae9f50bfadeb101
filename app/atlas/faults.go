package atlas

import (
	"errors"
	"runtime"
	"syscall"

	"dianqin/chart/mbtiles"
	"dianqin/chart/tiles"
	"dianqin/data/model"
)

// fault brings an error of a file or a service of tiles into the form that words are
// made of. Other errors stay what they are.
func fault(err error) error {
	var pack *mbtiles.Error
	if errors.As(err, &pack) {
		return spoiled(string(pack.Code))
	}
	var tile *tiles.Error
	if !errors.As(err, &tile) {
		return full(err)
	}
	switch tile.Code {
	case tiles.Offline:
		return model.Fail("tiles.offline")
	case tiles.Slow:
		return model.Fail("tiles.slow")
	case tiles.Refused:
		return model.Fail("tiles.refused", "status", tile.Status)
	case tiles.KeyRefused:
		return model.Fail("tiles.key_refused")
	case tiles.KeyMissing:
		return model.Fail("tiles.key_missing")
	case tiles.BadAddress:
		return model.Fail("tiles.address")
	}
	return model.Fail("tiles.rubbish")
}

// spoiled is what ails a pack, by the code of its file.
func spoiled(code string) *model.Error {
	switch mbtiles.Code(code) {
	case mbtiles.Missing:
		return model.Fail("pack.missing")
	case mbtiles.Foreign:
		return model.Fail("pack.foreign")
	case mbtiles.Cut:
		return model.Fail("pack.cut")
	case mbtiles.Datum:
		return model.Fail("pack.datum")
	}
	return model.Fail("pack.broken")
}

// full names a full disk.
func full(err error) error {
	const windowsFull = syscall.Errno(112)
	if errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) || runtime.GOOS == "windows" && errors.Is(err, windowsFull) {
		return errors.Join(model.Fail("storage.full"), err)
	}
	return err
}
