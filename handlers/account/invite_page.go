package account

import (
	"github.com/gofiber/fiber/v2"

	"minimost/handlers/web"

	"minimost/auth"
	"minimost/chat"
	"minimost/views"
)

// ShowInvite asks who comes by an invite for a name and a password. It uses nothing
// up: what looks at links before people do is no person.
func (h *Handlers) ShowInvite(r *web.Request) error {
	by, props, err := h.invited(r)
	if err != nil {
		return err
	}
	return h.showSignupForm(r, by, props)
}

func (h *Handlers) UseInvite(r *web.Request) error {
	by, props, err := h.invited(r)
	if err != nil {
		return err
	}
	return h.signUp(r, by, props)
}

// invited is the admission of the invite in the path, and what its form says.
func (h *Handlers) invited(r *web.Request) (chat.Admission, views.SignupProps, error) {
	r.Set(fiber.HeaderCacheControl, "no-store")
	by := chat.Admission{Mode: h.Signup, Invite: auth.HashSecret(r.Params("token"))}
	invite, err := h.store.Invite(r.Ctx, by.Invite, r.Now)
	if err == nil && !invite.Administrator {
		err = by.Check()
	}
	return by, views.SignupProps{Token: r.Params("token"), InvitedBy: invite.MadeBy, First: invite.Administrator}, err
}
