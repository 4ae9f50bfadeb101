package packs

import (
	"context"
	"slices"
	"strings"
	"time"

	"dianqin/app"
	"dianqin/app/atlas"
	"dianqin/app/settings"
	"dianqin/data/model"
	"dianqin/data/model/geo"
	"dianqin/screens/show"
	"dianqin/screens/ui"

	"fyne.io/fyne/v2"
)

// datums are the frames that a service may be in, as settings have them.
var datums = []string{geo.WGS84.String(), geo.GCJ02.String(), geo.BD09.String()}

// service is the page on which a service of tiles is entered, tried and kept: 天地图
// with a key, or any other by its address.
type service struct {
	show.Acts
	a        *app.App
	c        *ui.Context
	tianditu bool
	v        settings.Web // what is entered
	fields   map[string]*ui.Field
	trial    *trial
	below    *fyne.Container // what changes below the fields
	form     *ui.Form
}

func newTianditu(a *app.App, c *ui.Context) *service {
	p := newService(a, c)
	t := a.Settings.Values().Ground.Tianditu
	p.tianditu, p.v = true, settings.Web{Key: t.Key, Law: t.Law}
	return p
}

func newService(a *app.App, c *ui.Context) *service {
	v := a.Settings.Values().Ground.Web
	if !slices.Contains(datums, v.Datum) {
		v.Datum = datums[0]
	}
	p := &service{a: a, c: c, v: v, Acts: show.NewActs(c, nil)}
	p.trial = newTrial(c, p.ask)
	return p
}

// Title implements ui.Page.
func (p *service) Title() string {
	if p.tianditu {
		return p.c.T("packs.tianditu", nil)
	}
	return p.c.T("packs.other", nil)
}

// Content implements ui.Page.
func (p *service) Content() fyne.CanvasObject {
	c := p.c
	p.fields, p.form = map[string]*ui.Field{}, ui.NewForm()
	if p.tianditu {
		p.form.Add(ui.NewText(c.T("packs.tianditu.why", nil), ui.Small, ui.ColMuted).Wrap())
	} else {
		p.form.Add(ui.NewText(c.T("packs.other.why", nil), ui.Small, ui.ColMuted).Wrap())
		p.field("packs.name", ui.NewEntry(p.v.Name, ""), "", func(s string) { p.v.Name = s })
		p.field("packs.address", ui.NewEntry(p.v.URL, "https://gis.example/{z}/{x}/{y}.png"), c.T("packs.address.hint", nil), func(s string) { p.v.URL = s })
	}
	key := ui.NewPasswordEntry("")
	key.Text = string(p.v.Key)
	p.field("packs.key", key, c.T("packs.key.hint", nil), func(s string) { p.v.Key = settings.Secret(s) })
	if !p.tianditu {
		p.field("packs.attribution", ui.NewEntry(p.v.Attribution, ""), c.T("packs.attribution.hint", nil), func(s string) { p.v.Attribution = s })
	}
	p.field("packs.number", ui.NewEntry(p.v.Approval, "GS(2026)0000号"), c.T("packs.number.hint", nil), func(s string) {
		if s != p.v.Approval { // another number was checked by nobody
			p.v.Checked = ""
			p.v.Approval = s
			p.paint()
		}
	})
	p.below = ui.Col(12)
	p.form.Add(p.below, p.trial.object(p.form.Reveal))
	p.paint()
	return p.form.Object()
}

// field adds a field whose text goes into what is entered.
func (p *service) field(key string, e *ui.Entry, hint string, set func(string)) {
	f := ui.NewField(p.c.T(key, nil), e, hint)
	e.OnChanged = func(s string) {
		set(strings.TrimSpace(s))
		f.SetError("")
	}
	p.fields[key] = f
	p.form.Field(f)
}

// paint shows what is below the fields: the check of the number, the datum, the trial.
func (p *service) paint() {
	c := p.c
	word := c.T("packs.checked.no", nil)
	if p.v.Checked != "" {
		word = c.T("packs.checked", map[string]any{"date": p.v.Checked})
	}
	parts := []fyne.CanvasObject{ui.Group(ui.NewCheckRow(word, p.v.Checked != "", func() {
		if p.v.Checked == "" {
			p.v.Checked = model.CivilTime(model.MillisOf(c.Now())).Format(time.DateOnly)
		} else {
			p.v.Checked = ""
		}
		p.paint()
	}))}
	if !p.tianditu {
		parts = append(parts, ui.Col(6, ui.NewText(c.T("packs.datum", nil), ui.SmallBold, ui.ColMuted),
			ui.NewSegments(datums, slices.Index(datums, p.v.Datum), ui.TonePrimary, func(i int) {
				p.v.Datum = datums[i]
				p.paint()
				p.trial.again()
			}), ui.NewText(c.T("packs.datum.hint", nil), ui.Small, ui.ColMuted).Wrap()),
			ui.Group(ui.NewCheckRow(c.T("packs.degrees", nil), p.v.Degrees, func() { p.v.Degrees = !p.v.Degrees; p.paint() })))
	}
	p.below.Objects = parts
	p.below.Refresh()
}

// ask tries what is entered, without keeping it.
func (p *service) ask(ctx context.Context, mark atlas.Landmark) (atlas.Trial, error) {
	if p.tianditu {
		return p.a.Maps.TryTianditu(ctx, settings.Tianditu{Key: p.v.Key, Law: p.v.Law}, mark.At)
	}
	return p.a.Maps.TryWeb(ctx, p.v, mark.At)
}

// OnShown implements ui.Shown.
func (p *service) OnShown() {
	p.trial.place = func(ctx context.Context) atlas.Landmark { return p.a.Maps.Landmark(ctx) }
}

// Foot implements ui.Footed.
func (p *service) Foot() fyne.CanvasObject {
	return ui.NewActionBar(ui.Grow(ui.NewAction(ui.IcCheck, p.c.T("packs.save", nil), p.save)))
}

// save keeps what is entered; an empty key or address turns the service off.
func (p *service) save() {
	v := p.a.Settings.Values()
	if p.tianditu {
		v.Ground.Tianditu = settings.Tianditu{Key: p.v.Key, Law: p.v.Law}
	} else {
		if p.v.URL != "" {
			if err := atlas.CheckWeb(p.v); err != nil {
				field := "packs.address"
				if show.Code(err) == "tiles.key_missing" {
					field = "packs.key"
				}
				p.fields[field].SetError(show.Line(p.c.Words(), err))
				return
			}
		}
		v.Ground.Web = p.v
	}
	p.Do(func(context.Context) error { return p.a.Settings.Set(v) }, func() {
		p.c.Back()
		p.c.Toast(p.c.T("packs.saved", nil))
	})
}
