package handlers

import (
	"bytes"
	"strings"

	"github.com/gofiber/fiber/v2"

	"minimost/chat"
)

var (
	errLogin         = chat.Errorf(chat.Forbidden, "A token may not do this: it is for people who have logged in.")
	errReadOnlyToken = chat.Errorf(chat.Forbidden, "This token may only read.")
	errNoPresence    = chat.Errorf(chat.Forbidden, "A token reports no presence: that is how people are seen.")
)

// bearer is the token that a request shows. Beside one its session is of no account.
func bearer(c *fiber.Ctx) (token string, shown bool) {
	header := c.Request().Header.Peek(fiber.HeaderAuthorization)
	scheme, rest, _ := bytes.Cut(header, []byte(" "))
	if !bytes.EqualFold(scheme, []byte("Bearer")) {
		return "", false
	}
	return strings.TrimSpace(string(rest)), true
}

// identifyToken finds out whom a program asks for, and whether it may ask this.
func (s *server) identifyToken(r *request, route Route, token string) error {
	r.Locals(answerKey, Data)
	found, err := s.tokens.Find(r.ctx, token, r.now)
	if err != nil {
		return err
	}
	if !found.Known() {
		r.Set(fiber.HeaderWWWAuthenticate, `Bearer error="invalid_token"`)
		return fiber.ErrUnauthorized
	}
	if why := route.refuseToken(found.Token.Scope); why != nil {
		return why
	}
	r.user, r.token, r.reading = found.User, found.Token, found.Reads
	return nil
}

// takesTokens says that programs may ask with a token.
func (route Route) takesTokens() bool {
	return route.Answer == Data && (route.Guard == Session || route.Guard == Silent) && !strings.HasPrefix(route.Path, "/ui/")
}

// needs is the scope that a token has to have for the route.
func (route Route) needs() chat.Scope {
	if route.Method == fiber.MethodGet {
		return chat.ReadScope
	}
	return chat.WriteScope
}

// refuseToken is what stands against a token of that scope; nil for nothing.
func (route Route) refuseToken(scope chat.Scope) error {
	switch {
	case !route.takesTokens():
		return errLogin
	case !scope.Covers(route.needs()):
		return errReadOnlyToken
	}
	return nil
}

// withoutToken is a handler for what a program cannot be told of.
func withoutToken(handle func(*server, *request) error) func(*server, *request) error {
	return func(s *server, r *request) error {
		if r.token.ID != 0 {
			return errNoPresence
		}
		return handle(s, r)
	}
}
