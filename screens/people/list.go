package people

import (
	"slices"
	"strings"

	apppeople "dianqin/app/people"
	"dianqin/data/model/people"
	"dianqin/screens/show"
	"dianqin/screens/ui"
)

// rows is the list as the table asks for it.
type rows struct {
	p    *Page
	rows []row
}

// row is a person with the trusted devices, those that want looking at first.
type row struct {
	person  apppeople.Person
	devices []apppeople.Device
}

func (r *rows) add(person apppeople.Person) {
	r.rows = append(r.rows, row{person, trusted(r.p.devices.Of(person.ID))})
}

func trusted(devices []apppeople.Device) []apppeople.Device {
	return slices.DeleteFunc(devices, func(d apppeople.Device) bool { return d.Health == people.HealthRevoked })
}

// fits says whether a person is in a narrowed list.
func (p *Page) fits(person apppeople.Person, n narrow) bool {
	devices := trusted(p.devices.Of(person.ID))
	switch n {
	case toLookAt:
		return slices.ContainsFunc(devices, func(d apppeople.Device) bool { return d.Health != people.HealthCurrent })
	case withoutDevice:
		return p.known && len(devices) == 0
	}
	return true
}

// Len implements ui.Rows.
func (r *rows) Len() int { return len(r.rows) }

// Cell implements ui.Rows.
func (r *rows) Cell(at, column int) ui.Cell {
	w, x := r.p.c.Words(), r.rows[at]
	switch column {
	case 0:
		return ui.Cell{Text: x.person.Name, Bold: true}
	case 1:
		return ui.Cell{State: r.state(x)}
	case 2:
		return ui.Cell{Text: r.device(x)}
	case 3:
		if len(x.devices) == 0 {
			return ui.Cell{}
		}
		return ui.Cell{Text: show.Heard(w, newest(x.devices), r.p.devices.AsOf), Ink: ui.ColMuted}
	case 4:
		return r.held(x)
	case 5:
		return ui.Cell{Text: rolesOf(r.p.c, x.person)}
	case 6:
		return ui.Cell{Text: strings.Join(x.person.StationNames, "、")}
	}
	return ui.Cell{Text: x.person.Login, Ink: ui.ColMuted}
}

func (r *rows) state(x row) ui.State {
	switch {
	case !r.p.known:
		return ui.State{}
	case len(x.devices) == 0:
		return ui.State{Word: r.p.c.T("people.none", nil), Tone: ui.ToneCalm}
	}
	d := x.devices[0]
	return show.Health(r.p.c.Words(), d.Health, d.HeardAt(), r.p.devices.AsOf)
}

func (r *rows) device(x row) string {
	switch len(x.devices) {
	case 0:
		return ""
	case 1:
		return x.devices[0].Name
	}
	return r.p.c.N("people.several", len(x.devices), nil)
}

func (r *rows) held(x row) ui.Cell {
	n := 0
	for _, d := range x.devices {
		n += d.Held
	}
	if n == 0 {
		return ui.Cell{}
	}
	return ui.Cell{Text: r.p.c.Words().Count(n), Ink: ui.ToneLook.OnWash(), Bold: true}
}

func newest(devices []apppeople.Device) people.Device {
	return slices.MaxFunc(devices, func(a, b apppeople.Device) int { return int(a.LastSeenAt - b.LastSeenAt) }).Device
}

func rolesOf(c *ui.Context, person apppeople.Person) string {
	var out []string
	for _, role := range person.Roles {
		out = append(out, show.Role(c.Words(), role))
	}
	return strings.Join(out, " · ")
}

func (p *Page) columns() []ui.Column {
	t := func(key string) string { return p.c.T("people.col."+key, nil) }
	return []ui.Column{
		{Title: t("name"), Width: 104},
		{Title: t("state"), Width: 136, Kind: ui.StateCell},
		{Title: t("device")},
		{Title: t("seen"), Width: 96, Minor: true},
		{Title: t("held"), Width: 48, End: true, Minor: true},
		{Title: t("role"), Width: 132, Minor: true},
		{Title: t("station"), Width: 110, Minor: true},
		{Title: p.c.T("people.login", nil), Width: 88, Minor: true},
	}
}
