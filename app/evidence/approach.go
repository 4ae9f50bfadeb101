package evidence

import (
	"context"
	"os"
	"slices"

	"dianqin/data/local"
	"dianqin/data/model"
	"dianqin/data/model/customer"
	"dianqin/data/model/evidence"
	"dianqin/data/model/work"
)

// mostApproaches is how many pictures of a way in are shown: the newest.
const mostApproaches = 6

// Approach lists the pictures that show the way to the place of a task, which door,
// which cupboard: of every visit, the newest first. Whoever goes there next looks at
// them before leaving. Of a task that names no box they are those of the boxes that its
// customer is supplied from.
func (e *Evidence) Approach(ctx context.Context, t work.Task) ([]Item, error) {
	all, err := e.approaches(ctx)
	if err != nil {
		return nil, err
	}
	ways, err := e.waysTo(ctx, t, all)
	if err != nil {
		return nil, err
	}
	var files []evidence.File
	for _, p := range ways {
		files = append(files, p.Files()...)
	}
	items, err := e.Items(ctx, files)
	slices.Reverse(items)
	return items, err
}

// approaches are all files that show a way in, those that were withdrawn too.
func (e *Evidence) approaches(ctx context.Context) ([]evidence.File, error) {
	return local.Find[evidence.File](ctx, e.store, model.KindFile, "shows = ?", evidence.ShowsApproach)
}

// waysTo picks those of a task's place, newest first. What was deleted everywhere when
// its time was over leads nobody.
func (e *Evidence) waysTo(ctx context.Context, t work.Task, all []evidence.File) ([]evidence.Picture, error) {
	if len(all) == 0 {
		return nil, nil
	}
	boxes := []string{t.BoxID}
	if t.BoxID == "" {
		boxes = nil
		if t.CustomerID != "" {
			points, err := local.Find[customer.UsagePoint](ctx, e.store, model.KindUsagePoint, "customer_id = ?", t.CustomerID)
			if err != nil {
				return nil, err
			}
			for _, p := range points {
				boxes = append(boxes, p.BoxID)
			}
		}
	}
	var files []evidence.File
	for _, f := range all {
		if f.BoxID != "" && slices.Contains(boxes, f.BoxID) {
			files = append(files, f)
		}
	}
	pictures := slices.DeleteFunc(evidence.Pictures(files), func(p evidence.Picture) bool { return p.Shown().State == evidence.Expired })
	slices.Reverse(pictures)
	return pictures[:min(len(pictures), mostApproaches)], nil
}

// Absent is how many pictures cannot be shown without a network.
type Absent struct {
	Unsent int // whoever took them has not sent them yet
	Coming int // the server has them, this device has not
}

// Absent counts them.
func (e *Evidence) Absent(items []Item) Absent {
	var out Absent
	for _, it := range items {
		f := it.Shown()
		if e.kept(f) {
			continue
		}
		if _, err := os.Stat(e.thumbPath(f)); err == nil {
			continue
		}
		if f.State == evidence.Awaited {
			out.Unsent++
		} else {
			out.Coming++
		}
	}
	return out
}
