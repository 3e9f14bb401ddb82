package handlers

import (
	"math"
	"strconv"
	"time"

	"github.com/gofiber/fiber/v2"

	"minimost/chat"
	"minimost/views"
)

// refuseFlood answers a request beyond its limit. A form that was sent without
// scripts comes back as it was filled in, where somebody has written it.
func (s *server) refuseFlood(r *request, route Route, wait time.Duration) error {
	err := chat.Errorf(chat.TooMany, "Too many %s in a short time. Try again in %s.", chat.Say(allowances[route.Limit].what), r.retryAfter(wait))
	again := formsShownAgain[route.Method+" "+route.Path]
	if again == nil || r.htmx() {
		return err
	}
	return again(s, r, r.says(err))
}

// retryAfter tells a client when to come back, and returns it in words.
func (r *request) retryAfter(wait time.Duration) chat.Words {
	seconds := max(1, int(math.Ceil(wait.Seconds())))
	r.Set(fiber.HeaderRetryAfter, strconv.Itoa(seconds))
	if seconds == 1 {
		return chat.Say("1 second")
	}
	return chat.Say("%d seconds", seconds)
}

// formsShownAgain are the forms that keep what was typed in them.
var formsShownAgain = map[string]func(s *server, r *request, sentence string) error{
	"POST /login":            (*server).loginRateLimited,
	"POST /signup":           (*server).signupRateLimited,
	"POST /invite/:token":    (*server).signupRateLimited,
	"POST /ui/send/:channel": (*server).sendRateLimited,
	"POST /ui/edit/:id":      (*server).editRateLimited,
}

func (s *server) loginRateLimited(r *request, sentence string) error {
	_, _, props := parseLogin(r)
	props.UsernameError, props.PasswordError, props.Error = "", "", sentence
	return s.sendLogin(r, fiber.StatusTooManyRequests, props)
}

func (s *server) signupRateLimited(r *request, sentence string) error {
	_, _, props := parseSignup(r, views.SignupProps{Token: r.Params("token")})
	props.UsernameError, props.PasswordError, props.ConfirmError, props.Error = "", "", "", sentence
	return s.sendSignup(r, fiber.StatusTooManyRequests, props)
}
