package evidence

import (
	"context"
	"fmt"
	"image"
	"math"
	"slices"
	"strings"

	"dianqin/app"
	"dianqin/app/evidence"
	"dianqin/app/evidence/photo"
	"dianqin/data/model"
	domain "dianqin/data/model/evidence"
	"dianqin/screens/show"
	"dianqin/screens/ui"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// Page is one picture as large as the page, with what is known of it.
type Page struct {
	ui.WhileShown
	show.Acts
	a    *app.App
	c    *ui.Context
	lead Go
	item evidence.Item

	file  domain.File // the one of its files that is looked at
	who   string
	img   image.Image
	fault error
	view  *zoom
	place *fyne.Container
	about *fyne.Container
}

// NewPage makes the page of a picture.
func NewPage(a *app.App, c *ui.Context, it evidence.Item, lead Go) *Page {
	return &Page{Acts: show.NewActs(c, nil), a: a, c: c, lead: lead, item: it, file: it.Shown()}
}

// Title implements ui.Page.
func (p *Page) Title() string { return p.c.T("desk.picture", nil) }

// Subtitle implements ui.Subtitled.
func (p *Page) Subtitle() string {
	return show.When(p.c.Words(), p.item.Moment(), p.c.Now()) + " · " + p.c.Words().Bytes(p.file.Bytes)
}

// Content implements ui.Page.
func (p *Page) Content() fyne.CanvasObject {
	p.view = newZoom()
	p.place, p.about = container.NewStack(), ui.Col(8)
	p.paint()
	steps := ui.Inset(0, 12, 12, 0, ui.Row(ui.Gap, ui.Spring(),
		ui.NewScrimButton(ui.IcDash, func() { p.view.by(1 / zoomStep) }), ui.NewScrimButton(ui.IcPlus, func() { p.view.by(zoomStep) })))
	picture := container.NewStack(p.place, ui.Col(0, ui.Spring(), steps))
	return ui.Frame(nil, ui.Inset(10, ui.Edge, 10, ui.Edge, p.about), nil, nil, ui.NewBlock(ui.Look{Fill: ui.ColSunken}, picture))
}

// OnShown implements ui.Shown.
func (p *Page) OnShown() {
	p.UntilHidden(p.a.Records.On(func([]model.Kind) { p.c.Do(p.again) }))
	p.again()
	p.load()
}

// load reads the pixels of the file that is looked at.
func (p *Page) load() {
	file := p.file
	p.c.Go(func() func() {
		img, err := p.a.Evidence.Load(context.Background(), file, photo.MaxSide)
		return func() {
			if file.SHA256 != p.file.SHA256 { // another was chosen meanwhile
				return
			}
			if p.fault = err; err == nil {
				p.img = img
			}
			p.paint()
			p.c.Retitle(p)
		}
	})
}

// again reads how the picture stands: whether it still waits, whether it was drawn on.
func (p *Page) again() {
	task, file := p.item.TaskID, p.item.File
	p.c.Go(func() func() {
		all, err := p.a.Evidence.Of(context.Background(), task, "")
		who, unknown := p.a.Evidence.By(context.Background(), file)
		at := slices.IndexFunc(all, func(i evidence.Item) bool { return i.ID == file.ID })
		return func() {
			if unknown == nil {
				p.who = who
			}
			if err == nil && at >= 0 && task != "" {
				before := p.item.Shown().SHA256
				p.item = all[at]
				if now := p.item.Shown(); now.SHA256 != before && p.file.SHA256 == before {
					p.look(now)
				}
			}
			p.paint()
			p.c.Retitle(p)
		}
	})
}

// look turns to another file of the picture.
func (p *Page) look(f domain.File) {
	p.file, p.img, p.fault = f, nil, nil
	p.load()
	p.paint()
}

func (p *Page) paint() {
	if p.place == nil {
		return
	}
	switch {
	case p.fault != nil:
		p.place.Objects = []fyne.CanvasObject{ui.Inset(24, ui.Edge, 24, ui.Edge, ui.Col(0, ui.NewProblem(show.Retry(p.c, p.fault, p.load)), ui.Spring()))}
	case p.img == nil:
		p.place.Objects = []fyne.CanvasObject{ui.Middle(ui.NewText(p.c.T("evidence.loading", nil), ui.Small, ui.ColMuted))}
	default:
		p.view.set(p.img)
		p.place.Objects = []fyne.CanvasObject{p.view}
	}
	p.about.Objects = p.facts()
	p.place.Refresh()
	p.about.Refresh()
}

// facts are the ways to the other copies and what is known of the picture.
func (p *Page) facts() []fyne.CanvasObject {
	var out []fyne.CanvasObject
	files := p.kinds()
	if len(files) > 1 {
		var words []string
		for _, f := range files {
			words = append(words, p.c.T("evidence.role."+string(role(f)), nil))
		}
		at := slices.IndexFunc(files, func(f domain.File) bool { return f.SHA256 == p.file.SHA256 })
		out = append(out, ui.NewSegments(words, at, ui.TonePrimary, func(i int) { p.look(files[i]) }))
	}
	from := "evidence.onsite"
	if !p.item.OnSite() {
		from = "evidence.fromfile"
	}
	line := p.c.T(from, nil)
	if p.who != "" {
		line += " · " + p.who
	}
	if at := where(p.c, p.item.Pos); at != "" {
		line += " · " + at
	}
	state := ui.State{Word: p.c.T("evidence.sent", nil), Icon: ui.IcCloudOK, Tone: ui.ToneRight}
	switch {
	case p.item.Waiting:
		state = ui.State{Word: p.c.T("evidence.waiting", nil), Icon: ui.IcCloudUp, Tone: ui.ToneLook}
	case p.file.State != domain.Stored:
		state = ui.State{Word: p.c.T("evidence.awaited", nil), Icon: ui.IcCloudOff, Tone: ui.ToneUnknown}
	}
	return append(out, ui.Row(ui.Gap, ui.Grow(ui.NewText(line, ui.Small, ui.ColInk).Wrap()), ui.NewStateBadge(state)))
}

// kinds are the files that can be looked at: the newest of each role, what is shown
// first in front.
func (p *Page) kinds() []domain.File {
	newest := map[domain.Role]domain.File{}
	for _, f := range p.item.Files() {
		newest[role(f)] = f
	}
	var out []domain.File
	for _, r := range []domain.Role{domain.Sketch, domain.Stamped, domain.Original} {
		if f, ok := newest[r]; ok {
			out = append(out, f)
		}
	}
	return out
}

func role(f domain.File) domain.Role {
	if f.IsOriginal() {
		return domain.Original
	}
	return f.Role
}

// where is a position in words: how exact it is and whether to trust it.
func where(c *ui.Context, pos *model.Position) string {
	if pos == nil {
		return ""
	}
	parts := []string{fmt.Sprintf("%.5f, %.5f", pos.Lat, pos.Lon)}
	if pos.AccuracyM > 0 {
		parts = append(parts, fmt.Sprintf("±%.0f m", math.Ceil(pos.AccuracyM)))
	}
	if pos.Mocked {
		parts = append(parts, c.T("evidence.stamp.mocked", nil))
	}
	return strings.Join(parts, " ")
}

// mine says that the person took the picture here and may go on working on it.
func (p *Page) mine() bool {
	return p.lead.Shoot != nil && p.item.TakenBy == p.a.Session.User().ID
}

// Actions implements ui.Acting: the system's own viewer, which prints and enlarges;
// removing is out of the thumb's way.
func (p *Page) Actions() []fyne.CanvasObject {
	var out []fyne.CanvasObject
	switch {
	case p.img == nil: // nothing to look at yet
	case p.c.Phone():
		out = append(out, ui.NewIconButton(ui.IcPicture, ui.ColInk, p.outside))
	default:
		out = append(out, ui.NewCompact(ui.IcPicture, p.c.T("evidence.outside", nil), false, p.outside))
	}
	if p.mine() && p.item.Removable {
		out = append(out, ui.NewIconButton(ui.IcTrash, ui.ColInk, p.remove))
	}
	return out
}

// outside shows the file that is looked at in another program, or says that this
// device has none for it.
func (p *Page) outside() {
	file := p.file
	p.Do(func(ctx context.Context) error { return p.a.Evidence.View(ctx, file) }, nil)
}

// Foot implements ui.Footed: what may be done with it.
func (p *Page) Foot() fyne.CanvasObject {
	if !p.mine() {
		return nil
	}
	draw := ui.Grow(ui.NewTonal(ui.IcPen, p.c.T("evidence.sketch", nil), p.draw))
	if !p.item.Removable {
		return ui.NewActionBar(draw)
	}
	return ui.NewActionBar(draw, ui.Grow(ui.NewTonal(ui.IcCamera, p.c.T("evidence.retake", nil), p.retake)))
}

func (p *Page) draw() { p.c.Nav.Push(NewSketch(p.a, p.c, p.item.Picture)) }

// remove withdraws the picture; a word at the bottom brings it back.
func (p *Page) remove() {
	picture := p.item.Picture
	p.Do(func(ctx context.Context) error { return p.a.Evidence.Withdraw(ctx, picture) }, func() {
		p.c.Back()
		p.c.ToastUndo(p.c.T("evidence.removed", nil), p.c.T("common.undo", nil), func() {
			p.Do(func(ctx context.Context) error { return p.a.Evidence.Restore(ctx, picture) }, nil)
		})
	})
}

// retake takes another picture of the same and withdraws this one: only then, so that
// there is one whatever happens.
func (p *Page) retake() {
	picture := p.item.Picture
	p.lead.Shoot(evidence.Subject{TaskID: picture.TaskID, BoxID: picture.BoxID, Shows: picture.Shows}, func() {
		p.Do(func(ctx context.Context) error { return p.a.Evidence.Withdraw(ctx, picture) }, p.c.Back)
	})
}
