package api

import (
	"net/http"

	"dianqin/data/model"
	"dianqin/data/wire"
	"dianqin/server/identity"

	"github.com/google/uuid"
)

func (a *API) devices(w http.ResponseWriter, r *http.Request, c identity.Caller) error {
	all, now, err := a.Identity.Devices(r.Context(), c.User)
	if err != nil {
		return err
	}
	return answer(w, http.StatusOK, wire.DeviceList{Devices: append([]wire.Device{}, all...), ServerTime: int64(now)})
}

func (a *API) revokeDevice(w http.ResponseWriter, r *http.Request, c identity.Caller) error {
	id := r.PathValue("id")
	if uuid.Validate(id) != nil { // no device is called so, and not every text is fit for a database
		return model.Fail("device.not_found")
	}
	if err := a.Identity.Revoke(r.Context(), c.User, id); err != nil {
		return err
	}
	w.WriteHeader(http.StatusNoContent)
	return nil
}
