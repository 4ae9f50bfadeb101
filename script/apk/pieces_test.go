package main

import (
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestDex_IsTheActivityOfTheToolkitThatWeLink(t *testing.T) {
	dir, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "fyne.io/fyne/v2").Output()
	if err != nil {
		t.Fatal(err)
	}
	root := strings.TrimSpace(string(dir))
	dex, err := dexIn(filepath.Join(root, "cmd", "fyne", "internal", "mobile", "dex.go"))
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(dex), "Lorg/golang/app/GoNativeActivity;") {
		t.Error("the activity is not in it")
	}
	// Every native method of the activity has its function in the toolkit's C.
	c := string(read(t, filepath.Join(root, "internal", "driver", "mobile", "app", "android.c")))
	all := natives(dex)
	if len(all) != len(nativeNames) {
		t.Errorf("the activity has %v of %v", all, nativeNames)
	}
	if got := strings.Count(c, "void Java_org_golang_app_GoNativeActivity_"); got != len(all) {
		t.Errorf("the toolkit has %d functions for the activity, we know %d", got, len(all))
	}
	for _, n := range all {
		if !strings.Contains(c, n+"(") {
			t.Errorf("the toolkit lacks %s", n)
		}
	}
}

func TestDexIn_RefusesAFileWithoutIt(t *testing.T) {
	name := filepath.Join(t.TempDir(), "dex.go")
	if err := write(name, []byte("package mobile\n\nvar dexStr = `bm90IG9uZQ==`\n")); err != nil {
		t.Fatal(err)
	}
	if _, err := dexIn(name); err == nil {
		t.Error("it took bytes that are no activity")
	}
}

// Whatever stands before it, an entry's bytes begin on the border that was asked for.
func TestPadding_LeadsToTheBorder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		at := rapid.Int64Range(0, 1<<33).Draw(t, "offset")
		border := rapid.SampledFrom([]int{4, 4096, pageSize}).Draw(t, "border")
		field := padding(at, border)
		if (at+int64(len(field)))%int64(border) != 0 {
			t.Fatalf("%d bytes at %d do not lead to a multiple of %d", len(field), at, border)
		}
		if said := int(field[2]) | int(field[3])<<8; said != len(field)-4 {
			t.Fatalf("the field says %d bytes and has %d", said, len(field)-4)
		}
	})
}

func TestSets_OneOfAllAndOneOfEach(t *testing.T) {
	if got := len(sets(known)); got != 4 {
		t.Errorf("%d packages of three processors", got)
	}
	if got := len(sets(known[:1])); got != 1 {
		t.Errorf("%d packages of one processor", got)
	}
}
