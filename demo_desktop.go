//go:build !android && !ios

package main

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	fyneapp "fyne.io/fyne/v2/app"

	"dianqin/app"
	"dianqin/app/session"
	"dianqin/device/camera"
	"dianqin/device/sim"
	"dianqin/screens/ui"
	"dianqin/server"
	serverdemo "dianqin/server/demo"
)

// The two people of the demo.
const (
	demoInspector = "inspector"
	demoDesk      = "desk"
)

// demo starts a server with the demo region inside this program and opens the
// phone of an inspector and the desk of a supervisor against it.
func demo(f flags) error {
	dir, err := demoDir(f)
	if err != nil {
		return err
	}
	log, err := openLog(dir)
	if err != nil {
		return err
	}
	ctx := context.Background()
	srv, err := startDemo(ctx, dir, f.demoSize, log)
	if err != nil {
		return err
	}
	defer srv.Close()
	lens, err := demoCamera(f)
	if err != nil {
		return err
	}
	phone, err := demoApp(ctx, srv, app.Options{Dir: filepath.Join(dir, "phone"), Log: log,
		Camera: lens}, demoInspector)
	if err != nil {
		return err
	}
	defer phone.Close()
	fmt.Printf("demo server %s, data in %s\n", srv.URL(), dir)
	fy := fyneapp.NewWithID("cn.dianqin.demo")
	w, hand := window(fy, phone, true, srv.URL())
	if f.phone { // the phone alone
		lifecycle(fy, []*ui.Context{hand}, phone)
		w.ShowAndRun()
		return nil
	}
	w.Show()
	desk, err := demoApp(ctx, srv, app.Options{Dir: filepath.Join(dir, "desk"), Log: log}, demoDesk)
	if err != nil {
		return err
	}
	defer desk.Close()
	w, table := window(fy, desk, false, srv.URL())
	w.SetMaster()
	lifecycle(fy, []*ui.Context{hand, table}, phone, desk)
	w.ShowAndRun()
	return nil
}

func demoDir(f flags) (string, error) {
	dir := f.data
	if dir == "" {
		cache, err := os.UserCacheDir()
		if err != nil {
			return "", fmt.Errorf("find a folder for the demo: %w", err)
		}
		// A day's tasks belong to their day: a new day is a new demo.
		dir = filepath.Join(cache, "dianqin-demo", time.Now().Format("20060102"))
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", fmt.Errorf("make the demo's folder: %w", err)
	}
	return dir, nil
}

func startDemo(ctx context.Context, dir string, size int, log *slog.Logger) (*server.Server, error) {
	srv, err := server.Start(ctx, server.Config{Data: filepath.Join(dir, "server"), Listen: "127.0.0.1:0",
		Demo: true, DemoSize: size, Log: log})
	if err != nil {
		return nil, fmt.Errorf("start the demo server: %w", err)
	}
	return srv, nil
}

// demoApp opens an app that is enrolled and signed in as one of the demo's people.
func demoApp(ctx context.Context, srv *server.Server, o app.Options, login string) (*app.App, error) {
	a, err := app.Open(o)
	if err != nil {
		return nil, err
	}
	if a.Session.State() == session.SignedIn && a.Session.Server() == srv.URL() {
		return a, nil
	}
	code, err := srv.Code(ctx, login)
	if err != nil {
		return nil, fmt.Errorf("enrol %s: %w", login, err)
	}
	if _, err := a.Session.Enroll(ctx, session.Enrolment{Server: srv.URL(), Code: code}, "demo", ""); err != nil {
		return nil, fmt.Errorf("enrol %s: %w", login, err)
	}
	if err := a.Session.SignIn(ctx, login, serverdemo.Password); err != nil {
		return nil, fmt.Errorf("sign in %s: %w", login, err)
	}
	return a, nil
}

// demoCamera is a live camera over the box of the demo's task, in which one seal is
// another's, unless pictures were given.
func demoCamera(f flags) (camera.Camera, error) {
	if f.pictures != "" {
		return filmed(f.pictures)
	}
	site, err := server.DemoSite(f.demoSize, time.Now())
	if err != nil {
		return nil, fmt.Errorf("film the demo's box: %w", err)
	}
	numbers := []string{}
	for _, s := range site.Seals {
		numbers = append(numbers, s.Number)
	}
	if len(numbers) > 0 {
		numbers[len(numbers)/2] = site.Foreign
	}
	film, err := sim.NewFilm(numbers...)
	if err != nil {
		return nil, fmt.Errorf("film the demo's box: %w", err)
	}
	return film, nil
}
