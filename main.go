// Command dianqin is the field-work app 电勤: the phone's program for those who
// inspect and the desk's for those who dispatch.
package main

import (
	"flag"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"

	"fyne.io/fyne/v2"
	fyneapp "fyne.io/fyne/v2/app"

	"dianqin/app"
	"dianqin/screens"
	"dianqin/screens/ui"
)

// flags are what the program was started with.
type flags struct {
	demo     bool
	demoSize int
	phone    bool
	data     string
	server   string
	pictures string
	place    string
	tour     string
	ready    bool
}

func main() {
	f := flags{phone: runtime.GOOS == "android" || runtime.GOOS == "ios"}
	flag.BoolVar(&f.demo, "demo", false, "start a demo server inside and show phone and desk")
	flag.IntVar(&f.demoSize, "demo-size", 2000, "customers of the demo region")
	flag.BoolVar(&f.phone, "phone", f.phone, "the phone's screens in a window of 412x892")
	flag.StringVar(&f.data, "data", "", "folder of this device's data")
	flag.StringVar(&f.server, "server", "", "address of the server, put into the sign-in form")
	flag.StringVar(&f.pictures, "pictures", "", "a folder of pictures, a film or a picture that stands for the camera")
	flag.StringVar(&f.place, "place", "", "latitude,longitude (WGS84) where this machine stands, if it cannot know")
	flag.StringVar(&f.tour, "tour", "", "with -demo: play the main job without a window, pictures into this folder")
	flag.BoolVar(&f.ready, "ready", false, "end as soon as the first screen can be used: for measuring the start")
	flag.Parse()
	if err := run(f); err != nil {
		fmt.Fprintln(os.Stderr, "dianqin:", err)
		os.Exit(1)
	}
}

func run(f flags) error {
	switch {
	case f.tour != "":
		return tour(f)
	case f.demo:
		return demo(f)
	}
	fy := fyneapp.NewWithID("cn.dianqin.app")
	dir, err := dataDir(fy, f)
	if err != nil {
		return err
	}
	log, err := openLog(dir)
	if err != nil {
		return err
	}
	o, err := devices(dir, log, f.pictures, f.place)
	if err != nil {
		return err
	}
	a, err := app.Open(o)
	if err != nil {
		return fmt.Errorf("open the data in %s: %w", dir, err)
	}
	w, c := window(fy, a, f.phone, f.server)
	lifecycle(fy, []*ui.Context{c}, a)
	if f.ready {
		fy.Lifecycle().SetOnStarted(func() {
			go func() {
				c.Wait()
				c.Do(fy.Quit)
			}()
		})
	}
	w.ShowAndRun()
	return a.Close()
}

// dataDir is where this device's two files lie: what was asked for, or the
// place that the system gives to the app.
func dataDir(fy fyne.App, f flags) (string, error) {
	dir := f.data
	if dir == "" {
		dir = filepath.Join(fy.Storage().RootURI().Path(), "data")
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", fmt.Errorf("make the data folder: %w", err)
	}
	return dir, nil
}

// openLog writes what happens beside the data, and what a crash leaves behind.
func openLog(dir string) (*slog.Logger, error) {
	file, err := os.OpenFile(filepath.Join(dir, "dianqin.log"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, fmt.Errorf("open the log: %w", err)
	}
	crash, err := os.OpenFile(filepath.Join(dir, "crash.log"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, fmt.Errorf("open the crash log: %w", err)
	}
	if err := debug.SetCrashOutput(crash, debug.CrashOptions{}); err != nil {
		return nil, fmt.Errorf("open the crash log: %w", err)
	}
	return slog.New(slog.NewTextHandler(file, nil)), crash.Close()
}

// window opens the phone's or the desk's screens over an app.
func window(fy fyne.App, a *app.App, phone bool, server string) (fyne.Window, *ui.Context) {
	w := fy.NewWindow("电勤 Dianqin")
	c := ui.NewContext(fy, w, ui.Options{Phone: phone, Settings: screens.Settings(a)})
	if phone {
		w.Resize(fyne.NewSize(412, 892))
		screens.Phone(a, c, server)
	} else {
		w.Resize(fyne.NewSize(1280, 800))
		screens.Desk(a, c, server)
	}
	return w, c
}

// lifecycle runs the background work while the app is visible; what waits is
// flushed on leaving, as far as the system lets it, first of all what was just typed.
// On a phone the camera and the like are others' while the app is away; on a desk a
// window beside another goes on.
func lifecycle(fy fyne.App, windows []*ui.Context, apps ...*app.App) {
	l, alone := fy.Lifecycle(), fyne.CurrentDevice().IsMobile()
	l.SetOnEnteredForeground(func() {
		if alone {
			each(windows, (*ui.Context).Returned)
		}
		for _, a := range apps {
			a.Lock.Return()
			a.Start()
			a.Sync.Wake()
			if alone {
				a.Front.Send(true)
			}
		}
	})
	l.SetOnExitedForeground(func() {
		if alone {
			each(windows, (*ui.Context).Away)
		}
		for _, a := range apps {
			a.Lock.Leave()
			a.Sync.Wake()
			if alone {
				a.Front.Send(false)
			}
		}
	})
	for _, a := range apps {
		a.Start()
	}
}

func each(windows []*ui.Context, do func(*ui.Context)) {
	for _, c := range windows {
		do(c)
	}
}
