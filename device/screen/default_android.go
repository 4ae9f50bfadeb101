package screen

// Default is the window of the phone.
func Default() Screen { return window{} }
