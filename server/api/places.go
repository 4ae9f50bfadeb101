package api

import (
	"net/http"

	"dianqin/data/model/people"
	"dianqin/data/wire"
	"dianqin/server/identity"
)

func (a *API) lastPlaces(w http.ResponseWriter, r *http.Request, c identity.Caller) error {
	all, now, err := a.Identity.LastPlaces(r.Context(), c.User)
	if err != nil {
		return err
	}
	return answer(w, http.StatusOK, wire.LastPlaceList{Places: append([]people.LastPlace{}, all...), ServerTime: int64(now)})
}
