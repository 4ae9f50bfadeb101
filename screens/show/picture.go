package show

import (
	"dianqin/assets/words"
	"dianqin/data/model"
)

// Kept is what to tell of a picture that is safe on the disk: the word of a key, or
// why there is no stamped copy of it.
func Kept(w *words.Words, unstamped *model.Error, key string) string {
	if unstamped != nil {
		return Line(w, unstamped)
	}
	return w.T(key, nil)
}
