package sim

import (
	"context"
	"strings"
	"testing"

	"dianqin/data/wire"

	"pgregory.net/rapid"
)

// quarrels are what can become of a conflict, with how many are asked in the end, how
// many of those are open, and how many were closed by meeting another change.
var quarrels = []struct {
	what, schedule        string
	asked, open, overtook int
}{
	{"nobody resolves it", met, 1, 1, 0},
	{"what met it counts", met + "sync 0\nsettle 0\nsync 0", 1, 0, 0},
	{"what stands is right", met + "sync 0\nsettle 0 theirs\nsync 0", 1, 0, 0},
	{"something else counts", met + "sync 0\nsettle 0 7\nsync 0", 1, 0, 0},
	{"two resolve it, the second is told so", met + "sync 0\nsettle 0\nsettle 1 7\nsync 1\nsync 0", 1, 0, 0},
	{"two say at once that what stands is right", met + "sync 0\nsettle 0 theirs\nsettle 1 theirs\nsync 1\nsync 0", 1, 0, 0},
	{"another change comes between", met + "settle 1\npatch 0 c1 phone 7\npush 0\nsync 1", 2, 1, 1},
	{"another change comes between, and the answer is lost", met + "settle 1\npatch 0 c1 phone 7\npush 0\npush 1 ok deaf\nsync 1", 2, 1, 1},
	{"it is overtaken twice", met + "settle 1\npatch 0 c1 phone 7\npush 0\nsync 1\nsettle 1\npatch 0 c1 phone 8\npush 0\nsync 1\nsettle 1\nsync 1", 3, 0, 2},
	{"another field changes meanwhile", met + "settle 1\npatch 0 c1 note 7\npush 0\nsync 1", 1, 0, 0},
	{"both wanted the same", "patch 0 c1 phone 5\npatch 1 c1 phone 5\nsync 0\nsync 1\nsettle 1\nsync 1", 1, 0, 0},
	{"the server was restored to before it", "backup\n" + met + "settle 1\nrestore\nsync 1\nsync 0", 3, 2, 1},
	{"the server was restored to before it was resolved", met + "backup\nsettle 1\nsync 1\nrestore\nsync 1", 2, 1, 1},
	{"the server was restored while somebody said that what stands is right", met + "backup\nsettle 1 theirs\nrestore\nsync 1", 1, 0, 0},
	{"the customer went to another station", met + "move c1 s2\nsync 1\nsettle 1\nsync 3\nsettle 3\nsync 3", 1, 0, 0},
	{"the customer went to another station while it was resolved", met + "settle 1\nmove c1 s2\nsync 1", 1, 1, 0},
}

// met: the phone 1 has a conflict about the telephone of c1, and knows it.
const met = "patch 0 c1 phone 5\npatch 1 c1 phone 6\nsync 0\nsync 1\n"

func TestSettle_AConflictIsAskedOnceAndResolvedOnce(t *testing.T) {
	template, err := shared()
	if err != nil {
		t.Fatal(err)
	}
	for _, q := range quarrels {
		t.Run(strings.ReplaceAll(q.what, " ", "_"), func(t *testing.T) {
			s, err := Parse(q.schedule)
			if err != nil {
				t.Fatal(err)
			}
			var end *truth
			look := Mutant{Answered: func(_ context.Context, w *World, _ request) error { end = w.truth; return nil }}
			if err := template.Run(contextOfTests, s, look); err != nil {
				t.Fatal(err)
			}
			open, overtook := 0, 0
			for _, c := range end.conflicts {
				if c.closed.OpId == "" {
					open++
				}
				if c.overtaken {
					overtook++
				}
			}
			if len(end.conflicts) != q.asked || open != q.open || overtook != q.overtook {
				t.Errorf("%d asked, %d open, %d overtaken; want %d, %d, %d", len(end.conflicts), open, overtook, q.asked, q.open, q.overtook)
			}
		})
	}
}

// drawQuarrel is two people at one field who both hear of it, and who resolve it or set
// it again before they hear of each other: what single steps seldom come to.
func drawQuarrel(t *rapid.T) Schedule {
	phones := rapid.Permutation([]string{"0", "1", "3"}).Draw(t, "who")[:2]
	c, field := pick(t, "customer", "c1", "c2"), pick(t, "field", "phone", "note")
	s := Schedule{{"patch", phones[0], c, field, "5"}, {"patch", phones[1], c, field, "6"},
		{"sync", phones[0]}, {"sync", phones[1]}, {"pull", phones[0]}}
	for range rapid.IntRange(2, 6).Draw(t, "and then") {
		p := rapid.SampledFrom(phones).Draw(t, "phone")
		switch verb := pick(t, "next", "settle", "settle", "settle", "patch", "push", "sync", "any"); verb {
		case "settle":
			s = append(s, drawSettle(t, p))
		case "patch":
			s = append(s, Step{"patch", p, c, field, pick(t, "value", "1", "7")})
		case "push", "sync":
			s = append(s, Step{verb, p})
		default:
			s = append(s, drawStep(t))
		}
	}
	return s
}

func drawSettle(t *rapid.T, phone string) Step {
	return Step{"settle", phone, pick(t, "chosen", "mine", "mine", "theirs", "9")}
}

// openedAgain: the server no longer knows that a conflict was resolved.
func openedAgain() Mutant {
	return Mutant{Name: "a conflict is resolved twice", Request: onPush(func(ctx context.Context, w *World, _ []wire.Operation) error {
		return openAll(ctx, w)
	})}
}

// bothOpen: the conflict whose resolution met another stays open beside it.
func bothOpen() Mutant {
	return Mutant{Name: "an overtaken conflict stays open", Answered: func(ctx context.Context, w *World, in request) error {
		if len(opsOf(in)) == 0 {
			return nil
		}
		return openAll(ctx, w)
	}}
}

func openAll(ctx context.Context, w *World) error {
	return edit(ctx, w.server.file(), `UPDATE rec_exception SET state = 'open',
		body = json_remove(json_set(body, '$.state', 'open'), '$.decided_by', '$.decided_at', '$.overtaken_by') WHERE state = 'closed'`)
}
