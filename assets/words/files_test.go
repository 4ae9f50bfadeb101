package words

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// message is one entry of a file: the plural forms, a plain text as "other".
type message map[string]string

// collect reads every file of a language and reports what is wrong in itself:
// a key twice, without a dot, or with an empty text.
func collect(t *testing.T, lang Language) (subjects []string, all map[string]message) {
	t.Helper()
	entries, err := files.ReadDir(string(lang))
	if err != nil {
		t.Fatal(err)
	}
	all = map[string]message{}
	from := map[string]string{}
	for _, e := range entries {
		subjects = append(subjects, e.Name())
		name := path.Join(string(lang), e.Name())
		data, err := files.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		keys, messages, err := parse(data)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		for i, k := range keys {
			if from[k] != "" {
				t.Errorf("%s: %q is in %s already", name, k, from[k])
			}
			if !strings.Contains(k, ".") {
				t.Errorf("%s: %q has no dot", name, k)
			}
			for form, s := range messages[i] {
				if strings.TrimSpace(s) == "" {
					t.Errorf("%s: %q is empty (%s)", name, k, form)
				}
			}
			from[k], all[k] = name, messages[i]
		}
	}
	return subjects, all
}

// parse keeps the order and doubles of keys, which a map would swallow.
func parse(data []byte) (keys []string, messages []message, err error) {
	d := json.NewDecoder(bytes.NewReader(data))
	if _, err := d.Token(); err != nil {
		return nil, nil, err
	}
	for d.More() {
		key, err := d.Token()
		if err != nil {
			return nil, nil, err
		}
		var raw json.RawMessage
		if err := d.Decode(&raw); err != nil {
			return nil, nil, err
		}
		m := message{}
		var s string
		if json.Unmarshal(raw, &s) == nil {
			m["other"] = s
		} else if err := json.Unmarshal(raw, &m); err != nil {
			return nil, nil, fmt.Errorf("%v is neither a text nor plural forms: %w", key, err)
		}
		keys, messages = append(keys, key.(string)), append(messages, m)
	}
	if _, err := d.Token(); err != nil {
		return nil, nil, err
	}
	if _, err := d.Token(); err != io.EOF {
		return nil, nil, fmt.Errorf("something follows the object: %v", err)
	}
	return keys, messages, nil
}

func TestBothLanguagesHaveTheSameSubjectsAndKeys(t *testing.T) {
	zhSubjects, zh := collect(t, ZH)
	enSubjects, en := collect(t, EN)
	if !slices.Equal(zhSubjects, enSubjects) {
		t.Errorf("files differ: zh %v, en %v", zhSubjects, enSubjects)
	}
	for k := range zh {
		if en[k] == nil {
			t.Errorf("en lacks %q", k)
		}
	}
	for k := range en {
		if zh[k] == nil {
			t.Errorf("zh lacks %q", k)
		}
	}
}

func TestPlaceholdersAgreeInEveryForm(t *testing.T) {
	_, zh := collect(t, ZH)
	_, en := collect(t, EN)
	for k, m := range zh {
		want := placeholders(m["other"])
		for lang, forms := range map[string]message{"zh": m, "en": en[k]} {
			for form, s := range forms {
				if got := placeholders(s); !slices.Equal(got, want) && (form == "other" || !slices.Equal(append(got, "count"), want)) {
					t.Errorf("%s %s %s: placeholders %v, zh has %v", lang, k, form, got, want)
				}
			}
		}
	}
}

// TestPluralsHaveTheFormsOfTheirLanguage: English needs one and other, Chinese has other alone.
func TestPluralsHaveTheFormsOfTheirLanguage(t *testing.T) {
	_, zh := collect(t, ZH)
	_, en := collect(t, EN)
	for k, m := range en {
		plural := len(m) > 1 || (len(zh[k]) == 1 && slices.Contains(placeholders(m["other"]), "count"))
		if plural && (m["one"] == "" || m["other"] == "" || len(m) != 2) {
			t.Errorf("en %s: a text with {{.count}} wants the forms one and other, has %v", k, m)
		}
	}
	for k, m := range zh {
		if m["other"] == "" || len(m) != 1 {
			t.Errorf("zh %s: wants other alone, has %v", k, m)
		}
	}
}

func TestEveryFileLoads(t *testing.T) {
	for _, lang := range Languages() {
		if _, err := load(lang); err != nil {
			t.Error(err)
		}
		w := New(lang)
		_, all := collect(t, lang)
		for k, m := range all {
			args := map[string]any{}
			for _, p := range placeholders(m["other"]) {
				args[p] = "x"
			}
			w.T(k, args)
		}
		if missing := w.Missing(); len(missing) > 0 {
			t.Errorf("%s: cannot be filled: %v", lang, missing)
		}
	}
}

// TestEnglishHasNoChinese but for the name of the language itself.
func TestEnglishHasNoChinese(t *testing.T) {
	_, en := collect(t, EN)
	for k, m := range en {
		for _, s := range m {
			if k != "common.language.zh" && regexp.MustCompile(`\p{Han}`).MatchString(s) {
				t.Errorf("en %s: %q", k, s)
			}
		}
	}
}

func placeholders(s string) []string {
	var out []string
	for _, m := range regexp.MustCompile(`\{\{\s*\.(\w+)`).FindAllStringSubmatch(s, -1) {
		if !slices.Contains(out, m[1]) {
			out = append(out, m[1])
		}
	}
	slices.Sort(out)
	return out
}
