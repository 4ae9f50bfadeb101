package sim

import "testing"

// once are schedules that broke something when they were drawn, as they were drawn.
var once = []struct{ what, schedule string }{
	{"the base of a phone is whole for the one who pulled it, not for who signs in after", `
		crash 0
		delete c2
		do 2 sight n2 missing
		sign 2 ins1
		sync 2 portal ok twice
		do 1 sight n2 intact
		restore
		do 0 sight n4 intact
		sign 0 ins2
		sign 2 sup
		sign 1 adm
		sync 1
		clock 50h
		pull 3
		sign 1 ins1`},
	{"a restored server may answer otherwise than before", `
		delete c2
		backup
		backup
		restore
		do 2 note n5 intact
		patch 1 c1 note 3
		restore
		push 1 die:6 deaf cut:99
		move c1 s2
		do 3 file y
		sign 1 ins3
		sync 1
		sync 0 die:4
		command 0 assign t3 ins3
		sync 1 die:3 cut:99
		sync 1 ok
		patch 2 c2 phone 1
		sync 2 late
		restore
		move c1 s1
		restore
		sync 0 late late
		move c2 s1
		backup`},
	{"a ready file has missed what is deleted and forgotten", `
		upgrade 0
		sync 0
		delete c2
		forget
		upgrade 1
		sync 1`},
	{"a pull by rows that was cut has missed what is deleted and forgotten", `
		upgrade 3
		command 3 stations ins3 s2
		push 3
		sync 3 ok ok cut:80 cut:99
		delete c2
		forget`},
}

func TestSimulation_PlaysWhatOnceBroke(t *testing.T) {
	template, err := shared()
	if err != nil {
		t.Fatal(err)
	}
	for _, o := range once {
		s, err := Parse(o.schedule)
		if err != nil {
			t.Fatal(err)
		}
		if err := template.Run(contextOfTests, s, Mutant{}); err != nil {
			t.Errorf("%s: %v", o.what, err)
		}
	}
}
