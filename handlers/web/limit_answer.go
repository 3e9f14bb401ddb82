package web

import (
	"math"
	"strconv"
	"time"

	"github.com/gofiber/fiber/v2"

	"minimost/chat"
)

// refuseFlood answers a request beyond its limit. A form that was sent without
// scripts comes back as it was filled in, where somebody has written it.
func (s *Server) refuseFlood(r *Request, route Route, wait time.Duration) error {
	err := chat.Errorf(chat.TooMany, "Too many %s in a short time. Try again in %s.", chat.Say(Allowances[route.Limit].What), r.RetryAfter(wait))
	again := s.formsShownAgain[route.Path]
	if again == nil || route.Method != fiber.MethodPost || r.HTMX() {
		return err
	}
	return again(r, r.Says(err))
}

// RetryAfter tells a client when to come back, and returns it in words.
func (r *Request) RetryAfter(wait time.Duration) chat.Words {
	seconds := max(1, int(math.Ceil(wait.Seconds())))
	r.Set(fiber.HeaderRetryAfter, strconv.Itoa(seconds))
	if seconds == 1 {
		return chat.Say("1 second")
	}
	return chat.Say("%d seconds", seconds)
}
