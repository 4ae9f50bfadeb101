package feel

// Default is the phone's motor and its loudspeaker.
func Default() Outlet { return newPhone() }
