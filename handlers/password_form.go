package handlers

import (
	"github.com/gofiber/fiber/v2"

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
func (s *server) checkPassword(r *request, password string) error {
	if password == "" {
		return errNoPassword
	}
	try, wait, err := s.throttle.Admit(r.ctx, r.user.Username, s.clientAddress(r.Ctx), []byte(r.session), r.now)
	if err != nil {
		return err
	}
	if wait > 0 {
		return errTooManyTries(r.retryAfter(wait))
	}
	_, ok, err := s.authenticator.Authenticate(r.ctx, r.user.Username, password)
	if err != nil || ok {
		try.GiveBack()
		return err
	}
	return errWrongPassword
}

// setPassword makes password the user's, lets this session and this browser go on,
// and ends every other session.
func (s *server) setPassword(r *request, password string) error {
	hash, err := s.authenticator.Passwords.Hash(r.ctx, password)
	if err != nil {
		return err
	}
	user, err := s.Store.User(r.ctx, r.user.Username) // its hash may just have been renewed
	if err != nil {
		return err
	}
	epoch, device := chat.NewEpoch(), auth.NewDevice()
	err = s.sessions.Continue(r.Ctx, epoch, func() error {
		return s.Store.ChangePassword(s.audited(r), user.Username, user.PasswordHash, hash, epoch, r.session, device.Hash(), r.now)
	})
	if err == nil {
		r.Cookie(device.Cookie(r.now, s.Secure))
	}
	return err
}

func (s *server) showPassword(r *request) error {
	return s.sendPassword(r, fiber.StatusOK, views.PasswordProps{Changed: r.Query("changed") != ""})
}

func (s *server) sendPassword(r *request, status int, props views.PasswordProps) error {
	props.BackURL, props.Username = r.backURL(accountPage), r.user.Username
	return s.sendDialog(r, status, r.T(passwordTitle), views.PasswordDialog(props))
}

func (s *server) passwordForm(r *request) error {
	fields, err := r.formBody()
	if err != nil {
		return err
	}
	var props views.PasswordProps
	var password string
	password, props.PasswordError, props.ConfirmError = r.parseNewPassword(fields)
	current, _ := fields("current_password")
	switch err := s.checkPassword(r, current); chat.CodeOf(err) {
	case "":
	case chat.Forbidden, chat.Invalid, chat.TooMany:
		props.CurrentError = r.says(err)
	default:
		return err
	}
	if props.CurrentError != "" || props.PasswordError != "" || props.ConfirmError != "" {
		return s.sendPassword(r, fiber.StatusUnprocessableEntity, props)
	}
	switch err := s.setPassword(r, password); chat.CodeOf(err) {
	case "":
	case chat.Conflict:
		props.Error = r.says(err)
		return s.sendPassword(r, fiber.StatusUnprocessableEntity, props)
	default:
		return err
	}
	if r.htmx() {
		return s.sendPassword(r, fiber.StatusOK, views.PasswordProps{Changed: true})
	}
	return r.Redirect(passwordPage+"?changed=1", fiber.StatusSeeOther)
}

// changePassword is passwordForm for programs.
func (s *server) changePassword(r *request) error {
	body, err := r.jsonBody()
	if err != nil {
		return err
	}
	current, err := body.text("password")
	if err != nil {
		return err
	}
	password, err := body.text("new_password")
	if err != nil {
		return err
	}
	if err := chat.CheckPassword(password); err != nil {
		return err
	}
	if err := s.checkPassword(r, current); err != nil {
		return err
	}
	return sendOK(r, s.setPassword(r, password))
}
