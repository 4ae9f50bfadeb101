package traffic

import (
	"context"
	"fmt"
	"slices"

	"dianqin/data/local"
	"dianqin/data/model"
	"dianqin/data/model/people"
)

// Inspectors lists who may be given a phone, those that work in the field, by login.
// The phone is the one of an admin or of a supervisor.
func (p *Phone) Inspectors(ctx context.Context) ([]people.User, error) {
	all, err := local.Find[people.User](ctx, p.store, model.KindUser, "1 = 1 ORDER BY login")
	if err != nil {
		return nil, err
	}
	me := p.Session.User()
	all = slices.DeleteFunc(all, func(u people.User) bool {
		return u.Inactive || !u.Has(people.Inspector) || me.Manages(u) != nil
	})
	if len(all) == 0 {
		return nil, fmt.Errorf("%s manages no inspector", me.Login)
	}
	return all, nil
}

// Code asks the server for an enrolment code for a person.
func (p *Phone) Code(ctx context.Context, userID string) (string, error) {
	a, err := p.Session.Courier().IssueCode(ctx, userID)
	return a.Code, err
}
