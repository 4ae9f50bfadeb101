package dispatch

import (
	"slices"
	"strings"

	appwork "dianqin/app/work"
	"dianqin/data/model/work"

	"fyne.io/fyne/v2"
)

// narrowed leaves of a board what has every word of a search: tasks by number,
// name, address and kind, and all of a person by name. kind names a kind.
func narrowed(b appwork.Board, search string, kind func(work.Kind) string) appwork.Board {
	words := strings.Fields(strings.ToLower(search))
	if len(words) == 0 {
		return b
	}
	fits := func(text string) bool {
		text = strings.ToLower(text)
		return !slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(text, w) })
	}
	task := func(t work.Task) bool { return fits(t.Number + " " + t.Name + " " + t.Address + " " + kind(t.Kind)) }
	out := appwork.Board{Day: b.Day}
	for _, t := range b.Free {
		if task(t) {
			out.Free = append(out.Free, t)
		}
	}
	for _, d := range b.People {
		if !fits(d.Person.Name) {
			d.Blocks = slices.DeleteFunc(slices.Clone(d.Blocks), func(x appwork.Block) bool { return !task(x.Task) })
			if len(d.Blocks) == 0 {
				continue
			}
		}
		out.People = append(out.People, d)
	}
	return out
}

// movable says whether a task can be given to somebody else.
func movable(t work.Task) bool { return t.Open() || t.State == work.Returned }

// spot is where a task is on a board: at an index of the column, where row is -1,
// or of a person's blocks. Nowhere is {-1, -1}.
type spot struct{ row, at int }

func find(b appwork.Board, id string) spot {
	if id == "" {
		return spot{-1, -1}
	}
	if i := slices.IndexFunc(b.Free, func(t work.Task) bool { return t.ID == id }); i >= 0 {
		return spot{-1, i}
	}
	for r, d := range b.People {
		if i := slices.IndexFunc(d.Blocks, func(x appwork.Block) bool { return x.Task.ID == id }); i >= 0 {
			return spot{r, i}
		}
	}
	return spot{-1, -1}
}

func taskOf(b appwork.Board, id string) (work.Task, bool) {
	for _, t := range tasksOf(b) {
		if t.ID == id {
			return t, true
		}
	}
	return work.Task{}, false
}

// tasksOf lists the tasks of a board in the order in which keys walk them.
func tasksOf(b appwork.Board) []work.Task {
	out := slices.Clone(b.Free)
	for _, d := range b.People {
		for _, x := range d.Blocks {
			out = append(out, x.Task)
		}
	}
	return out
}

// span lists the ids from one task to another in the order of the keys, those
// alone that can be given to somebody.
func span(b appwork.Board, from, to string) []string {
	all := tasksOf(b)
	index := func(id string) int { return slices.IndexFunc(all, func(t work.Task) bool { return t.ID == id }) }
	i, j := index(from), index(to)
	if i < 0 {
		i = j
	}
	if j < 0 {
		return nil
	}
	var out []string
	for _, t := range all[min(i, j) : max(i, j)+1] {
		if movable(t) {
			out = append(out, t.ID)
		}
	}
	return out
}

// step is where an arrow key leads from a task: up and down through the column,
// or to the block of the next person that is nearest in time; left and right
// along a person's day, and between it and the column. ok says whether the key is
// one of them.
func step(b appwork.Board, from string, k fyne.KeyName) (id string, ok bool) {
	at := find(b, from)
	switch k {
	case fyne.KeyDown, fyne.KeyUp, fyne.KeyLeft, fyne.KeyRight:
	default:
		return "", false
	}
	switch {
	case at.at < 0:
		all := tasksOf(b)
		if len(all) == 0 {
			return "", true
		}
		return all[0].ID, true
	case k == fyne.KeyDown && at.row < 0:
		return b.Free[min(at.at+1, len(b.Free)-1)].ID, true
	case k == fyne.KeyUp && at.row < 0:
		return b.Free[max(at.at-1, 0)].ID, true
	case k == fyne.KeyRight && at.row < 0:
		return firstBlock(b), true
	case at.row < 0:
		return from, true
	}
	return alongRows(b, at, k), true
}

func firstBlock(b appwork.Board) string {
	for _, d := range b.People {
		if len(d.Blocks) > 0 {
			return d.Blocks[0].Task.ID
		}
	}
	return ""
}

// alongRows is step from a person's block.
func alongRows(b appwork.Board, at spot, k fyne.KeyName) string {
	blocks := b.People[at.row].Blocks
	switch k {
	case fyne.KeyRight:
		return blocks[min(at.at+1, len(blocks)-1)].Task.ID
	case fyne.KeyLeft:
		if at.at == 0 && len(b.Free) > 0 {
			return b.Free[0].ID
		}
		return blocks[max(at.at-1, 0)].Task.ID
	}
	by := 1
	if k == fyne.KeyUp {
		by = -1
	}
	for r := at.row + by; r >= 0 && r < len(b.People); r += by {
		if near := nearest(b.People[r].Blocks, blocks[at.at].From); near != "" {
			return near
		}
	}
	return blocks[at.at].Task.ID
}

// nearest is the block that begins nearest to a minute.
func nearest(blocks []appwork.Block, minute int) string {
	best, id := 1<<30, ""
	for _, x := range blocks {
		if d := max(x.From-minute, minute-x.From); d < best {
			best, id = d, x.Task.ID
		}
	}
	return id
}
