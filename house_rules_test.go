package main_test

import (
	"fmt"
	"path"
	"slices"
	"strings"
)

func (l listed) room() string { return roomOf(l.ImportPath) }

// roomOf returns the path below the module, "." for the main package and "" for
// what is not ours.
func roomOf(importPath string) string {
	if importPath == module {
		return "."
	}
	room, ours := strings.CutPrefix(importPath, module+"/")
	if !ours {
		return ""
	}
	return room
}

// matches says whether a room is meant by a pattern.
func matches(pattern, room string) bool {
	switch {
	case pattern == "...":
		return true
	case strings.HasSuffix(pattern, "/..."):
		base := strings.TrimSuffix(pattern, "/...")
		return room == base || within(room, base)
	case strings.HasSuffix(pattern, "/*"):
		return within(room, strings.TrimSuffix(pattern, "/*"))
	}
	return room == pattern
}

func within(room, base string) bool { return strings.HasPrefix(room, base+"/") }

// forbidden returns why a room may not import a path, or "".
func forbidden(from, importPath, os string, standard, inTest bool) string {
	if to := roomOf(importPath); to != "" {
		return forbiddenRoom(from, to, inTest)
	}
	if standard || inTest {
		return ""
	}
	return forbiddenLibrary(from, importPath, os)
}

func forbiddenRoom(from, to string, inTest bool) string {
	if from == to || within(to, from) && !slices.Contains(testRooms, to) {
		return ""
	}
	allowed := arrows
	if inTest || slices.Contains(testRooms, from) {
		allowed = slices.Concat(arrows, testArrows)
	} else if slices.Contains(testRooms, to) {
		return to + " is for tests only"
	}
	for _, a := range allowed {
		if matches(a.from, from) && matches(a.to, to) {
			return ""
		}
	}
	if parent := path.Dir(from); parent != "." && parent == path.Dir(to) {
		return "siblings do not import each other; what they share belongs on the floor below, or their parent hands it over"
	}
	return "no arrow leads from " + from + " to " + to
}

func forbiddenLibrary(from, importPath, os string) string {
	known, where := false, []string{}
	for _, l := range libraries {
		if !strings.HasPrefix(importPath, l.prefix) {
			continue
		}
		if matches(l.from, from) && (l.on == "" || l.on == os) {
			return ""
		}
		known, where = true, append(where, strings.TrimSpace(l.from+" "+l.on))
	}
	if known {
		return "only these may: " + strings.Join(where, ", ")
	}
	for _, f := range frugal {
		if matches(f.room, from) {
			return f.why
		}
	}
	return ""
}

// imports checks one package's own imports and returns the complaints.
func imports(l listed, os string, standard map[string]bool) []string {
	var out []string
	check := func(paths []string, inTest bool) {
		for _, p := range paths {
			if why := forbidden(l.room(), p, os, standard[p] || p == "C", inTest); why != "" {
				out = append(out, fmt.Sprintf("%s imports %s: %s", l.ImportPath, p, why))
			}
		}
	}
	check(l.Imports, slices.Contains(testRooms, l.room()))
	check(l.TestImports, true)
	check(l.XTestImports, true)
	return out
}

// linked checks everything that a package pulls in and returns the complaints.
func linked(l listed, os string) []string {
	var out []string
	for _, k := range links {
		if !matches(k.room, l.room()) || k.on != "" && k.on != os || slices.Contains(testRooms, l.room()) {
			continue
		}
		for _, d := range l.Deps {
			if d == k.banned || within(d, k.banned) {
				out = append(out, fmt.Sprintf("%s links %s: %s", l.ImportPath, d, k.why))
				break // one is enough to find the way
			}
		}
	}
	return out
}
