package town

import (
	"strings"
	"testing"
	"unicode"
)

func TestPerson_NamesArePlausible(t *testing.T) {
	const n = 20_000
	count, rare, distinct := map[string]int{}, 0, map[string]bool{}
	for i := range uint64(n) {
		name := Person(1, i)
		runes := []rune(name)
		if len(runes) < 2 || len(runes) > 4 {
			t.Fatalf("%q", name)
		}
		for _, r := range runes {
			if !unicode.Is(unicode.Han, r) {
				t.Fatalf("%q", name)
			}
		}
		count[string(runes[0])]++
		distinct[name] = true
		if strings.ContainsAny(name, rareGiven) {
			rare++
		}
	}
	for s, c := range count {
		if c > count["王"] {
			t.Errorf("%s is commoner than 王", s)
		}
	}
	if share := float64(count["王"]) / n; share < 0.05 || share > 0.09 {
		t.Errorf("%.3f are called 王", share)
	}
	if rare < n/100 || rare > n*3/100 {
		t.Errorf("%d of %d bear a rare character", rare, n)
	}
	if len(distinct) < n*7/10 {
		t.Errorf("only %d of %d names differ", len(distinct), n)
	}
}

func TestPerson_EachRareCharacterIsBorneBySomeone(t *testing.T) {
	var all strings.Builder
	for i := range uint64(100_000) {
		all.WriteString(Person(1, i))
	}
	for _, r := range rareGiven + rareSurname {
		if !strings.ContainsRune(all.String(), r) {
			t.Errorf("nobody bears %c", r)
		}
	}
}

func TestNames_DependOnSeedAndNumberAlone(t *testing.T) {
	for name, make := range map[string]func(seed, n uint64) string{"person": Person, "company": Company, "shop": Shop} {
		first := make(1, 77)
		make(9, 9)
		if again := make(1, 77); again != first {
			t.Errorf("%s: another name for the same number", name)
		}
		same := 0
		for i := range uint64(200) {
			if make(1, i) == make(2, i) {
				same++
			}
		}
		if same > 10 {
			t.Errorf("%s: two seeds agree %d times of 200", name, same)
		}
	}
}

func TestCompany_NamesSayWhatTheyAre(t *testing.T) {
	distinct := map[string]bool{}
	for i := range uint64(5000) {
		c, s := Company(1, i), Shop(1, i)
		if !strings.HasSuffix(c, "公司") || len([]rune(c)) < 8 {
			t.Fatalf("%q", c)
		}
		if n := len([]rune(s)); n < 4 || n > 7 {
			t.Fatalf("%q", s)
		}
		for _, city := range []string{"桂林", "长沙", "南昌"} {
			if strings.HasPrefix(c, city) || strings.HasPrefix(s, city) {
				t.Fatalf("%s or %s names a real city", c, s)
			}
		}
		distinct[c] = true
	}
	if len(distinct) < 4900 {
		t.Errorf("only %d of 5000 firms differ", len(distinct))
	}
}
