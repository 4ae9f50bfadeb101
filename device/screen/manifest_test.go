package screen

import (
	"bytes"
	"os"
	"testing"
)

// Without this line the activity begins past us, and no flag is ever set.
func TestManifest_NamesTheFunctionThatBeginsAnActivity(t *testing.T) {
	raw, err := os.ReadFile("../../AndroidManifest.xml")
	if err != nil {
		t.Fatal(err)
	}
	source, err := os.ReadFile("window.c")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(raw, []byte(`<meta-data android:name="android.app.func_name" android:value="dianqin_onCreate" />`)) ||
		!bytes.Contains(source, []byte("void dianqin_onCreate(")) {
		t.Error("the manifest and window.c do not name the same function")
	}
}

func TestNone_TakesEverything(t *testing.T) {
	None().KeepAwake(true)
	None().Secure(true)
	if Default() == nil {
		t.Error("no screen at all")
	}
}
