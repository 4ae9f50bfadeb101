package sim

import (
	"context"
	"encoding/json"

	"dianqin/data/model"
	"dianqin/data/model/evidence"
	"dianqin/server/store"
)

// Pictures are what files of the world may hold.
var Pictures = []string{"x", "y"}

func picture(text string) string { return "picture " + text }

// files takes into truth what no operation does: the server has the bytes of a file
// now and says so in its record.
func (w *World) files(ctx context.Context) error {
	err := w.server.st.Read(ctx, func(t *store.Tx) error {
		for _, text := range Pictures {
			hash := digest(picture(text))
			stored, err := t.FileStored(hash)
			if err != nil {
				return err
			}
			w.truth.stored[hash] = stored
		}
		return nil
	})
	if err != nil || len(w.truth.memory[model.KindFile]) == 0 {
		return err
	}
	have, err := w.feed(ctx)
	if err != nil {
		return err
	}
	for id, r := range have[model.KindFile] {
		known, there := w.truth.memory[model.KindFile][id]
		var was, is evidence.File
		if !there || r.ver != known.ver+1 {
			continue
		}
		if err := json.Unmarshal(known.body, &was); err != nil {
			return err
		}
		if err := json.Unmarshal(r.body, &is); err != nil {
			return err
		}
		if was.State = evidence.Stored; is.State == evidence.Stored && mustJSON(was) == mustJSON(is) {
			w.truth.set(model.KindFile, id, r)
		}
	}
	return nil
}

func mustJSON(v any) string {
	raw, err := json.Marshal(v)
	if err != nil {
		return err.Error()
	}
	return string(raw)
}
