package sim

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Step is one thing that happens: a verb and its words.
//
//	clock 10m                  time passes
//	skew 0 -3h                 the clock of phone 0 is wrong by so much from now on
//	sign 0 ins2                another person takes the phone
//	do 0 sight n1 broken       a fact: sight, note, apply, remove, task, file, place, order (see act.go)
//	patch 0 c1 phone 123       a field set by hand
//	settle 0 [mine]            the first open conflict is resolved: by what met it, by theirs, or by a third value
//	command 3 assign t1 ins2   a command: assign, issue, stations
//	push 0 [die:2] lost ok     the outbox goes up; a word a request says what becomes of it
//	pull 0 [die:1] cut ok      what is new comes down
//	sync 0 ...                 both
//	mend 0 ...                 base and server are compared by parts
//	crash 0                    the phone dies and is started again from its files
//	upgrade 0                  a new program with another layout of the base is installed
//	server                     the server dies and is started again from its files
//	backup / restore           the server's files are kept / put back, as another epoch
//	deliver 0                  a request that was thought lost arrives
//	move c1 s2                 the office gives a record to another station
//	delete c2                  the office deletes a record
//	forget                     deletions that were there before are forgotten
//
// What may become of a request: ok, lost (it never arrives), late (it arrives at a
// deliver), deaf (it arrives, the answer does not), twice, cut:N (N percent of the
// answer come), 503, portal (a Wi-Fi answers), down (the server dies before it),
// dead (the server dies after its commit and before its answer). Requests beyond
// the words are ok; die:N kills the phone after its N-th commit.
type Step []string

func (s Step) String() string { return strings.Join(s, " ") }

// Schedule is what happens, in order.
type Schedule []Step

func (s Schedule) String() string {
	var b strings.Builder
	for _, step := range s {
		b.WriteString(step.String() + "\n")
	}
	return b.String()
}

// Parse reads a schedule: a step a line, "#" begins a remark.
func Parse(text string) (Schedule, error) {
	var out Schedule
	for i, line := range strings.Split(text, "\n") {
		line, _, _ = strings.Cut(line, "#")
		words := strings.Fields(line)
		if len(words) == 0 {
			continue
		}
		want, known := arity[words[0]]
		if !known || len(words)-1 < want {
			return nil, fmt.Errorf("line %d: %q is no step", i+1, line)
		}
		out = append(out, words)
	}
	return out, nil
}

// arity is how many words a verb wants at least.
var arity = map[string]int{"clock": 1, "skew": 2, "sign": 2, "do": 3, "patch": 4, "settle": 1, "command": 3, "push": 1, "pull": 1, "sync": 1,
	"crash": 1, "upgrade": 1, "server": 0, "backup": 0, "restore": 0, "deliver": 1, "move": 2, "delete": 1, "files": 1, "mend": 1, "forget": 0}

// number reads the word at a place, as an index below n.
func (s Step) number(at, n int) (int, error) {
	v, err := strconv.Atoi(s[at])
	if err != nil || v < 0 || n > 0 && v >= n {
		return 0, fmt.Errorf("%q: word %d is no number below %d", s, at, n)
	}
	return v, nil
}

// faults are the words behind the phone; die is the commit after which it dies, 0: never.
func (s Step) faults() (words []string, die int) {
	words = slices.Clone(s[2:])
	if len(words) > 0 && strings.HasPrefix(words[0], "die:") {
		die, _ = strconv.Atoi(strings.TrimPrefix(words[0], "die:"))
		words = words[1:]
	}
	return words, die
}
