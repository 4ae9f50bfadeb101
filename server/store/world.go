package store

import (
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strconv"
	"strings"

	"dianqin/data/model"
	"dianqin/data/model/cases"
	"dianqin/data/model/fold"
	"dianqin/data/model/people"
	"dianqin/data/model/policy"
	"dianqin/data/model/seal"
	"dianqin/data/model/work"
)

var _ fold.World = (*Tx)(nil)

// SealByNumber finds the seal with a number.
func (t *Tx) SealByNumber(number string) (seal.Seal, bool, error) {
	var s seal.Seal
	var r record
	id := ""
	found, err := t.one([]any{&id, &r.lane, &r.ver, &r.seq, &r.body},
		"SELECT id, lane, ver, seq, body FROM rec_seal WHERE number = $1 AND deleted = 0 ORDER BY id LIMIT 1"+t.forUpdate(), number)
	if err != nil || !found {
		return s, false, err
	}
	if t.write {
		t.keepLoaded(place{kind: model.KindSeal, id: id}, r)
	}
	if err := json.Unmarshal(r.body, &s); err != nil {
		return s, false, fmt.Errorf("decode seal: %w", err)
	}
	return s, true, nil
}

// LotOf finds the lot that a number belongs to.
func (t *Tx) LotOf(number string) (seal.Lot, bool, error) {
	b := t.s.d.binary
	lots, err := decodeAll[seal.Lot](t, "SELECT body FROM rec_seal_lot WHERE first"+b+" <= $1 AND last"+b+" >= $1 AND deleted = 0 ORDER BY id", number)
	for _, l := range lots {
		if l.Holds(number) {
			return l, true, err
		}
	}
	return seal.Lot{}, false, err
}

// OpenCase finds the case about a seal's number that is not closed. Two
// transactions that look for the same number wait for each other, so that they
// do not both open one.
func (t *Tx) OpenCase(sealNumber string) (cases.Case, bool, error) {
	var c cases.Case
	if err := t.lockName("case:" + sealNumber); err != nil {
		return c, false, err
	}
	found, err := t.first(&c, "SELECT body FROM rec_case WHERE seal_number = $1 AND state <> $2 AND deleted = 0 ORDER BY opened_at, id LIMIT 1"+t.forUpdate(),
		sealNumber, string(cases.Closed))
	return c, found, err
}

// UserByLogin finds a person by staff number. Two transactions that look for the
// same one wait for each other.
func (t *Tx) UserByLogin(login string) (people.User, bool, error) {
	var u people.User
	if err := t.lockName("login:" + login); err != nil {
		return u, false, err
	}
	found, err := t.first(&u, "SELECT body FROM rec_user WHERE login = $1 AND deleted = 0 ORDER BY id LIMIT 1", login)
	return u, found, err
}

// User finds a person by id.
func (t *Tx) User(id string) (people.User, bool, error) {
	var u people.User
	found, err := t.first(&u, "SELECT body FROM rec_user WHERE id = $1 AND deleted = 0", id)
	return u, found, err
}

// Users lists everybody, by id.
func (t *Tx) Users() ([]people.User, error) {
	return decodeAll[people.User](t, "SELECT body FROM rec_user WHERE deleted = 0 ORDER BY id")
}

// Policy returns the rules; they are read once a transaction.
func (t *Tx) Policy() (policy.Set, error) {
	if t.policy != nil {
		return *t.policy, nil
	}
	if t.round != nil && t.round.policy != nil {
		t.policy = t.round.policy
		return *t.policy, nil
	}
	stamp, err := t.policyStamp()
	if err != nil {
		return policy.Set{}, err
	}
	if known := t.s.policies.Load(); known != nil && known.stamp == stamp {
		t.sawPolicy(&known.set)
		return known.set, nil
	}
	rows, err := decodeAll[policy.Row](t, "SELECT body FROM rec_policy WHERE deleted = 0 ORDER BY id")
	if err != nil {
		return policy.Set{}, fmt.Errorf("read policy: %w", err)
	}
	set, err := policy.NewSet(rows)
	if err != nil { // the others are in the set; one bad row stops nobody's work
		slog.WarnContext(t.ctx, "policy row left out", "err", err)
	}
	t.sawPolicy(&set)
	if !t.policyChanged() { // what is not committed yet concerns who is committed with it
		t.s.policies.Store(&policies{stamp, set})
	}
	return set, nil
}

