package evidence

import (
	"testing"
	"time"

	"dianqin/data/model/evidence"
	"dianqin/data/model/work"
)

func TestApproach_IsOfTheBoxAndOfEveryVisitTheNewestFirst(t *testing.T) {
	s := open(t)
	take := func(box, shows string, size int) {
		s.now = s.now.Add(time.Minute)
		s.must(func() error {
			_, err := s.Take(t.Context(), Subject{TaskID: "t1", BoxID: box, Shows: shows}, shot(t, size, size))
			return err
		}())
	}
	take("b1", evidence.ShowsApproach, 40)
	take("b1", evidence.ShowsApproach, 48)
	take("b1", "", 56)
	take("b2", evidence.ShowsApproach, 64)
	got, err := s.Approach(t.Context(), work.Task{BoxID: "b1"})
	if err != nil || len(got) != 2 || got[0].MadeAt <= got[1].MadeAt {
		t.Errorf("%d pictures: %+v %v", len(got), got, err)
	}
	if none, err := s.Approach(t.Context(), work.Task{}); err != nil || len(none) > 0 {
		t.Errorf("of no box: %+v %v", none, err)
	}
}
