package sim

import (
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"dianqin/data/local"
	"dianqin/data/model"
	"dianqin/data/model/arrears"
	"dianqin/data/model/customer"
	"dianqin/data/model/fold"
	"dianqin/data/model/grid"
	"dianqin/data/model/metering"
	"dianqin/data/model/people"
	"dianqin/data/model/policy"
	"dianqin/data/model/seal"
	"dianqin/data/model/work"
	"dianqin/server/store"
)

// Phones is how many phones a world has. The first two are of station s1, the third
// of s2, the last is the office's.
const Phones = 4

// owners are who is signed in at the beginning.
var owners = [Phones]string{"ins1", "ins2", "ins3", "sup"}

// Staff are the people of the world.
var Staff = []string{"ins1", "ins2", "ins3", "sup", "adm"}

// begin is when every schedule begins.
var begin = time.Date(2026, 3, 2, 0, 30, 0, 0, time.UTC)

// Template is the files of a small world with two stations, before anything
// happened: each schedule begins with a copy.
type Template struct {
	dir   string
	truth *truth
	keys  [Phones]ed25519.PrivateKey
}

// NewTemplate makes a template in a folder.
func NewTemplate(ctx context.Context, dir string) (*Template, error) {
	t := &Template{dir: dir, truth: newTruth()}
	if err := t.server(ctx); err != nil {
		return nil, fmt.Errorf("make the template: %w", err)
	}
	w := &World{template: t, dir: dir, now: begin}
	var err error
	if w.server, err = w.open(ctx, t.serverDir()); err != nil {
		return nil, fmt.Errorf("make the template: %w", err)
	}
	w.truth = t.truth
	for i := range Phones {
		p, err := w.phone(ctx, i, t.phoneDir(i))
		if err != nil {
			return nil, fmt.Errorf("make the template: %w", err)
		}
		for _, user := range Staff {
			if err := p.store.SetSetting("refresh:"+user, token(i, user)); err != nil {
				return nil, err
			}
		}
		if _, err := p.client.Pull(ctx, p.store, nil); err != nil {
			return nil, fmt.Errorf("first download: %w", err)
		}
		if err := p.store.Close(); err != nil {
			return nil, err
		}
	}
	return t, w.server.close()
}

func (t *Template) serverDir() string     { return filepath.Join(t.dir, "server") }
func (t *Template) phoneDir(i int) string { return filepath.Join(t.dir, "phone"+strconv.Itoa(i)) }

func deviceID(i int) string { return "device-" + strconv.Itoa(i) }

// token is the first refresh token of a person on a phone.
func token(i int, user string) string { return "token-" + strconv.Itoa(i) + "-" + user }

