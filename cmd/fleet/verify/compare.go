package verify

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"

	"dianqin/data/wire"
)

// Difference is one thing that is not as it must be.
type Difference struct {
	Device, OpID string
	DevSeq       int64
	What         string
}

func (d Difference) String() string {
	return fmt.Sprintf("device %s, operation %d (%s): %s", d.Device, d.DevSeq, d.OpID, d.What)
}

// Result is what a comparison found.
type Result struct {
	Devices, Made, Acknowledged int // of the ledger
	Waiting                     int // made and not acknowledged: they lie on their phones
	Early                       int // of those the ones that the server holds already: the answer was lost
	Held                        int // operations of these devices on the server
	Differences                 []Difference
}

type key struct{ device, id string }

// Compare holds a ledger against what the server holds. Operations of devices that
// are not in the ledger are none of its business.
func Compare(ledger []Entry, server []Held) Result {
	c := comparison{held: map[key][]row{}, devices: map[string][]int64{}, applied: map[string][]int64{}}
	for _, e := range ledger {
		c.devices[e.Device] = append(c.devices[e.Device], e.DevSeq)
	}
	c.Devices, c.Made = len(c.devices), len(ledger)
	c.index(server)
	for _, e := range ledger {
		c.entry(e)
	}
	c.strangers()
	for device, made := range c.devices {
		c.whole(device, made)
	}
	slices.SortFunc(c.Differences, func(a, b Difference) int {
		return cmp.Or(cmp.Compare(a.Device, b.Device), cmp.Compare(a.DevSeq, b.DevSeq), cmp.Compare(a.What, b.What))
	})
	return c.Result
}

type comparison struct {
	Result
	held    map[key][]row
	devices map[string][]int64 // dev_seqs made
	applied map[string][]int64 // dev_seqs that the server answered finally
}

type row struct {
	op     wire.Operation
	hash   string
	status string
}

func (c *comparison) differs(device, id string, seq int64, format string, args ...any) {
	c.Differences = append(c.Differences, Difference{device, id, seq, fmt.Sprintf(format, args...)})
}

func (c *comparison) index(server []Held) {
	for _, h := range server {
		var r row
		if err := json.Unmarshal(h.Op, &r.op); err != nil {
			c.differs("?", "?", 0, "the server holds what cannot be read: %v", err)
			continue
		}
		if c.devices[r.op.Device] == nil {
			continue
		}
		hash, err := wire.Hash(h.Op)
		if err != nil {
			c.differs(r.op.Device, r.op.OpId, r.op.DevSeq, "the server holds what has no hash: %v", err)
			continue
		}
		r.hash, r.status = hash, h.Answer.Status
		c.Held++
		k := key{r.op.Device, r.op.OpId}
		c.held[k] = append(c.held[k], r)
		if r.status != string(wire.Held) {
			c.applied[r.op.Device] = append(c.applied[r.op.Device], r.op.DevSeq)
		}
	}
}

// entry looks one operation of a phone up.
func (c *comparison) entry(e Entry) {
	rows := c.held[key{e.Device, e.OpID}]
	delete(c.held, key{e.Device, e.OpID})
	if !e.Acknowledged {
		c.Waiting++
		if len(rows) > 0 {
			c.Early++
		}
	} else {
		c.Acknowledged++
	}
	switch {
	case len(rows) == 0 && e.Acknowledged && e.Status != string(wire.Rejected):
		c.differs(e.Device, e.OpID, e.DevSeq, "acknowledged and LOST: the server does not hold it")
		return
	case len(rows) > 1:
		c.differs(e.Device, e.OpID, e.DevSeq, "DOUBLED: the server holds it %d times", len(rows))
	case len(rows) == 0:
		return
	}
	r := rows[0]
	hash, err := wire.Hash(e.Op)
	switch {
	case err != nil:
		c.differs(e.Device, e.OpID, e.DevSeq, "the phone's own cannot be read: %v", err)
	case hash != r.hash || r.op.DevSeq != e.DevSeq:
		c.differs(e.Device, e.OpID, e.DevSeq, "CHANGED: the server holds another content or number (%d)", r.op.DevSeq)
	case e.Acknowledged && r.status == string(wire.Held):
		c.differs(e.Device, e.OpID, e.DevSeq, "acknowledged, but the server has not applied it")
	case e.Acknowledged && e.Status != "" && e.Status != r.status:
		c.differs(e.Device, e.OpID, e.DevSeq, "answered %s and kept as %s", e.Status, r.status)
	}
}

// strangers are operations on the server that no phone has made.
func (c *comparison) strangers() {
	for k, rows := range c.held {
		for _, r := range rows {
			c.differs(k.device, k.id, r.op.DevSeq, "the server holds what the phone does not know")
		}
	}
}

// whole checks the numbers of a device: made without a gap or a repetition, and
// applied on the server from the first on without one.
func (c *comparison) whole(device string, made []int64) {
	slices.Sort(made)
	for i, seq := range made {
		if seq != made[0]+int64(i) {
			c.differs(device, "", seq, "the phone's numbers have a gap or a repetition here")
			break
		}
	}
	held := c.applied[device]
	slices.Sort(held)
	for i, seq := range held {
		if want := int64(i) + 1; seq != want {
			c.differs(device, "", seq, "the server's numbers have a gap or a repetition: want %d here", want)
			break
		}
	}
}
