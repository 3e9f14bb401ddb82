package web

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"strings"

	"github.com/gofiber/fiber/v2"

	"minimost/auth"
	"minimost/chat"
	"minimost/views"
)

// localsKey keeps our keys apart from those of Fiber's middleware.
type localsKey int

// What a request's Locals say of it.
const (
	routeKey  localsKey = iota // the watched route
	userKey                    // whose session it is, for the log
	LookKey                    // how pages look to them
	AnswerKey                  // what is answered with where that is not the route's to say
)

// Statuses are the HTTP statuses of error codes.
var Statuses = map[chat.Code]int{
	chat.Invalid:     fiber.StatusBadRequest,
	chat.Forbidden:   fiber.StatusForbidden,
	chat.NotFound:    fiber.StatusNotFound,
	chat.Conflict:    fiber.StatusConflict,
	chat.TooLarge:    fiber.StatusRequestEntityTooLarge,
	chat.TooMany:     fiber.StatusTooManyRequests,
	chat.Reused:      fiber.StatusUnprocessableEntity,
	chat.Full:        fiber.StatusInsufficientStorage,
	chat.Unavailable: fiber.StatusServiceUnavailable,
}

// httpSentences are for what Fiber refuses before a handler sees it.
var httpSentences = map[int]string{
	fiber.StatusBadRequest:                  "The request cannot be read.",
	fiber.StatusUnauthorized:                "This token was ended, or never was one.",
	fiber.StatusNotFound:                    "There is nothing at this address.",
	fiber.StatusMethodNotAllowed:            "This address does not take that method.",
	fiber.StatusRequestTimeout:              "The request took too long to arrive.",
	fiber.StatusRequestEntityTooLarge:       "The request is larger than 1 MiB.",
	fiber.StatusMisdirectedRequest:          OtherHost,
	fiber.StatusUnsupportedMediaType:        "The request's body must not be compressed.",
	fiber.StatusUpgradeRequired:             "This address is for WebSockets alone.",
	fiber.StatusRequestHeaderFieldsTooLarge: "The request's headers are too large.",
}

// pageTitles are the headings of pages that say why there is no other. People have no use for the names that HTTP has for these.
var pageTitles = map[int]string{
	fiber.StatusUnauthorized:          "Log in again",
	fiber.StatusForbidden:             "This is not open to you",
	fiber.StatusNotFound:              "This cannot be found",
	fiber.StatusRequestTimeout:        "That took too long",
	fiber.StatusConflict:              "That cannot be done as it is",
	fiber.StatusRequestEntityTooLarge: "That is too large",
	fiber.StatusMisdirectedRequest:    "This is another address",
	fiber.StatusTooManyRequests:       "One moment, please",
	fiber.StatusInternalServerError:   "Something went wrong here",
	fiber.StatusServiceUnavailable:    "Back in a moment",
	fiber.StatusInsufficientStorage:   "There is no room left",
}

const otherTitle = "That did not work"

// retryAfter is after how many seconds it is worth to ask a server anew that could not answer.
const retryAfter = "1"

// errPanic stands for a panic, which was logged when it was caught.
var errPanic = errors.New("a handler panicked")

// fail answers a request that ended in an error: the one place where errors
// become statuses and sentences.
func (s *Server) fail(c *fiber.Ctx, err error) error {
	if RequestID(c) == "" {
		s.nameRequest(c) // it was refused before it came to observe
	}
	status, sentence := describe(err)
	if status >= fiber.StatusInternalServerError && !errors.Is(err, errPanic) {
		// The path itself may hold a secret; the route's pattern does not.
		s.Logger.Error("a request failed", "request", RequestID(c), "method", c.Method(), "route", c.Route().Path, "error", err)
	}
	s.securityHeaders(c)
	if status == fiber.StatusServiceUnavailable {
		c.Set(fiber.HeaderRetryAfter, retryAfter)
	}
	l := languageOf(c)
	switch {
	case isData(c):
		return SendText(c, status, sentence)
	case !wantsPage(c):
		return SendText(c, status, sayIn(l, err, sentence))
	}
	p := views.ErrorProps{
		Status:    status,
		Title:     l.T(cmp.Or(pageTitles[status], otherTitle)),
		Message:   sayIn(l, err, sentence),
		BackURL:   "/",
		BackLabel: l.T("Back to the chat"),
	}
	if errors.Is(err, chat.ErrNoInvite) {
		p.Title = l.T("This invite cannot be used")
		if c.Cookies(auth.Cookie) == "" { // who comes by one has hardly been in the chat
			p.BackURL, p.BackLabel = "/login", l.T("Log in")
		}
	}
	return SendPage(c, status, views.ErrorDocument(s.PageProps(p.Title), p))
}

// describe says what a client is told about err. Whatever the store did not
// foresee is 503 like an unreachable database, because it may have been the
// check of someone's access that failed, and that must not read as a refusal.
func describe(err error) (status int, sentence string) {
	if e, ok := errors.AsType[*chat.Error](err); ok && Statuses[e.Code] != 0 {
		return Statuses[e.Code], e.Message
	}
	if e, ok := errors.AsType[*fiber.Error](err); ok {
		if text := httpSentences[e.Code]; text != "" {
			return e.Code, text
		}
		return e.Code, http.StatusText(e.Code) + "."
	}
	switch {
	case errors.Is(err, errPanic):
		return fiber.StatusInternalServerError, chat.MessageOf(err)
	case errors.Is(err, context.DeadlineExceeded):
		return fiber.StatusServiceUnavailable, "The server is too busy right now. Try again in a moment."
	}
	return fiber.StatusServiceUnavailable, chat.MessageOf(err)
}

// isData reports whether the answer is for programs.
func isData(c *fiber.Ctx) bool {
	answer, known := c.Locals(AnswerKey).(Answer)
	if route, found := c.Locals(routeKey).(*watched); found && !known {
		answer, known = route.Answer, true
	}
	return known && answer == Data
}

func wantsPage(c *fiber.Ctx) bool {
	return !isData(c) && strings.Contains(c.Get(fiber.HeaderAccept), fiber.MIMETextHTML)
}
