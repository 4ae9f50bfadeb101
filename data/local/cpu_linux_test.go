package local

import (
	"syscall"
	"time"
	"unsafe"
)

// threadTime is what the calling thread has computed so far, to the microsecond:
// getrusage counts in ticks of four milliseconds.
func threadTime() time.Duration {
	const threadClock = 3 // CLOCK_THREAD_CPUTIME_ID
	var at syscall.Timespec
	if _, _, failed := syscall.Syscall(syscall.SYS_CLOCK_GETTIME, threadClock, uintptr(unsafe.Pointer(&at)), 0); failed != 0 {
		return 0
	}
	return time.Duration(at.Nano())
}
