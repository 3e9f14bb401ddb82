package account

import (
	"unicode/utf8"

	"minimost/handlers/web"

	"github.com/gofiber/fiber/v2"

	"minimost/auth"
	"minimost/chat"
	"minimost/views"
)

const (
	// WrongLogin does not say which of the two is wrong.
	WrongLogin  = "Username or password is wrong."
	deactivated = "This account has been deactivated. Ask an administrator to take it into use again."
)

func (h *Handlers) ShowLogin(r *web.Request) error {
	if err := h.Identify(r, false); err != nil {
		return err
	}
	if r.LoggedIn() {
		return r.Redirect("/")
	}
	var props views.LoginProps
	if r.Query("reset") == "1" {
		props.Notice = r.T("Your new password is set. Log in with it.")
	} else if gone := goneNotices[r.Query("gone")]; gone != "" {
		props.Notice = r.T(gone)
	}
	return h.sendLogin(r, fiber.StatusOK, props)
}

func (h *Handlers) sendLogin(r *web.Request, status int, props views.LoginProps) error {
	props.Demo, props.Signup = h.Demo, string(h.Signup)
	return web.SendPage(r.HTTP, status, views.LoginPage(h.PageProps(r.T("Log in")), props))
}

func (h *Handlers) Login(r *web.Request) error {
	username, password, props := parseLogin(r)
	if props.UsernameError != "" || props.PasswordError != "" {
		return h.sendLogin(r, fiber.StatusUnprocessableEntity, props)
	}
	device, err := h.knownDevice(r, username)
	if err != nil {
		return err
	}
	try, wait, err := h.Throttle.Admit(r.Ctx, username, h.ClientAddress(r.HTTP), device, r.Now)
	if err != nil {
		return err
	}
	if wait > 0 {
		props.Error = r.Says(errTooManyTries(r.RetryAfter(wait)))
		return h.sendLogin(r, fiber.StatusTooManyRequests, props)
	}
	user, ok, err := h.Authenticator.Authenticate(r.Ctx, username, password)
	if err != nil {
		try.GiveBack()
		return err
	}
	if !ok {
		if err := h.AuditFailedLogin(r, username); err != nil {
			return err
		}
		props.Error = r.T(WrongLogin)
		return h.sendLogin(r, fiber.StatusUnprocessableEntity, props)
	}
	try.Succeed()
	if user.Deactivated != 0 {
		if err := h.AuditFailedLogin(r, user.Username); err != nil {
			return err
		}
		props.Error = r.T(deactivated)
		return h.sendLogin(r, fiber.StatusUnprocessableEntity, props)
	}
	if err := h.store.WriteAudit(h.AuditedAs(r, user.Username), r.Now, chat.AuditLoggedIn, user.Username, ""); err != nil {
		return err
	}
	return h.logIn(r, user)
}

// knownDevice is the hash of the request's device where the account is known to use
// it, else nil.
func (h *Handlers) knownDevice(r *web.Request, username string) ([]byte, error) {
	device := auth.DeviceOf(r.HTTP).Hash()
	if device == nil {
		return nil, nil
	}
	if known, err := h.store.KnowsDevice(r.Ctx, username, device); err != nil || !known {
		return nil, err
	}
	return device, nil
}

// parseLogin reads the login form. What no account could have is said beside
// its field, and costs no comparison.
func parseLogin(r *web.Request) (username, password string, props views.LoginProps) {
	fields, err := r.FormBody()
	if err != nil {
		fields = noFields
	}
	username, _ = fields("username")
	password, _ = fields("password")
	switch {
	case username == "":
		props.UsernameError = r.T("Enter your username.")
	case !utf8.ValidString(username):
		props.UsernameError = r.Says(web.ErrNotUTF8)
	case utf8.RuneCountInString(username) > chat.MaxUsernameChars:
		props.UsernameError = r.T("A username has at most %d characters.", chat.MaxUsernameChars)
	default:
		props.Username = username
	}
	switch {
	case password == "":
		props.PasswordError = r.T("Enter your password.")
	case !utf8.ValidString(password):
		props.PasswordError = r.Says(web.ErrNotUTF8)
	case utf8.RuneCountInString(password) > chat.MaxPasswordChars:
		props.PasswordError = r.T("A password has at most %d characters.", chat.MaxPasswordChars)
	}
	return username, password, props
}

func noFields(string) (string, bool) { return "", false }

// logIn starts a session for user in place of the one that the browser had.
func (h *Handlers) logIn(r *web.Request, user chat.User) error {
	if err := h.Identify(r, false); err != nil {
		return err
	}
	h.keepZone(r, user)
	was := auth.DeviceOf(r.HTTP).Hash()
	session, err := h.Sessions.Start(r.HTTP, user, r.Now)
	if err != nil {
		return err
	}
	device := auth.NewDevice()
	if err := h.store.StartLogin(r.Ctx, user.Username, h.LoginOf(r, session), was, device.Hash(), r.Now); err != nil {
		return err
	}
	r.Cookie(device.Cookie(r.Now, h.Secure))
	if err := h.endPresence(r); err != nil {
		return err
	}
	return r.Redirect("/")
}

func (h *Handlers) Logout(r *web.Request) error {
	// The session first: a heartbeat that comes later no longer counts.
	if err := h.Sessions.End(r.HTTP); err != nil {
		return err
	}
	if err := h.endPresence(r); err != nil {
		return err
	}
	h.ForgetLastChannel(r)
	return r.Redirect("/login")
}

// endPresence does to presence what the end of the request's session means.
func (h *Handlers) endPresence(r *web.Request) error {
	if !r.LoggedIn() {
		return nil
	}
	return h.store.EndSession(r.Ctx, r.User.Username, r.Session, r.Now)
}

func (h *Handlers) LoginRateLimited(r *web.Request, sentence string) error {
	_, _, props := parseLogin(r)
	props.UsernameError, props.PasswordError, props.Error = "", "", sentence
	return h.sendLogin(r, fiber.StatusTooManyRequests, props)
}

// keepZone stores the zone of the browser for those of the same account that do
// not tell theirs. What is asked for besides is done without it too.
func (h *Handlers) keepZone(r *web.Request, user chat.User) {
	zone := web.LoadZone(r.Cookies(web.ZoneCookie))
	if zone == nil || zone.String() == user.Zone {
		return
	}
	if err := h.store.SetZone(r.Ctx, user.Username, zone.String()); err != nil {
		h.Logger.Error("store a time zone", "request", web.RequestID(r.HTTP), "error", err)
	}
}
