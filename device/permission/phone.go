//go:build android || jvm

package permission

import (
	"context"
	"time"

	"dianqin/device/internal/jni"
)

// names are what Android calls a permission; any of them is enough. FINE may only be
// asked for together with COARSE, and the person may grant the coarse one alone.
var names = map[What][]string{
	Camera: {"android.permission.CAMERA"},
	Place:  {"android.permission.ACCESS_FINE_LOCATION", "android.permission.ACCESS_COARSE_LOCATION"},
}

const (
	requestCode = 4711

	look  = 200 * time.Millisecond // how often the answer is looked for
	grace = 3 * time.Second        // in which a question appears, if one does
	echo  = 2 * time.Second        // for which a no answers everyone: who was waiting for the front asks again at once
)

// phone asks through the activity. No Java of ours hears the answer, so it is looked
// for: the question takes the window's focus, and when that is back the person has
// spoken. Where no question appears the system has been told never to ask again.
//
// The app may be told that it is left while the question is up, and end the Ask for
// it: the question stays, and the next Ask for the same waits for its answer instead
// of asking twice.
type phone struct {
	turn chan struct{} // a token for who may ask and use what follows: one question at a time

	open  What      // the question that is not answered yet
	lost  bool      // its window has been seen
	asked time.Time // when it was put

	said     State // the last no
	saidOf   What
	saidWhen time.Time
}

func newPhone() *phone {
	p := &phone{turn: make(chan struct{}, 1)}
	p.turn <- struct{}{}
	return p
}

// State implements Asker.
func (p *phone) State(ctx context.Context, w What) (State, error) {
	if err := ctx.Err(); err != nil {
		return Askable, err
	}
	granted, err := granted(w)
	if err != nil || !granted {
		return Askable, err
	}
	return Granted, nil
}

// Ask implements Asker.
func (p *phone) Ask(ctx context.Context, w What) (State, error) {
	select {
	case <-ctx.Done():
		return Askable, ctx.Err()
	case <-p.turn:
	}
	defer func() { p.turn <- struct{}{} }()
	if s, err := p.State(ctx, w); s == Granted || err != nil {
		p.open = ""
		return s, err
	}
	if p.saidOf == w && time.Since(p.saidWhen) < echo {
		return p.said, nil
	}
	if p.open != w {
		if err := request(w); err != nil {
			return Askable, err
		}
		p.open, p.lost, p.asked = w, false, time.Now()
	}
	t := time.NewTicker(look)
	defer t.Stop()
	for {
		select {
		case <-ctx.Done():
			return Askable, ctx.Err()
		case <-t.C:
		}
		s, err := p.answer(w)
		if s != Askable || err != nil {
			p.open = ""
			if s == Refused || s == Barred {
				p.said, p.saidOf, p.saidWhen = s, w, time.Now()
			}
			return s, err
		}
	}
}

// answer is what the person said: Askable as long as nothing.
func (p *phone) answer(w What) (State, error) {
	if granted, err := granted(w); granted || err != nil {
		return Granted, err
	}
	var focus, again bool
	err := jni.Do("look for the answer", func(e *jni.Env) {
		focus = e.Call(e.Context(), "hasWindowFocus", "()Z").Bool()
		again = e.Call(e.Context(), "shouldShowRequestPermissionRationale", "(Ljava/lang/String;)Z", names[w][0]).Bool()
	})
	p.lost = p.lost || !focus
	switch {
	case err != nil:
		return Askable, err
	case !focus, !p.lost && time.Since(p.asked) < grace:
		return Askable, nil
	case again:
		return Refused, nil
	}
	return Barred, nil
}

// OpenSettings implements Asker.
func (p *phone) OpenSettings(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	err := jni.Do("open the settings", func(e *jni.Env) {
		uri := e.CallStatic("android/net/Uri", "fromParts",
			"(Ljava/lang/String;Ljava/lang/String;Ljava/lang/String;)Landroid/net/Uri;", "package", e.Package(), nil).Object()
		e.StartActivity("android.settings.APPLICATION_DETAILS_SETTINGS", uri)
	})
	if jni.IsThrown(err, jni.NoSuchActivity) {
		return ErrUnable
	}
	return err
}

func granted(w What) (yes bool, err error) {
	if len(names[w]) == 0 {
		return false, ErrUnable
	}
	err = jni.Do("look at a permission", func(e *jni.Env) {
		for _, name := range names[w] {
			yes = yes || e.Call(e.Context(), "checkSelfPermission", "(Ljava/lang/String;)I", name).Int() == 0 && e.Err() == nil
		}
	})
	return yes && err == nil, err
}

func request(w What) error {
	return jni.Do("ask for a permission", func(e *jni.Env) {
		e.Call(e.Context(), "requestPermissions", "([Ljava/lang/String;I)V", names[w], requestCode)
	})
}
