package sim

import (
	"context"
	"crypto/ed25519"
	"errors"
	"os"
	"strconv"
	"time"

	"dianqin/data/courier"
	"dianqin/data/local"
	"dianqin/data/model"
	"dianqin/data/wire"
	"dianqin/server/store"
)

// phone is one device: its files, and what is lost when it dies.
type phone struct {
	w      *World
	i      int
	device string
	key    ed25519.PrivateKey
	dir    string
	store  *local.Store
	client *courier.Client
	net    *network
	user   string
	skew   time.Duration
	access map[string]session // by person

	commits, dieAt int
	dead           bool
	image          string                // the files as they were when it died
	whole          bool                  // the last pull reached its end
	partly         bool                  // deletions were forgotten while its base was not whole yet
	made           map[string]bool       // operations that the person saw recorded
	shown          map[string]model.Lane // of those, what was in sight once, by event
	base           memory                // the base as read last; nil where it may have changed
}

// session is a person's access token, with its end by the clock on the wall and by the
// one beneath it, as app/session looks at both.
type session struct {
	token      string
	wall, real time.Time
}

// phone opens the i-th phone on its files.
func (w *World) phone(ctx context.Context, i int, dir string) (*phone, error) {
	p := &phone{w: w, i: i, device: deviceID(i), key: w.template.keys[i], dir: dir, user: owners[i], made: map[string]bool{}, shown: map[string]model.Lane{}}
	return p, p.start(ctx)
}

// start opens the files, as a started program does.
func (p *phone) start(ctx context.Context) error {
	p.dead, p.image, p.dieAt, p.access, p.base = false, "", 0, map[string]session{}, nil
	var err error
	p.store, err = local.Open(p.dir, storeOptions(p.clock, p.committed))
	if err != nil {
		return err
	}
	p.net = &network{w: p.w, p: p, ctx: ctx}
	p.client = courier.New("http://server", p.token).Over(p.net)
	return nil
}

func (p *phone) clock() time.Time { return p.w.now.Add(p.skew) }

// committed takes the files where the schedule lets the phone die; what it does
// from then on is another's, and nobody hears of it.
func (p *phone) committed() {
	p.commits++
	if p.dieAt == 0 || p.commits != p.dieAt || p.dead {
		return
	}
	p.dead, p.image = true, p.w.fresh("phone"+strconv.Itoa(p.i))
	p.w.fail(copyDir(p.dir, p.image))
}

// die ends the phone where it stands, if it has not died already.
func (p *phone) die() error {
	if p.dead {
		return nil
	}
	p.dead, p.image = true, p.w.fresh("phone"+strconv.Itoa(p.i))
	return copyDir(p.dir, p.image)
}

// revive starts a phone that died from the files that it left.
func (p *phone) revive(ctx context.Context) error {
	if !p.dead {
		return nil
	}
	old := p.dir
	if err := errors.Join(p.store.Close(), os.RemoveAll(old)); err != nil {
		return err
	}
	p.dir = p.image
	return p.start(ctx)
}

// token gives the courier an access token, refreshed where it ran out; where the
// server knows the refresh token no more, the person signs in again.
func (p *phone) token(ctx context.Context) (string, error) {
	if s := p.access[p.user]; s.token != "" && p.clock().Before(s.wall.Add(-30*time.Second)) && p.w.now.Before(s.real.Add(-30*time.Second)) {
		return s.token, nil
	}
	refresh, _, err := p.store.Setting("refresh:" + p.user)
	if err != nil {
		return "", err
	}
	a, err := p.client.Refresh(ctx, wire.RefreshRequest{RefreshToken: refresh, Proof: ed25519.Sign(p.key, wire.RefreshProof(refresh))})
	if code(err) == "auth.expired" { // the database is older than the token
		if err := p.signIn(ctx, refresh); err != nil {
			return "", err
		}
		a, err = p.client.Refresh(ctx, wire.RefreshRequest{RefreshToken: refresh, Proof: ed25519.Sign(p.key, wire.RefreshProof(refresh))})
	}
	if err != nil {
		return "", err
	}
	if err := p.store.SetSetting("refresh:"+p.user, a.RefreshToken); err != nil {
		return "", err
	}
	life := time.Duration(a.ExpiresAt-a.ServerTime) * time.Millisecond
	p.access[p.user] = session{a.AccessToken, p.clock().Add(life), p.w.now.Add(life)}
	return a.AccessToken, nil
}

// signIn is a person typing the password: the server takes the token in.
func (p *phone) signIn(ctx context.Context, refresh string) error {
	return p.w.server.st.Write(ctx, func(t *store.Tx) error {
		return t.AddRefresh(digest(refresh), p.device, p.user, model.MillisOf(p.w.now.AddDate(1, 0, 0)))
	})
}

func code(err error) string {
	var e *model.Error
	if errors.As(err, &e) {
		return e.Code
	}
	return ""
}

// outbox and inbox are the store as the courier sees it, through the mutant.
func (p *phone) outbox() courier.Outbox {
	if p.w.mutant.Outbox != nil {
		return p.w.mutant.Outbox(p.store)
	}
	return p.store
}

func (p *phone) inbox() courier.Inbox {
	var in courier.Inbox = &watched{p.store, p}
	if p.w.mutant.Inbox != nil {
		in = p.w.mutant.Inbox(p.w, in)
	}
	return in
}

// watched looks at what comes down before the store has it; a snapshot goes its own way.
type watched struct {
	*local.Store
	p *phone
}

func (i *watched) ApplyPage(ctx context.Context, rows []wire.PullRow, end wire.PullEnd) error {
	if !i.p.dead {
		i.p.mayRead(ctx, rows)
	}
	return i.Store.ApplyPage(ctx, rows, end)
}
