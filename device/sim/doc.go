// Package sim holds devices that do not exist: labels with bar codes that are drawn
// and then photographed badly on purpose, a camera that shows them, a place that
// walks, a link that is switched, a feel that remembers. Testers and simulated phones
// use it where a person would use a real device.
//
// Nothing here passes a text where a real device would pass pixels: whoever wants to
// know what a label says has to read the picture. Pictures depend on their arguments
// alone: the same seed draws the same pixels on the same kind of processor.
package sim
