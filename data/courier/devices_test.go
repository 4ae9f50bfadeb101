package courier

import (
	"encoding/json"
	"net/http"
	"testing"

	"dianqin/data/model"
	"dianqin/data/model/people"
	"dianqin/data/wire"
)

func TestDevices_AreWhatTheServerLists(t *testing.T) {
	list := wire.DeviceList{Devices: []people.Device{{ID: "d1", Name: "phone", UserID: "u1", EnrolledAt: 5, LastSeenAt: 7, DevSeq: 9, Held: 2}}, ServerTime: 8}
	c := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet || r.URL.Path != "/v1/devices" {
			t.Errorf("%s %s", r.Method, r.URL)
		}
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(list)
	})
	got, err := c.Devices(t.Context())
	if err != nil || len(got.Devices) != 1 || got.Devices[0] != list.Devices[0] || got.ServerTime != 8 {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestRevokeDevice_NamesItAndHandsOnTheReason(t *testing.T) {
	c := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodPost || r.URL.EscapedPath() != "/v1/devices/a%2Fb/revoke" {
			t.Errorf("%s %s", r.Method, r.URL)
		}
		refuse(w, model.Fail("lane.foreign"))
	})
	want(t, c.RevokeDevice(t.Context(), "a/b"), "lane.foreign")
	c = serve(t, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) })
	if err := c.RevokeDevice(t.Context(), "d"); err != nil {
		t.Error(err)
	}
}
