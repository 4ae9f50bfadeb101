// Package people holds the staff: users, their roles and the devices that they
// carry. It never holds a secret: passwords and keys are the server's alone.
package people

import (
	"slices"

	"dianqin/data/model"
)

// Role is what a person may do; a person may have several.
type Role string

// The roles (notes: contract, "Trust").
const (
	Inspector   Role = "inspector"
	Surveyor    Role = "surveyor"
	SealKeeper  Role = "seal_keeper"
	Supervisor  Role = "supervisor"
	Approver    Role = "approver"
	Admin       Role = "admin"
	Auditor     Role = "auditor"
	Integration Role = "integration"
)

// Roles lists every role, in the order in which screens show them.
var Roles = []Role{Inspector, Surveyor, SealKeeper, Supervisor, Approver, Admin, Auditor, Integration}

// User is a member of staff.
type User struct {
	ID       string   `json:"id"`
	Login    string   `json:"login"`    // staff number, typed at sign-in
	Name     string   `json:"name"`     // as printed on the certificate
	Roles    []Role   `json:"roles"`    //
	Stations []string `json:"stations"` // ids of the stations worked for
	Phone    string   `json:"phone,omitempty"`
	Inactive bool     `json:"inactive,omitempty"` // left or suspended
}

// Has says whether the user has one of the roles.
func (u User) Has(any ...Role) bool {
	return slices.ContainsFunc(any, func(r Role) bool { return slices.Contains(u.Roles, r) })
}

// Enroll is the body of the command user.enroll: a person is entered, or an
// entered one is changed. The enrolment code is asked for separately.
type Enroll struct {
	Login    string   `json:"login"`
	Name     string   `json:"name"`
	Roles    []Role   `json:"roles"`
	Stations []string `json:"stations"`
	Phone    string   `json:"phone,omitempty"`
}

// Check returns what is wrong with the body, or nil.
func (e Enroll) Check() *model.Error {
	switch {
	case e.Login == "":
		return model.Fail("field.required").At("/body/login")
	case e.Name == "":
		return model.Fail("field.required").At("/body/name")
	case len(e.Roles) == 0:
		return model.Fail("field.required").At("/body/roles")
	}
	for _, r := range e.Roles {
		if !slices.Contains(Roles, r) {
			return model.Fail("user.unknown_role", "role", string(r)).At("/body/roles")
		}
	}
	return nil
}
