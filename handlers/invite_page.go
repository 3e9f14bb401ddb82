package handlers

import (
	"github.com/gofiber/fiber/v2"

	"minimost/auth"
	"minimost/chat"
	"minimost/views"
)

// showInvite asks who comes by an invite for a name and a password. It uses nothing
// up: what looks at links before people do is no person.
func (s *server) showInvite(r *request) error {
	by, props, err := s.invited(r)
	if err != nil {
		return err
	}
	return s.showSignupForm(r, by, props)
}

func (s *server) useInvite(r *request) error {
	by, props, err := s.invited(r)
	if err != nil {
		return err
	}
	return s.signUp(r, by, props)
}

// invited is the admission of the invite in the path, and what its form says.
func (s *server) invited(r *request) (chat.Admission, views.SignupProps, error) {
	r.Set(fiber.HeaderCacheControl, "no-store")
	by := chat.Admission{Mode: s.Signup, Invite: auth.HashSecret(r.Params("token"))}
	invite, err := s.Store.Invite(r.ctx, by.Invite, r.now)
	if err == nil && !invite.Administrator {
		err = by.Check()
	}
	return by, views.SignupProps{Token: r.Params("token"), InvitedBy: invite.MadeBy, First: invite.Administrator}, err
}
