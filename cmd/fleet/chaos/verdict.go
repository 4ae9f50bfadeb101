package chaos

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"time"

	_ "modernc.org/sqlite" // the driver "sqlite"

	"dianqin/cmd/fleet/traffic"
	"dianqin/cmd/fleet/verify"
)

// patience is how long the last rounds of all phones together may take.
const patience = 2 * time.Minute

// verdict lets everything that waits go up over a good network, checks every file,
// and compares.
func (s *show) verdict(ctx context.Context) error {
	for _, p := range s.phones {
		p.kill()
		if p.stderr.Len() > 0 {
			return fmt.Errorf("%s: %s", p.name, p.stderr.Bytes())
		}
	}
	s.proxy.Calm()
	s.say("every phone is killed once more; the network is good again; what waits goes up")
	ctx, stop := context.WithTimeout(ctx, patience)
	defer stop()
	ledgers, err := s.settle(ctx)
	if err != nil {
		return err
	}
	if err := s.server.stop(); err != nil {
		return err
	}
	if err := s.integrity(ctx); err != nil {
		return err
	}
	text, err := s.server.export(ctx)
	if err != nil {
		return err
	}
	held, err := verify.ReadExport(bytes.NewReader(text))
	if err != nil {
		return err
	}
	return s.table(ledgers, held)
}

// settle opens each phone as it was left, and lets it speak until nothing waits.
// Then all speak once more, and two phones of one person must have the same records.
func (s *show) settle(ctx context.Context) ([][]verify.Entry, error) {
	ledgers := make([][]verify.Entry, len(s.phones))
	alike := map[string]string{}
	for round := range 2 {
		for i, p := range s.phones {
			err := with(p, func(t *traffic.Phone) (err error) {
				if err = t.Settle(ctx); err != nil || round == 0 {
					return err
				}
				if ledgers[i], err = t.Ledger(ctx); err != nil {
					return err
				}
				digest, err := t.Digest(ctx)
				who := t.Session.User().Login
				if other, known := alike[who]; known && other != digest && err == nil {
					return fmt.Errorf("two phones of %s have different records", who)
				}
				alike[who] = digest
				return err
			})
			if err != nil {
				return nil, fmt.Errorf("%s: %w", p.name, err)
			}
		}
	}
	return ledgers, nil
}

func with(p *phone, f func(*traffic.Phone) error) error {
	t, err := traffic.Open(p.dir, p.seed, slog.New(slog.DiscardHandler))
	if err != nil {
		return err
	}
	return errors.Join(f(t), t.Close())
}

// integrity asks every database file whether it is whole.
func (s *show) integrity(ctx context.Context) error {
	var files []string
	for _, pattern := range []string{"phones/*/own.db", "phones/*/base*.db", "server/*.db"} {
		found, err := filepath.Glob(filepath.Join(s.dir, pattern))
		if err != nil {
			return err
		}
		files = append(files, found...)
	}
	for _, path := range files {
		db, err := sql.Open("sqlite", "file:"+path)
		if err != nil {
			return err
		}
		said := ""
		err = db.QueryRowContext(ctx, "PRAGMA integrity_check").Scan(&said)
		if err := errors.Join(err, db.Close()); err != nil || said != "ok" {
			return fmt.Errorf("integrity of %s: %s %w", path, said, err)
		}
	}
	s.say("PRAGMA integrity_check: ok in all %d database files", len(files))
	return nil
}

// table prints a line a phone; any difference is an error.
func (s *show) table(ledgers [][]verify.Entry, held []verify.Held) error {
	rule(s.out)
	fmt.Fprintf(s.out, "%-10s %10s %10s %12s %10s %9s  %s\n", "", "seen", "recorded", "acknowledged", "on server", "disputed", "")
	var all []verify.Entry
	bad := 0
	for i, p := range s.phones {
		r := verify.Compare(ledgers[i], held)
		t := traffic.Tally(ledgers[i])
		mark := "✔ the same"
		if lost := p.recorded() - int64(r.Made); lost > 0 {
			r.Differences = append(r.Differences, verify.Difference{Device: p.name, What: fmt.Sprintf("%d operations that the person saw recorded are LOST", lost)})
		}
		if r.Acknowledged != r.Made || r.Held != r.Made {
			r.Differences = append(r.Differences, verify.Difference{Device: p.name, What: "recorded, acknowledged and held are not the same"})
		}
		if len(r.Differences) > 0 {
			mark = fmt.Sprintf("✘ %d differences", len(r.Differences))
			bad += len(r.Differences)
		}
		fmt.Fprintf(s.out, "%-10s %10d %10d %12d %10d %9d  %s\n", p.name, p.recorded(), r.Made, r.Acknowledged, r.Held, t["disputed"], mark)
		for _, d := range r.Differences {
			fmt.Fprintln(s.out, "    "+d.String())
		}
		all = append(all, ledgers[i]...)
	}
	rule(s.out)
	n := s.proxy.Count()
	fmt.Fprintf(s.out, "%d connections, %d refused, %d cut; phones killed %d times, the server %d times, the network %d times\n",
		n.Connections, n.Refused, n.Cut, s.phoneKills+len(s.phones), s.serverKills, s.outages)
	if bad > 0 {
		return fmt.Errorf("%d differences", bad)
	}
	fmt.Fprintf(s.out, "all %d operations of %d phones are on the server, each once, as they were signed\n", len(all), len(s.phones))
	return nil
}
