package handlers

import (
	"context"
	"time"

	"github.com/gofiber/fiber/v2"

	"minimost/auth"
	"minimost/chat"
	"minimost/views"
)

type resetStore interface {
	// ResetTokenUser is whose password a token sets; NotFound for a token that
	// is unknown, used or expired.
	ResetTokenUser(ctx context.Context, tokenHash []byte, now time.Time) (string, error)
	// UseResetToken sets the password and ends every session of the account.
	UseResetToken(ctx context.Context, tokenHash []byte, passwordHash string, now time.Time) error
}

var errNoToken = chat.Errorf(chat.NotFound, "This link was used already or is no longer valid. Ask for a new one.")

func (s *server) showReset(r *request) error {
	username, err := s.resetUser(r)
	if err != nil {
		return err
	}
	return s.sendReset(r, fiber.StatusOK, views.ResetProps{Username: username})
}

func (s *server) sendReset(r *request, status int, props views.ResetProps) error {
	props.Token = r.Params("token")
	return sendPage(r.Ctx, status, views.ResetPage(s.pageProps(r.T("Set a new password")), props))
}

func (s *server) reset(r *request) error {
	username, err := s.resetUser(r)
	if err != nil {
		return err
	}
	fields, err := r.formBody()
	if err != nil {
		fields = noFields
	}
	props := views.ResetProps{Username: username}
	var password string
	password, props.PasswordError, props.ConfirmError = r.parseNewPassword(fields)
	if props.PasswordError != "" || props.ConfirmError != "" {
		return s.sendReset(r, fiber.StatusUnprocessableEntity, props)
	}
	hash, err := s.authenticator.Passwords.Hash(r.ctx, password)
	if err != nil {
		return err
	}
	if err := s.Store.UseResetToken(s.auditedAs(r, username), auth.HashResetToken(r.Params("token")), hash, r.now); err != nil {
		return resetError(err)
	}
	s.throttle.Remember(username, s.clientAddress(r.Ctx), r.now)
	return r.Redirect("/login?reset=1")
}

func (s *server) resetUser(r *request) (string, error) {
	username, err := s.Store.ResetTokenUser(r.ctx, auth.HashResetToken(r.Params("token")), r.now)
	return username, resetError(err)
}

func resetError(err error) error {
	if chat.CodeOf(err) == chat.NotFound {
		return errNoToken
	}
	return err
}
