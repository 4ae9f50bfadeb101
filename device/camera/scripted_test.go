package camera

import (
	"context"
	"errors"
	"sync"
	"time"
)

// ScriptedDevice is a device without pixels of its own: it shows one shade after the
// other, counts who opened and closed it, and fails when told to. It is for what live
// does, not for what any real device does.
type ScriptedDevice struct {
	mu            sync.Mutex
	opened, shots int
	err           error // next fails with it
	refuse        error // opening fails with it
	freed         int
}

var errPlug = errors.New("the plug is out")

func (d *ScriptedDevice) open(context.Context) (device, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.refuse != nil {
		return nil, d.refuse
	}
	if d.opened++; d.opened > 1 {
		panic("opened before it was closed")
	}
	return d, nil
}

func (d *ScriptedDevice) next(time.Duration) (Frame, bool, error) {
	time.Sleep(2 * time.Millisecond)
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.err != nil {
		return Frame{}, false, d.err
	}
	d.shots++
	f := NewFrame(grey(byte(d.shots)), time.Now())
	var once sync.Once
	f.Free = func() { once.Do(func() { d.mu.Lock(); d.freed++; d.mu.Unlock() }) }
	return f, d.shots%3 != 0, nil
}

func (d *ScriptedDevice) close() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.opened--
}

// Lose pulls the plug, Find puts it back.
func (d *ScriptedDevice) Lose() { d.fail(errPlug) }
func (d *ScriptedDevice) Find() { d.fail(nil) }

func (d *ScriptedDevice) fail(err error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.err = err
}
