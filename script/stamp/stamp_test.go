package stamp

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"testing"
)

const toml = "[Details]\nName = \"x\"\nVersion = \"1.2.3\"\nBuild = 4\n"

func tree(t *testing.T, toml string) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "FyneApp.toml"), []byte(toml), 0o600); err != nil {
		t.Fatal(err)
	}
	return dir
}

func TestRead_TakesTheTomlWhereThereIsNoGit(t *testing.T) {
	s, err := Read(t.Context(), tree(t, toml))
	if err != nil || s != (Stamp{"1.2.3", "1.2.3", 4}) {
		t.Errorf("%+v, %v", s, err)
	}
}

func TestRead_NamesTheCommitAndWhetherFilesWereChanged(t *testing.T) {
	dir := tree(t, toml)
	git := func(args ...string) {
		t.Helper()
		cmd := exec.Command("git", append([]string{"-C", dir, "-c", "user.name=t", "-c", "user.email=t@t"}, args...)...)
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Skipf("no git here: %v %s", err, out)
		}
	}
	git("init", "-q")
	git("add", ".")
	for range 6 {
		git("commit", "-q", "--allow-empty", "-m", "x")
	}
	s, err := Read(t.Context(), dir)
	if err != nil || !regexp.MustCompile(`^1\.2\.3-[0-9a-f]{10}$`).MatchString(s.Name) || s.Code != 6 {
		t.Errorf("%+v, %v", s, err)
	}
	if err := os.WriteFile(filepath.Join(dir, "FyneApp.toml"), []byte(toml+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if s, err = Read(t.Context(), dir); err != nil || !regexp.MustCompile(`^1\.2\.3-[0-9a-f]{10}\+$`).MatchString(s.Name) {
		t.Errorf("changed: %+v, %v", s, err)
	}
}

func TestRead_MakesUpNoVersion(t *testing.T) {
	if s, err := Read(t.Context(), tree(t, "Name = \"x\"\n")); err == nil {
		t.Errorf("%+v", s)
	}
}

func TestRead_KnowsOurTree(t *testing.T) {
	if s, err := Read(t.Context(), "../.."); err != nil || s.Version == "" || s.Code < 1 {
		t.Errorf("%+v, %v", s, err)
	}
}
