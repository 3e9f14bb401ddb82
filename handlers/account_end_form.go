package handlers

import (
	"github.com/gofiber/fiber/v2"

	"minimost/chat"
	"minimost/views"
)

const (
	endAccountPage  = "/ui/account/end"
	endAccountTitle = "Your data and your account"
)

func (s *server) showEndAccount(r *request) error {
	return s.sendEndAccount(r, fiber.StatusOK, views.EndAccountProps{})
}

func (s *server) sendEndAccount(r *request, status int, props views.EndAccountProps) error {
	props.BackURL, props.Username = r.backURL(accountPage), r.user.Username
	return s.sendDialog(r, status, r.T(endAccountTitle), views.EndAccountDialog(props))
}

// endAccountForm deactivates or removes the account. It has no key, for no hash of a
// password is kept; a second press finds no session.
func (s *server) endAccountForm(r *request) error {
	fields, err := r.formBody()
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
	switch err := s.checkPassword(r, password); chat.CodeOf(err) {
	case "":
	case chat.Forbidden, chat.Invalid, chat.TooMany:
		props.PasswordError = r.says(err)
	default:
		return err
	}
	if props.WhatError != "" || props.PasswordError != "" {
		return s.sendEndAccount(r, fiber.StatusUnprocessableEntity, props)
	}
	if what == views.EndDeactivate {
		err = s.deactivateSelf(r)
	} else {
		err = s.removeSelf(r, fate)
	}
	if err == nil {
		return r.goTo("/login?gone=" + what)
	}
	if props.Error, err = r.refusal(err); err != nil {
		return err
	}
	return s.sendEndAccount(r, fiber.StatusUnprocessableEntity, props)
}

// goneNotices are what the login page says to whoever has just left.
var goneNotices = map[string]string{
	views.EndDeactivate: "Your account is deactivated. An administrator can take it into use again.",
	views.EndKeep:       "Your account is removed. Your messages stay.",
	views.EndRemove:     "Your account is removed, and your messages with it.",
}

func (s *server) deactivateSelf(r *request) error {
	err := s.sessions.EndStored(func() error { return s.Store.Deactivate(s.audited(r), "", r.user.Username, r.now) })
	if err != nil {
		return err
	}
	return s.forgetBrowser(r)
}

func (s *server) removeSelf(r *request, messages chat.Fate) error {
	if err := s.removeAccount(r, "", r.user.Username, messages); err != nil {
		return err
	}
	return s.forgetBrowser(r)
}

// removeAccount is done once the account is gone, though its name may stand in
// others' messages for a while yet.
func (s *server) removeAccount(r *request, by, username string, messages chat.Fate) error {
	err := s.sessions.EndStored(func() error {
		_, err := s.Store.RemoveAccount(s.audited(r), by, username, messages, r.now)
		return err
	})
	if err != nil {
		return err
	}
	if err := s.Store.ContinueRemovals(r.ctx, r.now); err != nil {
		s.Logger.Warn("the removal of an account goes on later", "request", requestID(r.Ctx), "error", err)
	}
	return nil
}

// deactivateAccount is endAccountForm for programs.
func (s *server) deactivateAccount(r *request) error {
	body, err := r.jsonBody()
	if err != nil {
		return err
	}
	if err := s.checkPasswordIn(r, body); err != nil {
		return err
	}
	return sendOK(r, s.deactivateSelf(r))
}

// removeOwnAccount is endAccountForm for programs.
func (s *server) removeOwnAccount(r *request) error {
	body, err := r.jsonBody()
	if err != nil {
		return err
	}
	messages, err := body.text("messages")
	if err != nil {
		return err
	}
	fate, err := chat.ParseFate(messages)
	if err != nil {
		return err
	}
	if err := s.checkPasswordIn(r, body); err != nil {
		return err
	}
	return sendOK(r, s.removeSelf(r, fate))
}

// checkPasswordIn is checkPassword for the password in a body.
func (s *server) checkPasswordIn(r *request, body jsonObject) error {
	password, err := body.text("password")
	if err != nil {
		return err
	}
	return s.checkPassword(r, password)
}
