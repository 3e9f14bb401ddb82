package handlers

import (
	"strings"
	"time"
	"unicode/utf8"

	"github.com/gofiber/fiber/v2"

	"minimost/auth"
	"minimost/chat"
	"minimost/views"
)

const (
	wrongLogin  = "Username or password is wrong."
	deactivated = "This account has been deactivated. Ask an administrator to take it into use again."
)

func (s *server) showLogin(r *request) error {
	if err := s.identify(r, false); err != nil {
		return err
	}
	if r.loggedIn() {
		return r.Redirect("/")
	}
	var props views.LoginProps
	if r.Query("reset") == "1" {
		props.Notice = r.T("Your new password is set. Log in with it.")
	} else if gone := goneNotices[r.Query("gone")]; gone != "" {
		props.Notice = r.T(gone)
	}
	return s.sendLogin(r, fiber.StatusOK, props)
}

func (s *server) sendLogin(r *request, status int, props views.LoginProps) error {
	props.Demo, props.Signup = s.Demo, string(s.Signup)
	return sendPage(r.Ctx, status, views.LoginPage(s.pageProps(r.T("Log in")), props))
}

func (s *server) login(r *request) error {
	username, password, props := parseLogin(r)
	if props.UsernameError != "" || props.PasswordError != "" {
		return s.sendLogin(r, fiber.StatusUnprocessableEntity, props)
	}
	device, err := s.knownDevice(r, username)
	if err != nil {
		return err
	}
	try, wait, err := s.throttle.Admit(r.ctx, username, s.clientAddress(r.Ctx), device, r.now)
	if err != nil {
		return err
	}
	if wait > 0 {
		props.Error = r.says(errTooManyTries(r.retryAfter(wait)))
		return s.sendLogin(r, fiber.StatusTooManyRequests, props)
	}
	user, ok, err := s.authenticator.Authenticate(r.ctx, username, password)
	if err != nil {
		try.GiveBack()
		return err
	}
	if !ok {
		if err := s.auditFailedLogin(r, username); err != nil {
			return err
		}
		props.Error = r.T(wrongLogin)
		return s.sendLogin(r, fiber.StatusUnprocessableEntity, props)
	}
	try.Succeed()
	if user.Deactivated != 0 {
		if err := s.auditFailedLogin(r, user.Username); err != nil {
			return err
		}
		props.Error = r.T(deactivated)
		return s.sendLogin(r, fiber.StatusUnprocessableEntity, props)
	}
	if err := s.Store.WriteAudit(s.auditedAs(r, user.Username), r.now, chat.AuditLoggedIn, user.Username, ""); err != nil {
		return err
	}
	return s.logIn(r, user)
}

// knownDevice is the hash of the request's device where the account is known to use
// it, else nil.
func (s *server) knownDevice(r *request, username string) ([]byte, error) {
	device := auth.DeviceOf(r.Ctx).Hash()
	if device == nil {
		return nil, nil
	}
	if known, err := s.Store.KnowsDevice(r.ctx, username, device); err != nil || !known {
		return nil, err
	}
	return device, nil
}

// parseLogin reads the login form. What no account could have is said beside
// its field, and costs no comparison.
func parseLogin(r *request) (username, password string, props views.LoginProps) {
	fields, err := r.formBody()
	if err != nil {
		fields = noFields
	}
	username, _ = fields("username")
	password, _ = fields("password")
	switch {
	case username == "":
		props.UsernameError = r.T("Enter your username.")
	case !utf8.ValidString(username):
		props.UsernameError = r.says(errNotUTF8)
	case utf8.RuneCountInString(username) > chat.MaxUsernameChars:
		props.UsernameError = r.T("A username has at most %d characters.", chat.MaxUsernameChars)
	default:
		props.Username = username
	}
	switch {
	case password == "":
		props.PasswordError = r.T("Enter your password.")
	case !utf8.ValidString(password):
		props.PasswordError = r.says(errNotUTF8)
	case utf8.RuneCountInString(password) > chat.MaxPasswordChars:
		props.PasswordError = r.T("A password has at most %d characters.", chat.MaxPasswordChars)
	}
	return username, password, props
}

func noFields(string) (string, bool) { return "", false }

// logIn starts a session for user in place of the one that the browser had.
func (s *server) logIn(r *request, user chat.User) error {
	if err := s.identify(r, false); err != nil {
		return err
	}
	s.keepZone(r, user)
	was := auth.DeviceOf(r.Ctx).Hash()
	session, err := s.sessions.Start(r.Ctx, user, r.now)
	if err != nil {
		return err
	}
	device := auth.NewDevice()
	if err := s.Store.StartLogin(r.ctx, user.Username, s.loginOf(r, session), was, device.Hash(), r.now); err != nil {
		return err
	}
	r.Cookie(device.Cookie(r.now, s.Secure))
	if err := s.endPresence(r); err != nil {
		return err
	}
	return r.Redirect("/")
}

// loginOf is where a session is used from, as the request shows.
func (s *server) loginOf(r *request, session string) chat.Login {
	return chat.Login{Session: session, Address: s.shownAddress(r), Browser: chat.BrowserName(r.Get(fiber.HeaderUserAgent))}
}

// shownAddress is the client's address, of IPv6 the network that counts as one.
func (s *server) shownAddress(r *request) string {
	const alone = "/32"
	return strings.TrimSuffix(s.clientAddress(r.Ctx), alone)
}

func (s *server) logout(r *request) error {
	// The session first: a heartbeat that comes later no longer counts.
	if err := s.sessions.End(r.Ctx); err != nil {
		return err
	}
	if err := s.endPresence(r); err != nil {
		return err
	}
	s.forgetLastChannel(r)
	return r.Redirect("/login")
}

// forgetLastChannel keeps whoever uses this browser next from reading where the last
// one was.
func (s *server) forgetLastChannel(r *request) {
	r.Cookie(&fiber.Cookie{Name: lastChannelCookie, Path: "/", HTTPOnly: true, SameSite: "Lax", Secure: s.Secure, Expires: time.Unix(1, 0)})
}

// endPresence does to presence what the end of the request's session means.
func (s *server) endPresence(r *request) error {
	if !r.loggedIn() {
		return nil
	}
	return s.Store.EndSession(r.ctx, r.user.Username, r.session, r.now)
}
