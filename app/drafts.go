package app

import "context"

// KeepDraft keeps what a person has begun on a screen and not recorded yet, so that
// it survives Back and a killed process. The key names screen and thing.
func (a *App) KeepDraft(ctx context.Context, key string, v any) error {
	return a.store.SaveDraft(ctx, "screen:"+key, v)
}

// Draft reads it back; false: there is none.
func (a *App) Draft(ctx context.Context, key string, into any) (bool, error) {
	return a.store.Draft(ctx, "screen:"+key, into)
}

// DropDraft forgets it: it was recorded, or thrown away.
func (a *App) DropDraft(ctx context.Context, key string) error {
	return a.store.DropDraft(ctx, "screen:"+key)
}
