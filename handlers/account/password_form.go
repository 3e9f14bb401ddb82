package account

import (
	"github.com/gofiber/fiber/v2"

	"minimost/handlers/web"

	"minimost/auth"
	"minimost/chat"
	"minimost/views"
)

const (
	passwordPage  = "/ui/account/password"
	passwordTitle = "Change your password"
)

var (
	errWrongPassword = chat.Errorf(chat.Forbidden, "This is not your password.")
	errNoPassword    = chat.Errorf(chat.Invalid, "Enter your password.")
)

// errTooManyTries says when passwords are compared again.
func errTooManyTries(wait chat.Words) error {
	return chat.Errorf(chat.TooMany, "Too many failed tries. Try again in %s.", wait)
}

// checkPassword is Forbidden for a password that is not the user's, and TooMany
// after too many of them in this session: whoever has got hold of one must not find
// out the password by it.
func (h *Handlers) checkPassword(r *web.Request, password string) error {
	if password == "" {
		return errNoPassword
	}
	try, wait, err := h.Throttle.Admit(r.Ctx, r.User.Username, h.ClientAddress(r.HTTP), []byte(r.Session), r.Now)
	if err != nil {
		return err
	}
	if wait > 0 {
		return errTooManyTries(r.RetryAfter(wait))
	}
	_, ok, err := h.Authenticator.Authenticate(r.Ctx, r.User.Username, password)
	if err != nil || ok {
		try.GiveBack()
		return err
	}
	return errWrongPassword
}

// setPassword makes password the user's, lets this session and this browser go on,
// and ends every other session.
func (h *Handlers) setPassword(r *web.Request, password string) error {
	hash, err := h.Authenticator.Passwords.Hash(r.Ctx, password)
	if err != nil {
		return err
	}
	user, err := h.store.User(r.Ctx, r.User.Username) // its hash may just have been renewed
	if err != nil {
		return err
	}
	epoch, device := chat.NewEpoch(), auth.NewDevice()
	err = h.Sessions.Continue(r.HTTP, epoch, func() error {
		return h.store.ChangePassword(h.Audited(r), user.Username, user.PasswordHash, hash, epoch, r.Session, device.Hash(), r.Now)
	})
	if err == nil {
		r.Cookie(device.Cookie(r.Now, h.Secure))
	}
	return err
}

func (h *Handlers) ShowPassword(r *web.Request) error {
	return h.sendPassword(r, fiber.StatusOK, views.PasswordProps{Changed: r.Query("changed") != ""})
}

func (h *Handlers) sendPassword(r *web.Request, status int, props views.PasswordProps) error {
	props.BackURL, props.Username = r.BackURL(accountPage), r.User.Username
	return h.SendDialog(r, status, r.T(passwordTitle), views.PasswordDialog(props))
}

func (h *Handlers) PasswordForm(r *web.Request) error {
	fields, err := r.FormBody()
	if err != nil {
		return err
	}
	var props views.PasswordProps
	var password string
	password, props.PasswordError, props.ConfirmError = parseNewPassword(r, fields)
	current, _ := fields("current_password")
	switch err := h.checkPassword(r, current); chat.CodeOf(err) {
	case "":
	case chat.Forbidden, chat.Invalid, chat.TooMany:
		props.CurrentError = r.Says(err)
	default:
		return err
	}
	if props.CurrentError != "" || props.PasswordError != "" || props.ConfirmError != "" {
		return h.sendPassword(r, fiber.StatusUnprocessableEntity, props)
	}
	switch err := h.setPassword(r, password); chat.CodeOf(err) {
	case "":
	case chat.Conflict:
		props.Error = r.Says(err)
		return h.sendPassword(r, fiber.StatusUnprocessableEntity, props)
	default:
		return err
	}
	if r.HTMX() {
		return h.sendPassword(r, fiber.StatusOK, views.PasswordProps{Changed: true})
	}
	return r.Redirect(passwordPage+"?changed=1", fiber.StatusSeeOther)
}

// ChangePassword is PasswordForm for programs.
func (h *Handlers) ChangePassword(r *web.Request) error {
	body, err := r.JSONBody()
	if err != nil {
		return err
	}
	current, err := body.Text("password")
	if err != nil {
		return err
	}
	password, err := body.Text("new_password")
	if err != nil {
		return err
	}
	if err := chat.CheckPassword(password); err != nil {
		return err
	}
	if err := h.checkPassword(r, current); err != nil {
		return err
	}
	return web.SendOK(r, h.setPassword(r, password))
}
