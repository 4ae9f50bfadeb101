package camera

import (
	"context"
	"errors"
	"testing"
	"time"
)

func TestLive_TellsWhyItDidNotOpen(t *testing.T) {
	d := &ScriptedDevice{refuse: &Fault{ErrDenied, "x", nil}}
	c := Scripted(d)
	if err := c.Start(t.Context()); !errors.Is(err, ErrDenied) {
		t.Fatal(err)
	}
	ended(t, c.Frames())
	d.refuse = nil
	start(t, c)
	fetch(t, c.Frames())
}

func TestLive_KeepsTheCauseOfALoss(t *testing.T) {
	d := &ScriptedDevice{}
	c := Scripted(d)
	start(t, c)
	fetch(t, c.Frames())
	frames := c.Frames()
	d.Lose()
	ended(t, frames)
	if err := c.Err(); !errors.Is(err, ErrLost) || !errors.Is(err, errPlug) {
		t.Fatal(err)
	}
	if err := c.Start(t.Context()); err != nil { // opens, and is lost at once
		t.Fatal(err)
	}
	ended(t, c.Frames())
}

func TestLive_ABadFrameDoesNotEndTheRun(t *testing.T) {
	d := &ScriptedDevice{}
	c := Scripted(d)
	start(t, c)
	d.fail(&Fault{ErrPicture, "x", errors.New("torn")})
	if err := fetch(t, c.Faults()); !errors.Is(err, ErrPicture) {
		t.Fatal(err)
	}
	d.Find()
	for range 3 {
		fetch(t, c.Frames())
	}
}

func TestLive_GivesBackFramesThatNobodyFetched(t *testing.T) {
	d := &ScriptedDevice{}
	c := Scripted(d)
	start(t, c)
	late := time.Now().Add(5 * time.Second)
	for {
		d.mu.Lock()
		shots, freed := d.shots, d.freed
		d.mu.Unlock()
		if shots > 20 && freed > 5 {
			return
		}
		if time.Now().After(late) {
			t.Fatalf("of %d frames %d came back", shots, freed)
		}
		time.Sleep(time.Millisecond)
	}
}

func TestLive_WhatADeviceCannotDoIsUnable(t *testing.T) {
	c := Scripted(&ScriptedDevice{}).(*live)
	start(t, c)
	if c.Can() != (Abilities{}) {
		t.Fatal(c.Can())
	}
	for _, err := range []error{c.Torch(true), c.Zoom(2), c.Focus(0, 0)} {
		if !errors.Is(err, ErrUnable) {
			t.Fatal(err)
		}
	}
}

// Closing while a photograph is waited for must not wait for a frame.
func TestLive_ClosingRefusesWhoWaitsForAPhotograph(t *testing.T) {
	d := &stuckDevice{make(chan struct{})}
	c := &live{name: "stuck", open: func(context.Context) (device, error) { return d, nil }}
	start(t, c)
	answer := make(chan error)
	go func() {
		_, err := c.Still(context.Background())
		answer <- err
	}()
	time.Sleep(20 * time.Millisecond)
	c.Close()
	if err := fetch(t, answer); !errors.Is(err, ErrClosed) {
		t.Fatal(err)
	}
	if _, open := <-d.closed; open {
		t.Fatal("the device was not closed")
	}
}

// stuckDevice never has a frame.
type stuckDevice struct{ closed chan struct{} }

func (d *stuckDevice) next(wait time.Duration) (Frame, bool, error) {
	time.Sleep(wait)
	return Frame{}, false, nil
}
func (d *stuckDevice) close() { close(d.closed) }
