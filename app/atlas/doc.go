// Package atlas is the map without pixels: what stands on it and where it comes
// from. Packs and sources give the ground (sources.go, packs.go); Places give what
// lies on it: the points of the region (points.go), the tasks of a day and their
// order (order.go), positions that are set right on site (propose.go), how far a
// place is (arrive.go), and where people were last (people.go).
//
// It paints nothing, decides nothing (data/model/place and data/model/route do) and
// waits for no network: what it answers is in the phone's files.
package atlas
