package tiles

import (
	"context"
	"image"
	"sync"
)

// flights lets all who want the same tile at the same time share one request. Unlike
// a plain single flight it is not bound to the first who asked: it goes on while
// anybody waits, and is called off when the last has turned away.
type flights struct {
	mu  sync.Mutex
	air map[ID]*flight
}

type flight struct {
	done   chan struct{}
	cancel context.CancelFunc
	wait   int // how many
	img    *image.RGBA
	err    error
}

// join waits for the flight of id, starting it with do where there is none.
func (f *flights) join(ctx context.Context, id ID, do func(context.Context) (*image.RGBA, error)) (*image.RGBA, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	fl := f.board(ctx, id, do)
	select {
	case <-fl.done:
		return fl.img, fl.err
	case <-ctx.Done():
		f.leave(id, fl)
		return nil, ctx.Err()
	}
}

func (f *flights) board(ctx context.Context, id ID, do func(context.Context) (*image.RGBA, error)) *flight {
	f.mu.Lock()
	defer f.mu.Unlock()
	if fl := f.air[id]; fl != nil {
		fl.wait++
		return fl
	}
	own, cancel := context.WithCancel(context.WithoutCancel(ctx))
	fl := &flight{done: make(chan struct{}), cancel: cancel, wait: 1}
	if f.air == nil {
		f.air = map[ID]*flight{}
	}
	f.air[id] = fl
	go func() {
		defer cancel()
		fl.img, fl.err = do(own)
		f.mu.Lock()
		if f.air[id] == fl {
			delete(f.air, id)
		}
		f.mu.Unlock()
		close(fl.done)
	}()
	return fl
}

// leave counts one out; the last one takes the flight off the board, so that whoever
// asks next starts a new one.
func (f *flights) leave(id ID, fl *flight) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if fl.wait--; fl.wait == 0 {
		fl.cancel()
		if f.air[id] == fl {
			delete(f.air, id)
		}
	}
}
