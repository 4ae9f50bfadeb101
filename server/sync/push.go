package sync

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"dianqin/data/model"
	"dianqin/data/model/people"
	"dianqin/data/wire"
	"dianqin/server/store"
)

// maxOps is how many operations a push may carry.
const maxOps = 200

// Push takes the operations of a device in one transaction and answers each. What
// is wrong with the whole request is a *model.Error: device.other,
// device.unknown, request.too_large, op.reused (nothing is kept then).
func (s *Service) Push(ctx context.Context, c Caller, r wire.PushRequest) (wire.PushAnswer, error) {
	if r.Device != c.Device.ID {
		return wire.PushAnswer{}, model.Fail("device.other").At("/device")
	}
	if len(r.Ops) > maxOps {
		return wire.PushAnswer{}, model.Fail("request.too_large", "max", maxOps).At("/ops")
	}
	epoch, err := s.s.Epoch(ctx)
	if err != nil {
		return wire.PushAnswer{}, err
	}
	now := model.MillisOf(s.now())
	arrived := make([]arrival, len(r.Ops))
	for i, raw := range r.Ops {
		arrived[i] = open(raw, c.Device)
	}
	var answer wire.PushAnswer
	err = s.s.Write(ctx, func(t *store.Tx) error {
		t.By(c.Device.ID, now)
		d, found, err := t.Device(c.Device.ID)
		if err != nil {
			return err
		}
		if !found {
			return model.Fail("device.unknown")
		}
		answer = wire.PushAnswer{ServerTime: int64(now)}
		p := &push{t: t, caller: c, device: d, epoch: epoch, now: now, answers: map[string]*verdict{},
			fresh: map[string]store.Operation{}, gaps: d.Held, places: map[string]people.LastPlace{}}
		if err := p.take(arrived); err != nil {
			return err
		}
		if err := p.notePlaces(); err != nil {
			return err
		}
		t.Finish(func() error { return p.finish(arrived, &answer) })
		return nil
	})
	var refused *model.Error
	if err != nil && !errors.As(err, &refused) {
		return wire.PushAnswer{}, fmt.Errorf("push of device %s: %w", c.Device.ID, err)
	}
	return answer, err
}

// push is one push inside its transaction.
type push struct {
	t       *store.Tx
	caller  Caller
	device  store.Device
	epoch   string
	now     model.Millis
	answers map[string]*verdict         // by op_id
	order   []string                    // op_ids as they were applied
	fresh   map[string]store.Operation  // by op_id: applied here and not kept yet
	gaps    bool                        // something of the device is held
	staff   bool                        // a person was changed: rights are read again
	places  map[string]people.LastPlace // by author: where they were last
}

// take goes through the operations in the order of dev_seq; each that closes a
// gap is followed by what was held behind it.
func (p *push) take(arrived []arrival) error {
	sorted := slices.Clone(arrived)
	slices.SortStableFunc(sorted, func(a, b arrival) int { return cmp.Compare(a.op.DevSeq, b.op.DevSeq) })
	for _, a := range sorted {
		if a.bad != nil {
			continue
		}
		if err := p.receive(a); err != nil {
			return err
		}
		if err := p.release(); err != nil {
			return err
		}
	}
	return p.t.SetDeviceChain(p.device.ID, p.device.LastSeq, p.device.LastHash)
}

// receive answers one operation: known, ahead of a gap, or to be applied.
func (p *push) receive(a arrival) error {
	if _, here := p.fresh[a.op.OpId]; here {
		return p.again(a)
	}
	known, found, err := p.t.Operation(a.op.OpId)
	if err != nil {
		return err
	}
	if found {
		return p.repeat(a, known)
	}
	kept := store.Operation{ID: a.op.OpId, Device: p.device.ID, DevSeq: a.op.DevSeq, Hash: a.hash, Kind: a.op.Kind,
		Author: a.op.Author, At: model.Millis(a.op.At), ReceivedAt: p.now, Status: store.Held, Raw: a.raw}
	if a.op.DevSeq <= p.device.LastSeq+1 {
		p.fresh[a.op.OpId] = kept
		return p.apply(a)
	}
	v := &verdict{OpAnswer: wire.OpAnswer{OpId: a.op.OpId, Status: wire.Held, Seq: map[string]int64{}}}
	if kept.Answer, err = json.Marshal(v.OpAnswer); err != nil {
		return err
	}
	p.answers[a.op.OpId], p.gaps = v, true
	return p.t.AddOperation(kept)
}

