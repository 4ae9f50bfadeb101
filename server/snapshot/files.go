package snapshot

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"syscall"
	"time"

	"github.com/klauspost/compress/zstd"

	"dianqin/data/model"
	"dianqin/data/schema"
	"dianqin/server/store"
)

// head is what is known of a file; it lies beside it as JSON.
type head struct {
	Scope    string           `json:"scope"`
	Layout   string           `json:"layout"`
	SHA256   string           `json:"sha256"` // of the compressed bytes
	Bytes    int64            `json:"bytes"`
	RawBytes int64            `json:"raw_bytes"`
	Rows     int              `json:"rows"`
	Epoch    string           `json:"epoch"`
	Cursor   map[string]int64 `json:"cursor"`
	BuiltAt  int64            `json:"built_at"` // UTC milliseconds
}

// kept is how many files of a scope stay: the newest, and the ones that somebody
// may still be fetching.
const kept = 3

func (v *Service) path(h head) string {
	return filepath.Join(v.dir, h.Scope+"-"+h.Layout+"-"+h.SHA256[:16]+".zst")
}

// load finds the files of earlier runs and removes what was left half made.
func (v *Service) load() error {
	half, err := filepath.Glob(filepath.Join(v.dir, "*.building"))
	for _, name := range half {
		_ = os.Remove(name) // of a build that was killed
	}
	if err != nil {
		return err
	}
	names, err := filepath.Glob(filepath.Join(v.dir, "*.json"))
	if err != nil {
		return err
	}
	for _, name := range names {
		var h head
		text, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		if json.Unmarshal(text, &h) != nil || len(h.SHA256) != 64 || h.Layout != schema.BaseVersion() || !v.whole(h) {
			_ = os.Remove(name) // it is made again
			continue
		}
		sc := v.scopes[h.Scope]
		if sc == nil {
			sc = &scope{name: h.Scope, asked: v.now()}
			v.scopes[h.Scope] = sc
		}
		sc.files = append(sc.files, h)
	}
	for _, sc := range v.scopes {
		slices.SortFunc(sc.files, func(a, b head) int { return int(b.BuiltAt - a.BuiltAt) })
	}
	return v.prune()
}

func (v *Service) whole(h head) bool {
	info, err := os.Stat(v.path(h))
	return err == nil && info.Size() == h.Bytes
}

// prune removes the files that nobody will ask for. The caller holds mu or is alone.
func (v *Service) prune() error {
	keep := map[string]bool{}
	for name, sc := range v.scopes {
		if !sc.building && v.now().Sub(sc.asked) > v.policy.Unused {
			delete(v.scopes, name)
			continue
		}
		sc.files = sc.files[:min(kept, len(sc.files))]
		for _, h := range sc.files {
			keep[v.path(h)], keep[v.path(h)+".json"] = true, true
		}
	}
	names, err := os.ReadDir(v.dir)
	if err != nil {
		return err
	}
	for _, n := range names {
		path := filepath.Join(v.dir, n.Name())
		if !keep[path] && filepath.Ext(path) != ".building" {
			err = errors.Join(err, os.Remove(path))
		}
	}
	return err
}

// build makes a file of a scope in the background, unless that has failed a moment ago:
// a full disk is not filled again and again. The caller holds mu.
func (v *Service) build(sc *scope, lanes []model.Lane) {
	if sc.building || v.ctx.Err() != nil || !sc.failed.IsZero() && v.now().Sub(sc.failed).Abs() < v.policy.Rest {
		return
	}
	sc.building = true
	v.builders.Go(func() {
		began := time.Now()
		err := v.make(sc, lanes)
		v.mu.Lock()
		sc.building = false
		if err != nil {
			sc.failed = v.now()
		}
		v.mu.Unlock()
		switch {
		case err != nil && v.ctx.Err() == nil:
			v.log.Error("a snapshot could not be made", "scope", sc.name, "lanes", len(lanes), "err", full(err))
		case err == nil:
			v.log.Info("a snapshot is ready", "scope", sc.name, "lanes", len(lanes), "took", time.Since(began).Round(time.Millisecond))
		}
	})
}

// large is from what size on a file is compressed a second time, well: that takes a
// tenth off, and a second of a core for four megabytes.
const large = 4 << 20

func (v *Service) make(sc *scope, lanes []model.Lane) error {
	select {
	case v.turn <- struct{}{}:
	case <-v.ctx.Done():
		return v.ctx.Err()
	}
	defer func() { <-v.turn }()
	raw := filepath.Join(v.dir, sc.name+".building")
	_ = os.Remove(raw)
	defer os.Remove(raw)
	h := head{Scope: sc.name, Layout: schema.BaseVersion(), BuiltAt: v.now().UnixMilli()}
	var err error
	if h.Epoch, err = v.s.Epoch(v.ctx); err != nil {
		return err
	}
	if h.Cursor, h.Rows, err = build(v.ctx, v.s, lanes, raw); err != nil {
		return err
	}
	info, err := os.Stat(raw)
	if err != nil {
		return err
	}
	h.RawBytes = info.Size()
	if err := v.publish(sc, h, raw, zstd.SpeedDefault); err != nil || h.RawBytes < large {
		return err
	}
	h.BuiltAt++
	return v.publish(sc, h, raw, zstd.SpeedBestCompression)
}

// publish compresses a file and offers it from then on.
func (v *Service) publish(sc *scope, h head, raw string, level zstd.EncoderLevel) error {
	packed := raw + ".zst.building"
	defer os.Remove(packed)
	var err error
	if h.SHA256, h.Bytes, err = compress(v.ctx, raw, packed, level); err != nil {
		return fmt.Errorf("compress: %w", err)
	}
	text, err := json.Marshal(h)
	if err != nil {
		return err
	}
	if err := os.Rename(packed, v.path(h)); err != nil {
		return err
	}
	if err := os.WriteFile(v.path(h)+".json", text, 0o600); err != nil {
		return errors.Join(err, os.Remove(v.path(h)+".json"), os.Remove(v.path(h))) // of no use alone
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	sc.files = slices.Insert(sc.files, 0, h)
	return v.prune()
}

// full names a full disk, for whoever reads the log.
func full(err error) error {
	if store.Full(err) || errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) {
		return fmt.Errorf("%w: %w", model.Fail("storage.full"), err)
	}
	return err
}

// window is how far back the compression looks; a phone needs as much memory.
const window = 16 << 20

func compress(ctx context.Context, from, to string, level zstd.EncoderLevel) (hash string, bytes int64, err error) {
	in, err := os.Open(from)
	if err != nil {
		return "", 0, err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return "", 0, err
	}
	defer func() { err = errors.Join(err, out.Close()) }()
	sum := sha256.New()
	z, err := zstd.NewWriter(io.MultiWriter(out, sum), zstd.WithEncoderLevel(level), zstd.WithWindowSize(window), zstd.WithEncoderConcurrency(1))
	if err != nil {
		return "", 0, err
	}
	if _, err := io.Copy(z, whileWanted{ctx, in}); err != nil {
		return "", 0, errors.Join(err, z.Close())
	}
	if err := z.Close(); err != nil {
		return "", 0, err
	}
	if err := out.Sync(); err != nil {
		return "", 0, err
	}
	bytes, err = out.Seek(0, io.SeekCurrent)
	return hex.EncodeToString(sum.Sum(nil)), bytes, err
}

// whileWanted ends a long read when nobody wants it any more.
type whileWanted struct {
	ctx  context.Context
	from io.Reader
}

func (r whileWanted) Read(p []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	return r.from.Read(p)
}
