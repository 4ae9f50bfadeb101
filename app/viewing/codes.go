package viewing

import (
	"context"

	"dianqin/app/seals"
	"dianqin/scan"
)

// Codes is Run for who knows nothing of seals yet: every text that enough frames agree
// on is told once, on a goroutine of the run, and nobody is asked what it means.
func (v *Viewing) Codes(ctx context.Context, tell func(text string)) error {
	return v.during(ctx, func() error {
		r, told := newReader(v, seals.Visit{}), map[string]bool{}
		r.tracker = scan.NewTracker(func(scan.Symbol) bool { return false })
		r.judge = func(ctx context.Context, s scan.Sight) Mark {
			if s.Sure && !told[s.Text] && ctx.Err() == nil {
				told[s.Text] = true
				v.dev.Feel.Right()
				tell(s.Text)
			}
			return Mark{Number: s.Text}
		}
		return v.reading(ctx, r)
	})
}
