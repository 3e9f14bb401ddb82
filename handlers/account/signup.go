package account

import (
	"context"
	"time"
	"unicode/utf8"

	"minimost/handlers/web"

	"github.com/gofiber/fiber/v2"

	"minimost/chat"
	"minimost/views"
)

// NotConfirmed is said beside a password that was not typed twice alike.
const NotConfirmed = "The two passwords differ."

type signupStore interface {
	// SignUp adds an account for somebody who comes by the admission, and returns it.
	// It is Forbidden or ErrNoInvite where that lets nobody in, Conflict where the
	// name is taken.
	SignUp(ctx context.Context, u chat.User, a chat.Admission, now time.Time) (chat.User, error)
	// Invite is the invite with that hash while it can be used, or ErrNoInvite.
	Invite(ctx context.Context, hash []byte, now time.Time) (chat.Invite, error)
}

func (h *Handlers) ShowSignup(r *web.Request) error {
	return h.showSignupForm(r, h.admission(), views.SignupProps{})
}

// admission is by what right people sign up without an invite.
func (h *Handlers) admission() chat.Admission { return chat.Admission{Mode: h.Signup} }

func (h *Handlers) showSignupForm(r *web.Request, by chat.Admission, props views.SignupProps) error {
	if err := h.Identify(r, false); err != nil {
		return err
	}
	if r.LoggedIn() {
		return r.Redirect("/")
	}
	if err := by.Check(); err != nil && !props.First {
		return err
	}
	return h.sendSignup(r, fiber.StatusOK, props)
}

func (h *Handlers) sendSignup(r *web.Request, status int, props views.SignupProps) error {
	return web.SendPage(r.HTTP, status, views.SignupPage(h.PageProps(r.T("Sign up")), props))
}

func (h *Handlers) SignUp(r *web.Request) error {
	if err := h.admission().Check(); err != nil {
		return err
	}
	return h.signUp(r, h.admission(), views.SignupProps{})
}

func (h *Handlers) signUp(r *web.Request, by chat.Admission, props views.SignupProps) error {
	username, password, props := parseSignup(r, props)
	if props.UsernameError == "" {
		taken, err := h.store.NameTaken(r.Ctx, username)
		if err != nil {
			return err
		}
		if taken {
			props.UsernameError = r.T("This username is taken.")
		}
	}
	if props.UsernameError != "" || props.PasswordError != "" || props.ConfirmError != "" {
		return h.sendSignup(r, fiber.StatusUnprocessableEntity, props)
	}
	user, err := h.createUser(r, username, password, by)
	if chat.CodeOf(err) == chat.Conflict {
		props.UsernameError = r.Says(err)
		return h.sendSignup(r, fiber.StatusUnprocessableEntity, props)
	}
	if err != nil {
		return err
	}
	h.Throttle.Remember(user.Username, h.ClientAddress(r.HTTP), r.Now)
	return h.logIn(r, user)
}

// parseSignup reads the form, and puts into its props what is to be shown again.
func parseSignup(r *web.Request, props views.SignupProps) (username, password string, _ views.SignupProps) {
	fields, err := r.FormBody()
	if err != nil {
		fields = noFields
	}
	username, _ = fields("username")
	if utf8.ValidString(username) {
		props.Username = username
	}
	if _, err := chat.ParseUsername(username); err != nil {
		props.UsernameError = r.Says(err)
	}
	password, props.PasswordError, props.ConfirmError = parseNewPassword(r, fields)
	return username, password, props
}

// parseNewPassword reads a password that is typed twice, and what is wrong with
// either.
func parseNewPassword(r *web.Request, fields web.Form) (password, passwordError, confirmError string) {
	password, _ = fields("password")
	confirmation, _ := fields("confirm_password")
	if err := chat.CheckPassword(password); err != nil {
		passwordError = r.Says(err)
	}
	if password != confirmation {
		confirmError = r.T(NotConfirmed)
	}
	return password, passwordError, confirmError
}

func (h *Handlers) createUser(r *web.Request, username, password string, by chat.Admission) (chat.User, error) {
	hash, err := h.Authenticator.Passwords.Hash(r.Ctx, password)
	if err != nil {
		return chat.User{}, err
	}
	return h.store.SignUp(h.Audited(r), chat.User{
		Username:     username,
		PasswordHash: hash,
		CreatedTS:    chat.StampOf(r.Now),
	}, by, r.Now)
}

func (h *Handlers) SignupRateLimited(r *web.Request, sentence string) error {
	_, _, props := parseSignup(r, views.SignupProps{Token: r.Params("token")})
	props.UsernameError, props.PasswordError, props.ConfirmError, props.Error = "", "", "", sentence
	return h.sendSignup(r, fiber.StatusTooManyRequests, props)
}