func digest(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

// server fills the server's database.
func (t *Template) server(ctx context.Context) error {
	if err := os.MkdirAll(t.serverDir(), 0o700); err != nil {
		return err
	}
	st, err := store.Open(ctx, database(t.serverDir()))
	if err != nil {
		return err
	}
	puts := town()
	if err := t.truth.apply(actor{}, puts); err != nil {
		return err
	}
	err = st.Write(ctx, func(x *store.Tx) error {
		for _, p := range puts {
			if _, err := x.Put(p); err != nil {
				return err
			}
		}
		for i := range Phones {
			seed := sha256.Sum256([]byte(deviceID(i)))
			t.keys[i] = ed25519.NewKeyFromSeed(seed[:])
			d := store.Device{ID: deviceID(i), UserID: owners[i], Name: "phone", Key: t.keys[i].Public().(ed25519.PublicKey), EnrolledAt: model.MillisOf(begin)}
			if err := x.AddDevice(d); err != nil {
				return err
			}
			for _, user := range Staff {
				if err := x.AddRefresh(digest(token(i, user)), d.ID, user, model.MillisOf(begin.AddDate(1, 0, 0))); err != nil {
					return err
				}
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return st.Close()
}

func database(dir string) string { return "sqlite:" + filepath.Join(dir, "dianqin.db") }

// town is the records of the world: two boxes at station s1, one at s2.
func town() (puts []fold.Put) {
	put := func(kind model.Kind, id string, lane model.Lane, record any) {
		puts = append(puts, fold.Put{Kind: kind, ID: id, Lane: lane, Record: record})
	}
	user := func(id string, role people.Role, stations ...string) {
		put(model.KindUser, id, model.OrgLane, people.User{ID: id, Login: id, Name: id, Roles: []people.Role{role}, Stations: stations})
	}
	user("ins1", people.Inspector, "s1")
	user("ins2", people.Inspector, "s1")
	user("ins3", people.Inspector, "s2")
	user("sup", people.Supervisor, "s1", "s2")
	user("adm", people.Admin)
	for _, s := range []string{"s1", "s2"} {
		put(model.KindStation, s, model.OrgLane, grid.Station{ID: s, Code: s, Name: s})
		put(model.KindSealLot, "lot-"+s, model.OrgLane, seal.Lot{ID: "lot-" + s, StationID: s, From: "n1", To: "n9"})
	}
	put(model.KindPolicy, "place", model.OrgLane, policy.Row{ID: "place", Subject: policy.SubjectPlace,
		Body: []byte(`{"accuracy_m":30,"near_m":100,"radius_m":150,"worst_m":500,"seen_hours":12}`)})
	for i, where := range boxes {
		box := "b" + strconv.Itoa(i+1)
		put(model.KindBox, box, model.StationLane(where), metering.Box{ID: box, StationID: where, Number: "8800" + box, Address: "road " + box,
			Places: []metering.Place{{Code: "door"}, {Code: "cover"}}})
		c := "c" + strconv.Itoa(i+1)
		put(model.KindCustomer, c, model.StationLane(where), customer.Customer{ID: c, StationID: where, Number: "3100" + c, Name: "customer " + c, Phone: "1"})
		put(model.KindBill, "bill-"+c, model.StationLane(where), arrears.Bill{ID: "bill-" + c, StationID: where, CustomerID: c, Amount: 12345})
		t := "t" + strconv.Itoa(i+1)
		put(model.KindTask, t, model.StationLane(where), work.Task{ID: t, StationID: where, OrderID: "o" + t, Number: "o" + t, Kind: work.SealCheck,
			State: work.Todo, BoxID: box, AssigneeID: []string{"ins1", "ins2", "ins3"}[i]})
	}
	for i, at := range []string{"b1", "b1", "b1", "b2", "b3"} {
		n := "n" + strconv.Itoa(i+1)
		s := boxes[int(at[1]-'1')]
		put(model.KindSeal, n, model.StationLane(s), seal.Seal{ID: n, StationID: s, Number: n, Custody: seal.Applied, Condition: seal.Intact, BoxID: at, Place: "door"})
	}
	for i, holder := range []string{"ins1", "ins2", "", ""} {
		n := "n" + strconv.Itoa(i+6)
		s := seal.Seal{ID: n, StationID: "s1", Number: n, Custody: seal.Issued, Condition: seal.Intact, HolderID: holder}
		if holder == "" {
			s.Custody = seal.InStore
		}
		put(model.KindSeal, n, model.StationLane("s1"), s)
	}
	return puts
}

// boxes are the stations of the boxes b1, b2, b3.
var boxes = [...]string{"s1", "s1", "s2"}

// copyDir copies the files of a folder as they are now, sub-folders included.
func copyDir(from, to string) error {
	if err := os.MkdirAll(to, 0o700); err != nil {
		return err
	}
	entries, err := os.ReadDir(from)
	if err != nil {
		return err
	}
	for _, e := range entries {
		a, b := filepath.Join(from, e.Name()), filepath.Join(to, e.Name())
		if e.IsDir() {
			if err := copyDir(a, b); err != nil {
				return err
			}
			continue
		}
		if filepath.Ext(a) == ".db-shm" { // shared memory dies with its process
			continue
		}
		raw, err := os.ReadFile(a)
		if os.IsNotExist(err) { // a temporary file went meanwhile
			continue
		}
		if err == nil {
			err = os.WriteFile(b, raw, 0o600)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// storeOptions are those of a phone's store.
func storeOptions(now func() time.Time, committed func()) local.Options {
	return local.Options{Now: now, Committed: committed}
}
