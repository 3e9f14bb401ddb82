package handlers

import (
	"context"
	"time"
	"unicode/utf8"

	"github.com/gofiber/fiber/v2"

	"minimost/chat"
	"minimost/views"
)

const notConfirmed = "The two passwords differ."

type signupStore interface {
	// SignUp adds an account for somebody who comes by the admission, and returns it.
	// It is Forbidden or ErrNoInvite where that lets nobody in, Conflict where the
	// name is taken.
	SignUp(ctx context.Context, u chat.User, a chat.Admission, now time.Time) (chat.User, error)
	// Invite is the invite with that hash while it can be used, or ErrNoInvite.
	Invite(ctx context.Context, hash []byte, now time.Time) (chat.Invite, error)
}

func (s *server) showSignup(r *request) error {
	return s.showSignupForm(r, s.admission(), views.SignupProps{})
}

// admission is by what right people sign up without an invite.
func (s *server) admission() chat.Admission { return chat.Admission{Mode: s.Signup} }

func (s *server) showSignupForm(r *request, by chat.Admission, props views.SignupProps) error {
	if err := s.identify(r, false); err != nil {
		return err
	}
	if r.loggedIn() {
		return r.Redirect("/")
	}
	if err := by.Check(); err != nil && !props.First {
		return err
	}
	return s.sendSignup(r, fiber.StatusOK, props)
}

func (s *server) sendSignup(r *request, status int, props views.SignupProps) error {
	return sendPage(r.Ctx, status, views.SignupPage(s.pageProps(r.T("Sign up")), props))
}

func (s *server) signup(r *request) error {
	if err := s.admission().Check(); err != nil {
		return err
	}
	return s.signUp(r, s.admission(), views.SignupProps{})
}

func (s *server) signUp(r *request, by chat.Admission, props views.SignupProps) error {
	username, password, props := parseSignup(r, props)
	if props.UsernameError == "" {
		taken, err := s.Store.NameTaken(r.ctx, username)
		if err != nil {
			return err
		}
		if taken {
			props.UsernameError = r.T("This username is taken.")
		}
	}
	if props.UsernameError != "" || props.PasswordError != "" || props.ConfirmError != "" {
		return s.sendSignup(r, fiber.StatusUnprocessableEntity, props)
	}
	user, err := s.createUser(r, username, password, by)
	if chat.CodeOf(err) == chat.Conflict {
		props.UsernameError = r.says(err)
		return s.sendSignup(r, fiber.StatusUnprocessableEntity, props)
	}
	if err != nil {
		return err
	}
	s.throttle.Remember(user.Username, s.clientAddress(r.Ctx), r.now)
	return s.logIn(r, user)
}

// parseSignup reads the form, and puts into its props what is to be shown again.
func parseSignup(r *request, props views.SignupProps) (username, password string, _ views.SignupProps) {
	fields, err := r.formBody()
	if err != nil {
		fields = noFields
	}
	username, _ = fields("username")
	if utf8.ValidString(username) {
		props.Username = username
	}
	if _, err := chat.ParseUsername(username); err != nil {
		props.UsernameError = r.says(err)
	}
	password, props.PasswordError, props.ConfirmError = r.parseNewPassword(fields)
	return username, password, props
}

// parseNewPassword reads a password that is typed twice, and what is wrong with
// either.
func (v *viewer) parseNewPassword(fields form) (password, passwordError, confirmError string) {
	password, _ = fields("password")
	confirmation, _ := fields("confirm_password")
	if err := chat.CheckPassword(password); err != nil {
		passwordError = v.says(err)
	}
	if password != confirmation {
		confirmError = v.T(notConfirmed)
	}
	return password, passwordError, confirmError
}

func (s *server) createUser(r *request, username, password string, by chat.Admission) (chat.User, error) {
	hash, err := s.authenticator.Passwords.Hash(r.ctx, password)
	if err != nil {
		return chat.User{}, err
	}
	return s.Store.SignUp(s.audited(r), chat.User{
		Username:     username,
		PasswordHash: hash,
		CreatedTS:    chat.StampOf(r.now),
	}, by, r.now)
}
