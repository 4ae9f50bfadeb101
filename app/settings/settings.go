// Package settings is what a person chose for this device: language, look, size
// of text, sounds.
package settings

import (
	"encoding/json"
	"fmt"
	"sync"

	"dianqin/app/signal"
)

// Keep is where settings are kept.
type Keep interface {
	Setting(key string) (string, bool, error)
	SetSetting(key, value string) error
}

// Values are the settings.
type Values struct {
	Language  string  `json:"language"`   // zh, en
	Look      string  `json:"look"`       // light, dark, sunlight
	TextScale float32 `json:"text_scale"` // 1, 1.25, 1.5
	Sound     bool    `json:"sound"`
	Vibration bool    `json:"vibration"`
	Narrow    bool    `json:"narrow"` // the desk's side bar shows its icons alone

	// Unmetered keeps files until the network is not paid for by volume.
	Unmetered bool `json:"files.unmetered"`

	// Screenshots lets other programs photograph the screen; customers' data are on it,
	// so a new device does not.
	Screenshots bool `json:"screenshots"`
	// Maps is the program that shows the way: amap, baidu, tencent, geo (whatever the
	// system has); "" asks again.
	Maps string `json:"maps"`

	// Ground is where the ground of the map comes from, beside the packs.
	Ground Ground `json:"ground"`
}

// defaults is what a new device has.
var defaults = Values{Language: "zh", Look: "light", TextScale: 1, Sound: true, Vibration: true}

// Settings keeps the values.
type Settings struct {
	Changed signal.Signal[Values]
	keep    Keep
	mu      sync.Mutex
	values  Values
}

// Open reads the settings; what cannot be read is as on a new device.
func Open(keep Keep) (*Settings, error) {
	s := &Settings{keep: keep, values: defaults}
	text, ok, err := keep.Setting("settings")
	if err != nil {
		return nil, fmt.Errorf("read settings: %w", err)
	}
	if ok {
		if err := json.Unmarshal([]byte(text), &s.values); err != nil {
			s.values = defaults
		}
	}
	return s, nil
}

// Values returns the settings as they are.
func (s *Settings) Values() Values { s.mu.Lock(); defer s.mu.Unlock(); return s.values }

// Set changes the settings and keeps them.
func (s *Settings) Set(v Values) error {
	text, err := json.Marshal(v)
	if err != nil {
		return fmt.Errorf("keep settings: %w", err)
	}
	if err := s.keep.SetSetting("settings", string(text)); err != nil {
		return fmt.Errorf("keep settings: %w", err)
	}
	s.mu.Lock()
	s.values = v
	s.mu.Unlock()
	s.Changed.Send(v)
	return nil
}

// Choice is a small choice about the look of something, such as the columns of a
// table, kept under a name; "" where nothing is kept or can be read.
func (s *Settings) Choice(name string) string {
	text, _, err := s.keep.Setting("choice." + name)
	if err != nil {
		return ""
	}
	return text
}

// SetChoice keeps a choice.
func (s *Settings) SetChoice(name, value string) error {
	if err := s.keep.SetSetting("choice."+name, value); err != nil {
		return fmt.Errorf("keep choice %s: %w", name, err)
	}
	return nil
}
