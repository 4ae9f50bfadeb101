package evidence

import (
	"context"
	"strconv"
	"sync/atomic"
	"time"

	"dianqin/app"
	"dianqin/app/evidence"
	"dianqin/app/viewing"
	"dianqin/screens/show"
	"dianqin/screens/ui"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// Shoot is the page on which a person aims and takes a picture, with the camera that
// scans. It closes itself when the picture is on the disk.
//
//	opening --a frame--> aiming --shutter--> keeping --kept--> back
//	   '--denied, lost, busy--> fault --again, or back in front--> opening
type Shoot struct {
	a       *app.App
	c       *ui.Context
	view    *viewing.Viewing
	subject evidence.Subject
	then    func() // after the page is closed with a picture; may be nil

	can     viewing.Can
	open    bool // the camera runs
	torch   bool
	zoom    float64
	busy    bool
	fault   error
	live    *ui.Film
	free    func() // of the frame that is shown
	foot    *fyne.Container
	over    *fyne.Container
	whole   fyne.CanvasObject
	stop    context.CancelFunc
	retry   func()
	off     []func()
	pending atomic.Bool
}

// NewShoot makes the page.
func NewShoot(a *app.App, c *ui.Context, view *viewing.Viewing, s evidence.Subject, then func()) *Shoot {
	return &Shoot{a: a, c: c, view: view, subject: s, then: then, zoom: 1}
}

// Title implements ui.Page.
func (s *Shoot) Title() string { return s.c.T("evidence.take", nil) }

// Bare implements ui.Bare: the picture fills the window.
func (s *Shoot) Bare() bool { return true }

// Content implements ui.Page.
func (s *Shoot) Content() fyne.CanvasObject {
	s.live = ui.NewFilm()
	s.foot, s.over = ui.Col(0), container.NewStack()
	s.paint()
	picture := container.NewStack(s.live, s.over,
		ui.Col(0, ui.Inset(10, 10, 0, 10, ui.Row(0, ui.NewScrimButton(ui.IcBack, s.c.Back), ui.Spring())), ui.Spring()))
	s.whole = ui.Frame(nil, ui.NewBlock(ui.Look{Fill: ui.ColSurface}, s.foot), nil, nil, picture)
	return s.whole
}

// OnShown implements ui.Shown: the camera opens.
func (s *Shoot) OnShown() {
	s.off = append(s.off,
		s.view.Opened.On(func(can viewing.Can) { s.c.Do(func() { s.opened(can) }) }),
		s.view.Frames.On(s.frame),
		s.a.Front.On(func(on bool) { s.c.Do(func() { s.front(on) }) }))
	s.start()
}

// OnHidden implements ui.Hidden: the camera closes.
func (s *Shoot) OnHidden() {
	for _, f := range s.off {
		f()
	}
	s.off = nil
	s.close()
	if s.free != nil {
		s.free()
		s.free = nil
	}
}

// front follows the app out of sight and back: the camera is others' meanwhile.
func (s *Shoot) front(on bool) {
	switch {
	case !on:
		s.close()
		s.paint()
	case s.stop == nil || s.fault != nil:
		s.again()
	}
}

func (s *Shoot) start() {
	ctx, stop := context.WithCancel(context.Background())
	s.stop, s.fault = stop, nil
	go func() {
		if err := s.view.Look(ctx); err != nil {
			s.c.Do(func() {
				if ctx.Err() == nil {
					s.fail(err)
				}
			})
		}
	}()
}

func (s *Shoot) close() {
	if s.retry != nil {
		s.retry()
		s.retry = nil
	}
	if s.stop != nil {
		s.stop()
		s.stop = nil
	}
	s.can, s.open, s.torch, s.zoom = viewing.Can{}, false, false, 1
}

func (s *Shoot) again() {
	s.close()
	s.start()
	s.paint()
}

func (s *Shoot) opened(can viewing.Can) {
	s.can, s.open, s.fault = can, true, nil
	s.paint()
}

// another is when a camera that was lost or in use is tried again by itself.
const another = 3 * time.Second

func (s *Shoot) fail(err error) {
	s.fault, s.open, s.can = err, false, viewing.Can{}
	s.live.Blank() // one that stands still would say what is no more
	if code := show.Code(err); code == "camera.lost" || code == "camera.busy" {
		s.retry = s.c.After(another, s.again)
	}
	s.paint()
}

// frame hands a frame to the screen; one that comes while the last is not shown yet is
// left out.
func (s *Shoot) frame(f viewing.Frame) {
	if !s.pending.CompareAndSwap(false, true) {
		f.Free()
		return
	}
	s.c.Do(func() {
		s.pending.Store(false)
		if s.off == nil { // the page is left
			f.Free()
			return
		}
		s.live.Play(f.Image)
		if s.free != nil {
			s.free()
		}
		s.free = f.Free
	})
}

// paint shows what can be done now.
func (s *Shoot) paint() {
	if s.foot == nil {
		return
	}
	s.over.Objects = nil
	if s.fault != nil {
		problem := show.Error(s.c.Words(), s.fault, false)
		problem.Action, problem.Do = s.c.T("common.retry", nil), s.again
		if show.Code(s.fault) == "camera.denied" {
			problem.Action, problem.Do = s.c.T("scan.settings", nil), s.allow
		}
		s.over.Objects = []fyne.CanvasObject{ui.Inset(72, ui.Edge, ui.Edge, ui.Edge, ui.Col(0, ui.NewProblem(problem), ui.Spring()))}
	}
	s.foot.Objects = []fyne.CanvasObject{ui.Inset(4, 12, 10, 12, ui.Col(4, s.tools()...))}
	s.over.Refresh()
	s.foot.Refresh()
	if s.whole != nil { // the foot may be higher now
		s.whole.Refresh()
	}
}

// tools are what the camera can do, and the shutter when it runs.
func (s *Shoot) tools() []fyne.CanvasObject {
	c := s.c
	var row, out []fyne.CanvasObject
	if s.can.Torch {
		row = append(row, ui.NewTool(ui.IcTorch, c.T("scan.torch", nil), s.torch, s.light))
	}
	if s.can.Zoom > 1 {
		row = append(row, ui.NewTool(ui.IcSearch, strconv.FormatFloat(s.zoom, 'f', -1, 64)+"×", s.zoom > 1, s.nearer))
	}
	if len(row) > 0 {
		out = append(out, ui.Cells(4, row...))
	}
	switch {
	case s.busy:
		return append(out, ui.AtLeast(0, ui.Action, ui.Middle(ui.NewText(c.T("evidence.keeping", nil), ui.BodyBold, ui.ColMuted))))
	case s.open:
		return append(out, ui.NewAction(ui.IcCamera, c.T("evidence.shutter", nil), s.shoot))
	case s.fault != nil:
		return append(out, ui.NewTonal(ui.IcBack, c.T("evidence.leave", nil), c.Back))
	}
	return append(out, ui.AtLeast(0, ui.Action, ui.Middle(ui.NewText(c.T("evidence.opening", nil), ui.Body, ui.ColMuted))))
}

func (s *Shoot) allow() {
	s.c.Go(func() func() {
		err := s.view.OpenSettings(context.Background())
		return func() {
			if err != nil {
				s.c.Toast(show.Line(s.c.Words(), err))
			}
		}
	})
}

func (s *Shoot) light() {
	on := !s.torch
	s.control(func() error { return s.view.Torch(on) }, func() { s.torch = on })
}

// nearer goes to twice the factor, after the largest back to the whole picture.
func (s *Shoot) nearer() {
	next := s.zoom * 2
	if next > s.can.Zoom || next > 4 {
		next = 1
	}
	s.control(func() error { return s.view.Zoom(next) }, func() { s.zoom = next })
}

func (s *Shoot) control(do func() error, then func()) {
	s.c.Go(func() func() {
		err := do()
		return func() {
			if err != nil {
				s.c.Toast(show.Line(s.c.Words(), err))
				return
			}
			then()
			s.paint()
		}
	})
}

// shoot takes the picture and keeps it; what goes wrong is said, and the person may
// try again.
func (s *Shoot) shoot() {
	if s.busy || !s.open {
		return
	}
	s.busy = true
	s.paint()
	subject := s.subject
	s.c.Go(func() func() {
		ctx := context.Background()
		jpeg, err := s.view.Still(ctx)
		var kept evidence.Kept
		if err == nil {
			kept, err = s.a.Evidence.Take(ctx, subject, jpeg)
		}
		return func() {
			s.busy = false
			s.paint()
			if err != nil {
				s.c.Toast(show.Line(s.c.Words(), err))
				return
			}
			if s.c.Nav.Current() == ui.Page(s) {
				s.c.Back()
			}
			s.c.Toast(show.Kept(s.c.Words(), kept.Unstamped, "evidence.kept"))
			if s.then != nil {
				s.then()
			}
		}
	})
}
