package camera

// For the suite, which looks from outside.

// Scripted is a live camera over a device written down for a test.
func Scripted(d *ScriptedDevice) Camera { return &live{name: "scripted", open: d.open} }
