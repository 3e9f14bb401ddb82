package account

import (
	"context"
	"time"

	"minimost/handlers/web"

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

func (h *Handlers) ShowReset(r *web.Request) error {
	username, err := h.resetUser(r)
	if err != nil {
		return err
	}
	return h.sendReset(r, fiber.StatusOK, views.ResetProps{Username: username})
}

func (h *Handlers) sendReset(r *web.Request, status int, props views.ResetProps) error {
	props.Token = r.Params("token")
	return web.SendPage(r.HTTP, status, views.ResetPage(h.PageProps(r.T("Set a new password")), props))
}

func (h *Handlers) Reset(r *web.Request) error {
	username, err := h.resetUser(r)
	if err != nil {
		return err
	}
	fields, err := r.FormBody()
	if err != nil {
		fields = noFields
	}
	props := views.ResetProps{Username: username}
	var password string
	password, props.PasswordError, props.ConfirmError = parseNewPassword(r, fields)
	if props.PasswordError != "" || props.ConfirmError != "" {
		return h.sendReset(r, fiber.StatusUnprocessableEntity, props)
	}
	hash, err := h.Authenticator.Passwords.Hash(r.Ctx, password)
	if err != nil {
		return err
	}
	if err := h.store.UseResetToken(h.AuditedAs(r, username), auth.HashResetToken(r.Params("token")), hash, r.Now); err != nil {
		return resetError(err)
	}
	h.Throttle.Remember(username, h.ClientAddress(r.HTTP), r.Now)
	return r.Redirect("/login?reset=1")
}

func (h *Handlers) resetUser(r *web.Request) (string, error) {
	username, err := h.store.ResetTokenUser(r.Ctx, auth.HashResetToken(r.Params("token")), r.Now)
	return username, resetError(err)
}

func resetError(err error) error {
	if chat.CodeOf(err) == chat.NotFound {
		return errNoToken
	}
	return err
}