// again is an operation that came twice in one push.
func (p *push) again(a arrival) error {
	if p.fresh[a.op.OpId].Hash != a.hash {
		return model.Fail("op.reused", "op_id", a.op.OpId)
	}
	return nil
}

// repeat gives the stored answer to an operation that came before.
func (p *push) repeat(a arrival, known store.Operation) error {
	if known.Hash != a.hash || known.Device != p.device.ID {
		return model.Fail("op.reused", "op_id", a.op.OpId)
	}
	if p.answers[a.op.OpId] != nil { // twice in one push
		return nil
	}
	v := &verdict{stored: true}
	if err := json.Unmarshal(known.Answer, &v.OpAnswer); err != nil {
		return fmt.Errorf("stored answer of %s: %w", known.ID, err)
	}
	p.answers[a.op.OpId] = v
	return nil
}

// release applies what was held, as far as the gap is closed.
func (p *push) release() error {
	for p.gaps {
		held, found, err := p.t.NextHeld(p.device.ID, p.device.LastSeq+1)
		if err != nil || !found {
			return err
		}
		a := arrival{raw: held.Raw, hash: held.Hash}
		if err := json.Unmarshal(held.Raw, &a.op); err != nil {
			return fmt.Errorf("held operation %s: %w", held.ID, err)
		}
		if err := p.apply(a); err != nil {
			return err
		}
	}
	return nil
}

// apply judges an operation whose turn it is and keeps its answer.
func (p *push) apply(a arrival) error {
	next := a.op.DevSeq == p.device.LastSeq+1
	chained := next && a.op.Prev == p.device.LastHash
	if next {
		p.device.LastSeq, p.device.LastHash = a.op.DevSeq, a.hash
	}
	v := &verdict{from: p.t.Mark()}
	if err := p.judge(a, chained, v); err != nil {
		return err
	}
	v.to = p.t.Mark()
	v.OpId = a.op.OpId
	p.answers[v.OpId] = v
	p.order = append(p.order, v.OpId)
	if _, fresh := p.fresh[v.OpId]; fresh { // finish keeps it, with its numbers
		return nil
	}
	// It must not read as held until then: release would find it again.
	return p.keep(v)
}

func (p *push) keep(v *verdict) error {
	raw, err := json.Marshal(v.OpAnswer)
	if err != nil {
		return fmt.Errorf("encode answer: %w", err)
	}
	kept, fresh := p.fresh[v.OpId]
	if !fresh {
		return p.t.SetAnswer(v.OpId, string(v.Status), raw)
	}
	kept.Status, kept.Answer = string(v.Status), raw
	return p.t.AddOperation(kept)
}

// finish adds the numbers of the feed to the answers and puts them into the order
// of the request.
func (p *push) finish(arrived []arrival, answer *wire.PushAnswer) error {
	for _, id := range p.order {
		v := p.answers[id]
		v.Seq = p.t.Seqs(v.from, v.to)
		if _, fresh := p.fresh[id]; len(v.Seq) == 0 && !fresh {
			continue
		}
		if err := p.keep(v); err != nil {
			return err
		}
	}
	answer.DevSeq = p.device.LastSeq
	answer.Results = make([]wire.OpAnswer, 0, len(arrived))
	for _, a := range arrived {
		if a.bad != nil {
			answer.Results = append(answer.Results, wire.OpAnswer{OpId: a.op.OpId, Status: wire.Rejected,
				Seq: map[string]int64{}, Problem: wire.ProblemOf(a.bad)})
			continue
		}
		answer.Results = append(answer.Results, p.answers[a.op.OpId].OpAnswer)
	}
	return nil
}
