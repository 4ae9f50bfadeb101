//go:build android || jvm

package outside

import (
	"context"
	"errors"
	"fmt"
	"os"

	"dianqin/device/internal/jni"
)

// phone hands a link to whatever program says that it takes it.
type phone struct{}

// Open implements Outside. A telephone is dialled, not called: that needs no permission
// and the person sees whom they call.
func (phone) Open(ctx context.Context, link string) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	s, ok := scheme(link)
	if !ok || s == "file" { // Android lets no program pass on the name of a file
		return ErrLink
	}
	action := "android.intent.action.VIEW"
	if s == "tel" {
		action = "android.intent.action.DIAL"
	}
	err := jni.Do("open a link", func(e *jni.Env) { e.StartActivity(action, e.URI(link)) })
	if jni.IsThrown(err, jni.NoSuchActivity) {
		return ErrNoApp
	}
	return err
}

// View implements Outside: another program may read a file only through a provider,
// which is a Java class of ours, or out of the shared folders, where customers' data
// have no place.
func (phone) View(ctx context.Context, path, _ string) error {
	if _, err := os.Stat(path); err != nil {
		return fmt.Errorf("show a file: %w", err)
	}
	return errors.Join(ctx.Err(), ErrUnable)
}
