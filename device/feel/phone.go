//go:build android || jvm

package feel

import (
	"sync"

	"dianqin/device/internal/jni"
)

// What each sign is made of: two that must not be mixed up differ in length, in number
// and in pitch. Patterns are milliseconds of rest and of shaking, in turn; tones are
// ToneGenerator's own.
var signs = map[Sign]struct {
	pattern []int64
	tone    int
	toneMs  int
}{
	Right:     {[]int64{0, 40}, 24, 120},            // TONE_PROP_BEEP: one short beep
	Wrong:     {[]int64{0, 250, 100, 250}, 21, 900}, // TONE_SUP_ERROR: three rising tones
	Attention: {[]int64{0, 60, 80, 60}, 28, 400},    // TONE_PROP_BEEP2: two beeps
}

// phone gives signs one after another, beside whoever asks for them. While one is being
// given only the newest of the others waits: a late sign would belong to nothing.
type phone struct {
	mu      sync.Mutex
	busy    bool
	waiting *func()
	tones   jni.Global // a ToneGenerator, kept: making one is slow and there are few
}

func newPhone() *phone { return &phone{} }

// Give implements Outlet.
func (p *phone) Give(s Sign, c Choice) {
	job := func() { p.give(s, c) }
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.busy {
		p.waiting = &job
		return
	}
	p.busy = true
	go p.work(job)
}

func (p *phone) work(job func()) {
	for {
		job()
		p.mu.Lock()
		next := p.waiting
		p.waiting = nil
		if next == nil {
			p.busy = false
			p.mu.Unlock()
			return
		}
		p.mu.Unlock()
		job = *next
	}
}

// give makes the sign by each sense apart: one that fails takes nothing from the other,
// and neither is told to anyone, for no work stops without it.
func (p *phone) give(s Sign, c Choice) {
	sign := signs[s]
	_ = jni.Do("give a sign", func(e *jni.Env) {
		if c.Vibration {
			_ = e.Try(func() { vibrate(e, sign.pattern) })
		}
		if c.Sound {
			_ = e.Try(func() { p.beep(e, sign.tone, sign.toneMs) })
		}
	})
}

func vibrate(e *jni.Env, pattern []int64) {
	v := e.Service("vibrator")
	if e.Call(v, "hasVibrator", "()Z").Bool() {
		const once = -1
		e.Call(v, "vibrate", "([JI)V", pattern, once) // of every Android; the newer ones take an effect instead
	}
}

// beep starts a tone. The generator is let go where it fails: another program may have
// taken the loudspeaker, and the next sign tries anew.
func (p *phone) beep(e *jni.Env, tone, ms int) {
	const media, loud = 3, 100 // STREAM_MUSIC follows the keys at the side; per cent of its volume
	if p.tones == 0 {
		p.tones = e.Keep(e.New("android/media/ToneGenerator", "(II)V", media, loud))
	}
	started := false
	err := e.Try(func() { started = e.Call(p.tones.Object(), "startTone", "(II)Z", tone, ms).Bool() })
	if started && err == nil {
		return
	}
	lost := p.tones
	p.tones = 0
	_ = e.Try(func() { e.Call(lost.Object(), "release", "()V") })
	e.Drop(lost)
}
