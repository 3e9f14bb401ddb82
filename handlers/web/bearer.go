package web

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
func (s *Server) identifyToken(r *Request, route Route, token string) error {
	r.Locals(AnswerKey, Data)
	found, err := s.tokens.Find(r.Ctx, token, r.Now)
	if err != nil {
		return err
	}
	if !found.Known() {
		r.Set(fiber.HeaderWWWAuthenticate, `Bearer error="invalid_token"`)
		return fiber.ErrUnauthorized
	}
	if why := route.RefuseToken(found.Token.Scope); why != nil {
		return why
	}
	r.User, r.byToken, r.reading = found.User, true, found.Reads
	return nil
}

// TakesTokens says that programs may ask with a token.
func (route Route) TakesTokens() bool {
	return route.Answer == Data && (route.Guard == Session || route.Guard == Silent) && !strings.HasPrefix(route.Path, "/ui/")
}

// Needs is the scope that a token has to have for the route.
func (route Route) Needs() chat.Scope {
	if route.Method == fiber.MethodGet {
		return chat.ReadScope
	}
	return chat.WriteScope
}

// RefuseToken is what stands against a token of that scope; nil for nothing.
func (route Route) RefuseToken(scope chat.Scope) error {
	switch {
	case !route.TakesTokens():
		return errLogin
	case !scope.Covers(route.Needs()):
		return errReadOnlyToken
	}
	return nil
}

// WithoutToken is a handler for what a program cannot be told of.
func WithoutToken(handle Handler) Handler {
	return func(r *Request) error {
		if r.byToken {
			return errNoPresence
		}
		return handle(r)
	}
}
