package handlers

import (
	"unicode/utf8"

	"github.com/gofiber/fiber/v2"

	"minimost/chat"
	"minimost/views"
)

const notConfirmed = "The two passwords differ."

func (s *server) showSignup(r *request) error {
	if err := s.identify(r, false); err != nil {
		return err
	}
	if r.loggedIn() {
		return r.Redirect("/")
	}
	return s.sendSignup(r, fiber.StatusOK, views.SignupProps{})
}

func (s *server) sendSignup(r *request, status int, props views.SignupProps) error {
	return sendPage(r.Ctx, status, views.SignupPage(s.pageProps("Sign up"), props))
}

func (s *server) signup(r *request) error {
	username, password, props := parseSignup(r)
	if props.UsernameError == "" {
		_, err := s.Store.User(r.ctx, username)
		switch {
		case err == nil:
			props.UsernameError = "This username is taken."
		case chat.CodeOf(err) != chat.NotFound:
			return err
		}
	}
	if props.UsernameError != "" || props.PasswordError != "" || props.ConfirmError != "" {
		return s.sendSignup(r, fiber.StatusUnprocessableEntity, props)
	}
	user, err := s.createUser(r, username, password)
	if chat.CodeOf(err) == chat.Conflict {
		props.UsernameError = chat.MessageOf(err)
		return s.sendSignup(r, fiber.StatusUnprocessableEntity, props)
	}
	if err != nil {
		return err
	}
	s.throttle.Remember(user.Username, s.clientAddress(r.Ctx))
	return s.logIn(r, user)
}

func parseSignup(r *request) (username, password string, props views.SignupProps) {
	fields, err := r.formBody()
	if err != nil {
		fields = noFields
	}
	username, _ = fields("username")
	if utf8.ValidString(username) {
		props.Username = username
	}
	if _, err := chat.ParseUsername(username); err != nil {
		props.UsernameError = chat.MessageOf(err)
	}
	password, props.PasswordError, props.ConfirmError = parseNewPassword(fields)
	return username, password, props
}

// parseNewPassword reads a password that is typed twice, and what is wrong with
// either.
func parseNewPassword(fields form) (password, passwordError, confirmError string) {
	password, _ = fields("password")
	confirmation, _ := fields("confirm_password")
	if err := chat.CheckPassword(password); err != nil {
		passwordError = chat.MessageOf(err)
	}
	if password != confirmation {
		confirmError = notConfirmed
	}
	return password, passwordError, confirmError
}

func (s *server) createUser(r *request, username, password string) (chat.User, error) {
	hash, err := s.authenticator.Passwords.Hash(r.ctx, password)
	if err != nil {
		return chat.User{}, err
	}
	err = s.Store.CreateUser(r.ctx, chat.User{
		Username:     username,
		PasswordHash: hash,
		CreatedTS:    chat.StampOf(r.now),
	})
	if err != nil {
		return chat.User{}, err
	}
	return s.Store.User(r.ctx, username)
}
