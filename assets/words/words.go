// Package words holds every word that a person reads, in Chinese and English,
// and the formats that go with a language: money, ages, dates, distances.
// Phone, desk, server, PDF and SMS all take their words from here.
//
// A language is a folder, a subject is a file: zh/today.json, en/today.json.
// A file is a flat JSON object of dotted keys:
//
//	"today.title":  "今日"
//	"today.hello":  "{{.name}},早上好"
//	"today.waiting": {"one": "{{.count}} item to upload", "other": "{{.count}} items to upload"}
//
// Both languages have the same files, keys and placeholders; no key is in two
// files; the tests of this package check it for whatever is added.
//
// The package never decides anything and never reads a clock or the system's
// language: it is told.
package words

import (
	"embed"
	"fmt"
	"path"
	"slices"
	"strings"
	"sync"
	"time"
	_ "time/tzdata" // Android and Windows have no zone files for Go

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"github.com/nicksnyder/go-i18n/v2/i18n/template"
	"golang.org/x/text/language"
)

//go:embed zh/*.json en/*.json
var files embed.FS

// Language is a language that the program speaks.
type Language string

// The languages. Chinese is what an unknown one falls back to.
const (
	ZH Language = "zh"
	EN Language = "en"
)

// Languages lists what the program speaks, Chinese first.
func Languages() []Language { return []Language{ZH, EN} }

// Words looks words up in one language. It does not change after New and may
// be used by many goroutines.
type Words struct {
	lang   Language
	lookup *i18n.Localizer
	parser template.Parser
	zone   *time.Location

	mu      sync.Mutex
	missing map[string]bool
}

// New returns the words of a language; times are shown in China's civil time.
func New(lang Language) *Words {
	if !slices.Contains(Languages(), lang) {
		lang = ZH
	}
	w := &Words{
		lang:    lang,
		parser:  &template.TextParser{Option: "missingkey=error"},
		zone:    chinaTime(),
		missing: map[string]bool{},
	}
	if bundle, err := load(lang); err == nil { // a broken file fails the tests; here every word would show as missing
		w.lookup = i18n.NewLocalizer(bundle, string(lang))
	}
	return w
}

// In returns the same words with times shown in another zone.
func (w *Words) In(zone *time.Location) *Words {
	return &Words{lang: w.lang, lookup: w.lookup, parser: w.parser, zone: zone, missing: map[string]bool{}}
}

// Language is the language of the words.
func (w *Words) Language() Language { return w.lang }

// T returns the words for a key with {{.name}} filled from args, which may be
// nil. A key that is not there, or one that lacks an argument, comes back as
// [[key]], so that it is seen; Missing remembers it.
func (w *Words) T(key string, args map[string]any) string {
	return w.localize(key, &i18n.LocalizeConfig{MessageID: key, TemplateData: filled(args)})
}

// N is T in the plural form for count, which {{.count}} shows grouped by thousands.
func (w *Words) N(key string, count int, args map[string]any) string {
	data := filled(args)
	data["count"] = w.Count(count)
	return w.localize(key, &i18n.LocalizeConfig{MessageID: key, TemplateData: data, PluralCount: count})
}

// Has tells whether there are words for a key, for codes that may be newer than the program.
func (w *Words) Has(key string) bool {
	if w.lookup == nil {
		return false
	}
	// Only a missing key is an error here: the placeholders are not executed.
	_, err := w.lookup.Localize(&i18n.LocalizeConfig{MessageID: key, TemplateParser: template.IdentityParser{}})
	return err == nil
}

// Missing lists, in order, the keys that were asked for and not found or not filled.
func (w *Words) Missing() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	var keys []string
	for k := range w.missing {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

func (w *Words) localize(key string, config *i18n.LocalizeConfig) string {
	if w.lookup != nil {
		config.TemplateParser = w.parser
		if s, err := w.lookup.Localize(config); err == nil {
			return s
		}
	}
	w.mu.Lock()
	w.missing[key] = true
	w.mu.Unlock()
	return "[[" + key + "]]"
}

// filled copies args so that N can add to it and a missing map is an empty one.
func filled(args map[string]any) map[string]any {
	data := make(map[string]any, len(args)+1)
	for k, v := range args {
		data[k] = v
	}
	return data
}

// load reads every file of a language into one bundle.
func load(lang Language) (*i18n.Bundle, error) {
	tag := language.Make(string(lang))
	bundle := i18n.NewBundle(tag)
	entries, err := files.ReadDir(string(lang))
	if err != nil {
		return nil, fmt.Errorf("list the words of %s: %w", lang, err)
	}
	for _, e := range entries {
		name := path.Join(string(lang), e.Name())
		data, err := files.ReadFile(name)
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", name, err)
		}
		// The last part of the name before .json is what the library takes for the language.
		file, err := i18n.ParseMessageFileBytes(data, strings.TrimSuffix(e.Name(), ".json")+"."+string(lang)+".json", nil)
		if err != nil {
			return nil, fmt.Errorf("parse %s: %w", name, err)
		}
		if err := bundle.AddMessages(tag, file.Messages...); err != nil {
			return nil, fmt.Errorf("add %s: %w", name, err)
		}
	}
	return bundle, nil
}
