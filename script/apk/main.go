// Program apk makes the Android packages: it compiles the app for every processor
// with the NDK, and puts it together with aapt2, this program's own zip writer and
// apksigner. What it made it opens again and checks (check.go).
//
// Nothing of Java is compiled here: the one activity is the toolkit's own, taken from
// the toolkit's sources in the very version that go.mod names. Nothing is written
// outside the folder of -out, so the tree stays as it is.
//
//	libraries ─┐
//	classes.dex ┼─> zip, .so stored on 16 KB ─> apksigner v2+v3 ─> checked
//	aapt2 link ─┘
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"strings"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	m := maker{log: os.Stdout, ndk: os.Getenv("ANDROID_NDK_HOME")}
	names := ""
	flag.StringVar(&m.out, "out", "build/apk", "folder for the packages")
	flag.StringVar(&names, "abi", "arm64,arm,amd64", "processors, as Go calls them")
	check := flag.Bool("check", false, "make nothing, check the packages that are named")
	flag.Parse()
	err := error(nil)
	switch {
	case *check:
		err = m.checkAll(ctx, flag.Args())
	default:
		if m.abis, err = abisNamed(strings.Split(names, ",")); err == nil {
			err = m.make(ctx)
		}
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "apk:", err)
		os.Exit(1)
	}
}
