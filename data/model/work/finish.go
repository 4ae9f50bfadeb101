package work

import (
	"dianqin/data/model"
	"dianqin/data/model/inspection"
	"dianqin/data/model/policy"
	"dianqin/data/model/seal"
)

// Site is what is known of a task when somebody wants to call it done.
type Site struct {
	Task    Task
	Sweep   seal.Sweep
	Sheet   policy.Sheet      // the checklist in force, empty where there is none
	Items   []inspection.Item // what was answered
	Photos  map[string]int    // pictures by what they show: a seal's number or an item's code
	Persons int               // how many people are said to be on site
	Needed  int               // how many the policy wants
	Pos     *model.Position   // where the phone is, nil = not known
}

// Lacking lists what stands between a task and "done"; empty: it may be
// finished. Each names the field that it is about, so that a screen can lead
// there. Codes: finish.seal_unseen, finish.photo_missing, finish.item_open,
// finish.persons.
func Lacking(s Site) []*model.Error {
	var out []*model.Error
	if s.Task.Kind == SealCheck || s.Task.Kind == Inspection {
		out = append(out, sealsLacking(s)...)
	}
	out = append(out, inspection.Lacking(s.Sheet, s.Items, s.Photos)...)
	if s.Persons < s.Needed {
		out = append(out, model.Fail("finish.persons", "needed", s.Needed, "here", s.Persons).At("/persons"))
	}
	return out
}

// sealsLacking wants every expected seal scanned or noted, and a picture of each
// that is not as it should be.
func sealsLacking(s Site) []*model.Error {
	var out []*model.Error
	for _, l := range s.Sweep.Lines {
		switch {
		case !l.Seen:
			out = append(out, model.Fail("finish.seal_unseen", "number", l.Seal.Number, "place", l.Seal.Place).At("/seals/"+l.Seal.Number))
		case l.Verdict.Tone == seal.Wrong && s.Photos[l.Seal.Number] == 0:
			out = append(out, model.Fail("finish.photo_missing", "number", l.Seal.Number, "place", l.Seal.Place).At("/photos/"+l.Seal.Number))
		}
	}
	for _, f := range s.Sweep.Strange {
		if f.Verdict.Tone == seal.Wrong && s.Photos[f.Number] == 0 {
			out = append(out, model.Fail("finish.photo_missing", "number", f.Number, "place", "").At("/photos/"+f.Number))
		}
	}
	return out
}
