package faults

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Plan is how bad the network is: the share of connections (0 to 1) that each
// fault meets. A connection carries many requests while all is well.
type Plan struct {
	Refuse float64 // turned away at once
	Cut    float64 // cut somewhere in what goes up
	Lose   float64 // cut somewhere in what comes down, most often before it: the answer is lost
	Slow   float64 // every piece waits up to 200 ms
}

const longestWait = 200 * time.Millisecond

// Bad is a network as in a cellar's stairs.
var Bad = Plan{Refuse: 0.1, Cut: 0.2, Lose: 0.2, Slow: 0.2}

// Parse reads a plan: "bad", or a list as "refuse=0.1,cut=0.2,lose=0.2,slow=0.1".
// An empty text is a good network.
func Parse(text string) (Plan, error) {
	var p Plan
	switch text {
	case "", "none":
		return p, nil
	case "bad":
		return Bad, nil
	}
	into := map[string]*float64{"refuse": &p.Refuse, "cut": &p.Cut, "lose": &p.Lose, "slow": &p.Slow}
	for _, part := range strings.Split(text, ",") {
		name, share, _ := strings.Cut(part, "=")
		to, known := into[name]
		if !known {
			return p, fmt.Errorf("no fault %q: there are refuse, cut, lose, slow", name)
		}
		v, err := strconv.ParseFloat(share, 64)
		if err != nil || v < 0 || v > 1 {
			return p, fmt.Errorf("fault %s: %q is no share between 0 and 1", name, share)
		}
		*to = v
	}
	return p, nil
}
