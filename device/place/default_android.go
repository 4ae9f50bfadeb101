package place

import "time"

// Default is the phone's own place: its satellites first, then its network.
func Default() Source { return newPhone(time.Now) }