// sawPolicy keeps the rules for this transaction and those of its round.
func (t *Tx) sawPolicy(set *policy.Set) {
	t.policy = set
	if t.round != nil {
		t.round.policy = set
	}
}

// putPolicy notes that a rule was changed, which may still come to nothing.
func (t *Tx) putPolicy() {
	t.policy, t.changedPolicy = nil, true
	if t.round != nil {
		t.round.policy, t.round.ruled = nil, true
	}
}

func (t *Tx) policyChanged() bool { return t.changedPolicy || t.round != nil && t.round.ruled }

// policies are the rules as they were last read, for as long as their rows have
// the same count and versions, which only grow: reading them all takes longer than a fold.
type policies struct {
	stamp policyStamp
	set   policy.Set
}

type policyStamp struct{ rows, vers int64 }

func (t *Tx) policyStamp() (p policyStamp, err error) {
	if t.policyChanged() {
		return policyStamp{rows: -1}, nil
	}
	_, err = t.one([]any{&p.rows, &p.vers}, "SELECT COUNT(*), COALESCE(SUM(ver), 0) FROM rec_policy")
	if err != nil {
		err = fmt.Errorf("look at the policy: %w", err)
	}
	return p, err
}

// FileStored says whether the bytes of a file are there.
func (t *Tx) FileStored(sha256 string) (bool, error) {
	_, _, ok, err := t.HasFile(sha256)
	return ok, err
}

// TasksAt lists the tasks that lead to a place and are not closed.
func (t *Tx) TasksAt(kind model.Kind, id string) ([]work.Task, error) {
	const open = " AND state IN ('todo', 'started', 'returned') AND deleted = 0 ORDER BY id"
	if kind == model.KindBox {
		return decodeAll[work.Task](t, "SELECT body FROM rec_task WHERE box_id = $1"+open+t.forUpdate(), id)
	}
	return decodeAll[work.Task](t, "SELECT body FROM rec_task WHERE customer_id = $1 AND coalesce(box_id, '') = ''"+open+t.forUpdate(), id)
}

// Number gives the next number of orders ("20260102-0001") or cases
// ("C-20260102-0001") of a station on the civil day of the transaction. Other
// kinds have none.
func (t *Tx) Number(kind model.Kind, stationID string) (string, error) {
	table, prefix := "", ""
	switch kind {
	case model.KindOrder:
		table = "rec_work_order"
	case model.KindCase:
		table, prefix = "rec_case", "C-"
	default:
		return "", nil
	}
	day := model.CivilTime(t.at).Format("20060102")
	const next = "UPDATE number_counter SET v = v + 1 WHERE kind = $1 AND station_id = '' AND day = $2 RETURNING v"
	var n int64
	t.writes++ // a query that writes
	found, err := t.one([]any{&n}, next, string(kind), day)
	if err == nil && !found {
		// The first number of a day follows those that were loaded with one.
		var newest string
		_, err = t.one([]any{&newest}, "SELECT COALESCE(MAX(number), '') FROM "+table+" WHERE number LIKE $1", prefix+day+"-%")
		if err == nil {
			last, _ := strconv.ParseInt(strings.TrimPrefix(newest, prefix+day+"-"), 10, 64)
			_, err = t.one([]any{&n}, `INSERT INTO number_counter (kind, station_id, day, v) VALUES ($1, '', $2, $3)
				ON CONFLICT (kind, station_id, day) DO UPDATE SET v = number_counter.v + 1 RETURNING v`, string(kind), day, last+1)
		}
	}
	if err != nil {
		return "", fmt.Errorf("next number: %w", err)
	}
	return fmt.Sprintf("%s%s-%04d", prefix, day, n), nil
}

// first decodes the body that a query finds first.
func (t *Tx) first(into any, query string, args ...any) (bool, error) {
	var body []byte
	found, err := t.one([]any{&body}, query, args...)
	if err != nil || !found {
		return false, err
	}
	if err := json.Unmarshal(body, into); err != nil {
		return false, fmt.Errorf("decode record: %w", err)
	}
	return true, nil
}

func decodeAll[T any](t *Tx, query string, args ...any) (out []T, err error) {
	rows, err := t.query(query, args...)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var body []byte
		var v T
		if err := rows.Scan(&body); err != nil {
			return nil, err
		}
		if err := json.Unmarshal(body, &v); err != nil {
			return nil, fmt.Errorf("decode record: %w", err)
		}
		out = append(out, v)
	}
	return out, rows.Err()
}
