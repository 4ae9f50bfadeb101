package main

import (
	"cmp"
	"context"
	"flag"
	"fmt"
	"io"
	"text/tabwriter"

	"dianqin/server"
	"dianqin/server/packs"
)

// addPack offers a map pack.
func addPack(f *flag.FlagSet) func(context.Context, server.Config, string, io.Writer) error {
	var o packs.Offer
	f.StringVar(&o.ID, "id", "", "stays over the versions; empty: made of the file's name")
	f.StringVar(&o.Station, "station", "", "id of the station whose pack it is; empty: everybody's")
	f.StringVar(&o.Name, "name", "", "as people read it; empty: as the file says")
	f.StringVar(&o.Version, "version", "", "empty: as the file says")
	f.StringVar(&o.Approval, "approval", "", "approval number of the map (审图号); empty: as the file says")
	f.StringVar(&o.Checked, "checked", "", "day on which a person checked that number, 2026-01-31")
	return func(ctx context.Context, c server.Config, file string, out io.Writer) error {
		p, err := server.AddPack(ctx, c, file, o)
		if err != nil {
			return err
		}
		_, err = fmt.Fprintf(out, "offered: %s %q for %s, version %s, %d bytes, zooms %d-%d, %s\n", p.Id, p.Name, whose(p.StationId),
			cmp.Or(p.Version, "-"), p.Bytes, p.MinZoom, p.MaxZoom, p.Sha256)
		return err
	}
}

func whose(stationID string) string {
	if stationID == "" {
		return "everybody"
	}
	return "station " + stationID
}

func listPacks(ctx context.Context, c server.Config, _ string, out io.Writer) error {
	return server.WithPacks(ctx, c, func(s *packs.Service) error {
		all, err := s.All(ctx)
		if err != nil {
			return err
		}
		w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
		for _, p := range all {
			approval := cmp.Or(p.Approval, "-")
			if p.Approval != "" {
				approval += " (checked " + cmp.Or(p.ApprovalChecked, "by nobody") + ")"
			}
			fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%d bytes\tzooms %d-%d\t%s\t%s\t%s\n", p.Id, p.Name, whose(p.StationId), cmp.Or(p.Version, "-"), p.Bytes,
				p.MinZoom, p.MaxZoom, p.Datum, approval, p.Sha256[:12])
		}
		return w.Flush()
	})
}

func removePack(ctx context.Context, c server.Config, id string, out io.Writer) error {
	return server.WithPacks(ctx, c, func(s *packs.Service) error {
		if err := s.Remove(ctx, id); err != nil {
			return err
		}
		_, err := fmt.Fprintf(out, "removed: %s\n", id)
		return err
	})
}
