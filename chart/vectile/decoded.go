package vectile

import (
	"sync"

	"dianqin/chart/tiles"
)

// decoded holds the tiles that were decoded last: the picture and the words of a tile
// are asked for apart, and below the depth of a pack many pictures come of one tile.
type decoded struct {
	mu    sync.Mutex
	limit int
	tick  int64
	have  map[tiles.ID]*keptTile
}

type keptTile struct {
	d    *data
	used int64
}

func newDecoded(limit int) *decoded {
	return &decoded{limit: limit, have: map[tiles.ID]*keptTile{}}
}

func (c *decoded) get(id tiles.ID) *data {
	c.mu.Lock()
	defer c.mu.Unlock()
	k := c.have[id]
	if k == nil {
		return nil
	}
	c.tick++
	k.used = c.tick
	return k.d
}

// put keeps a tile, and drops the one that was not used for the longest time.
func (c *decoded) put(id tiles.ID, d *data) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.tick++
	c.have[id] = &keptTile{d, c.tick}
	if len(c.have) <= c.limit {
		return
	}
	var old tiles.ID
	at := c.tick + 1
	for k, v := range c.have {
		if v.used < at {
			old, at = k, v.used
		}
	}
	delete(c.have, old)
}
