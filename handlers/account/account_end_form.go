package account

import (
	"github.com/gofiber/fiber/v2"

	"minimost/handlers/web"

	"minimost/chat"
	"minimost/views"
)

const (
	endAccountPage  = "/ui/account/end"
	endAccountTitle = "Your data and your account"
)

func (h *Handlers) ShowEndAccount(r *web.Request) error {
	return h.sendEndAccount(r, fiber.StatusOK, views.EndAccountProps{})
}

func (h *Handlers) sendEndAccount(r *web.Request, status int, props views.EndAccountProps) error {
	props.BackURL, props.Username = r.BackURL(accountPage), r.User.Username
	return h.SendDialog(r, status, r.T(endAccountTitle), views.EndAccountDialog(props))
}

// EndAccountForm deactivates or removes the account. It has no key, for no hash of a
// password is kept; a second press finds no session.
func (h *Handlers) EndAccountForm(r *web.Request) error {
	fields, err := r.FormBody()
	if err != nil {
		return err
	}
	what, _ := fields("what")
	password, _ := fields("password")
	props := views.EndAccountProps{What: what}
	fate := chat.Fate(what)
	if what != views.EndDeactivate {
		if fate, err = chat.ParseFate(what); err != nil {
			props.WhatError = r.T("Choose what is to become of your account.")
		}
	}
	switch err := h.checkPassword(r, password); chat.CodeOf(err) {
	case "":
	case chat.Forbidden, chat.Invalid, chat.TooMany:
		props.PasswordError = r.Says(err)
	default:
		return err
	}
	if props.WhatError != "" || props.PasswordError != "" {
		return h.sendEndAccount(r, fiber.StatusUnprocessableEntity, props)
	}
	if what == views.EndDeactivate {
		err = h.deactivateSelf(r)
	} else {
		err = h.removeSelf(r, fate)
	}
	if err == nil {
		return r.GoTo("/login?gone=" + what)
	}
	if props.Error, err = r.Refusal(err); err != nil {
		return err
	}
	return h.sendEndAccount(r, fiber.StatusUnprocessableEntity, props)
}

// goneNotices are what the login page says to whoever has just left.
var goneNotices = map[string]string{
	views.EndDeactivate: "Your account is deactivated. An administrator can take it into use again.",
	views.EndKeep:       "Your account is removed. Your messages stay.",
	views.EndRemove:     "Your account is removed, and your messages with it.",
}

func (h *Handlers) deactivateSelf(r *web.Request) error {
	err := h.Sessions.EndStored(func() error { return h.store.Deactivate(h.Audited(r), "", r.User.Username, r.Now) })
	if err != nil {
		return err
	}
	return h.forgetBrowser(r)
}

func (h *Handlers) removeSelf(r *web.Request, messages chat.Fate) error {
	if err := h.RemoveAccount(r, "", r.User.Username, messages); err != nil {
		return err
	}
	return h.forgetBrowser(r)
}

// RemoveAccount is done once the account is gone, though its name may stand in
// others' messages for a while yet.
func (h *Handlers) RemoveAccount(r *web.Request, by, username string, messages chat.Fate) error {
	err := h.Sessions.EndStored(func() error {
		_, err := h.store.RemoveAccount(h.Audited(r), by, username, messages, r.Now)
		return err
	})
	if err != nil {
		return err
	}
	if err := h.store.ContinueRemovals(r.Ctx, r.Now); err != nil {
		h.Logger.Warn("the removal of an account goes on later", "request", web.RequestID(r.HTTP), "error", err)
	}
	return nil
}

// DeactivateAccount is EndAccountForm for programs.
func (h *Handlers) DeactivateAccount(r *web.Request) error {
	body, err := r.JSONBody()
	if err != nil {
		return err
	}
	if err := h.checkPasswordIn(r, body); err != nil {
		return err
	}
	return web.SendOK(r, h.deactivateSelf(r))
}

// RemoveOwnAccount is EndAccountForm for programs.
func (h *Handlers) RemoveOwnAccount(r *web.Request) error {
	body, err := r.JSONBody()
	if err != nil {
		return err
	}
	fate, err := body.Fate()
	if err != nil {
		return err
	}
	if err := h.checkPasswordIn(r, body); err != nil {
		return err
	}
	return web.SendOK(r, h.removeSelf(r, fate))
}

// checkPasswordIn is checkPassword for the password in a body.
func (h *Handlers) checkPasswordIn(r *web.Request, body web.JSONObject) error {
	password, err := body.Text("password")
	if err != nil {
		return err
	}
	return h.checkPassword(r, password)
}
