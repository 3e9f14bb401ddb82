package handlers

import (
	"cmp"
	"context"
	"strconv"
	"time"

	"github.com/gofiber/fiber/v2"
	"golang.org/x/time/rate"

	"minimost/auth"
	"minimost/chat"
	"minimost/lang"
	"minimost/page"
	"minimost/views"
)

// viewer is who looks at something, and when.
type viewer struct {
	ctx  context.Context // for the store; ends when the answer is due
	now  time.Time
	user chat.User      // the zero User without a session
	zone *time.Location // nil when it is not known
	// browser is the language that the browser asks for.
	browser lang.Language
}

// request is one request on its way through a handler.
type request struct {
	*fiber.Ctx
	viewer
	session string        // the hash of the session's id, as presence knows it
	token   chat.Token    // by which a program asks; its ID is 0 for a session
	ended   uint64        // how many sessions had ended when this one was looked up
	reading *rate.Limiter // what its user may still read; nil: all
}

// local is a moment as the viewer's clock has it.
func (v *viewer) local(at time.Time) time.Time { return views.InZone(at, v.zone) }

// reader is who asks, as pages know them.
func (v *viewer) reader() page.Reader {
	return page.Reader{Ctx: v.ctx, Now: v.now, User: v.user, Zone: v.zone, Browser: v.browser}
}

func (r *request) loggedIn() bool { return r.user.Username != "" }

// channel is the channel identifier in the path, as it was spelled.
func (r *request) channel() string { return r.Params("channel") }

// id reads the number of a message or private channel in the path.
func (r *request) id(name string) int64 { return parseID(r.Params(name)) }

// parseID reads a number that something is stored under. What is not one is 0,
// which nothing is stored under.
func parseID(raw string) int64 {
	n, err := strconv.ParseInt(raw, 10, 64)
	if err != nil || n < 1 || strconv.FormatInt(n, 10) != raw {
		return 0
	}
	return n
}

// serve runs a route's handler for whoever its guard lets through.
func (s *server) serve(route Route) fiber.Handler {
	watched := s.watch(route)
	return func(c *fiber.Ctx) error {
		c.Locals(routeKey, watched)
		// Fiber does not end a request's context when the client leaves.
		ctx := &deadline{Context: context.Background(), at: time.Now().Add(cmp.Or(s.RequestTimeout, requestTimeout))}
		defer ctx.end()
		r := &request{Ctx: c, viewer: viewer{ctx: ctx, now: s.Now(), zone: browserZone(c), browser: browserLanguage(c)}}
		if !route.streams() {
			if err := takeBody(c); err != nil {
				return err
			}
		}
		if route.Guard != Open {
			if err := s.authenticate(r, route); err != nil {
				return err
			}
		}
		if r.loggedIn() {
			c.Locals(userKey, r.user.Username)
			c.Locals(lookKey, r.user.Look)
			if r.zone == nil {
				r.zone = loadZone(r.user.Zone)
			}
			if why := r.checkPerson(route.Guard); why != nil {
				return r.startClean(why)
			}
		} else if route.Guard != Open && route.Guard != Silent {
			return sendToLogin(c)
		}
		if wait := s.admit(r, route.Limit); wait > 0 {
			return s.refuseFlood(r, route, wait)
		}
		if err := r.takeKey(route); err != nil {
			return err
		}
		s.navigated(r, route)
		return route.handler(s, r)
	}
}

func sendToLogin(c *fiber.Ctx) error {
	if c.Get("HX-Request") == "true" {
		c.Set("HX-Redirect", "/login")
		return sendText(c, fiber.StatusUnauthorized, browserLanguage(c).T("Log in to go on."))
	}
	return c.Redirect("/login")
}

// authenticate finds out who asks: the user of the token that the request shows,
// else of its session.
func (s *server) authenticate(r *request, route Route) error {
	if token, shown := bearer(r.Ctx); shown {
		return s.identifyToken(r, route, token)
	}
	return s.identify(r, route.Extends)
}

// identify finds out who asks in a browser: the user of the session that the
// request's cookie names.
func (s *server) identify(r *request, mayExtend bool) error {
	id := r.Cookies(auth.Cookie)
	r.ended = s.sessions.Ended()
	found, err := s.sessions.Find(r.ctx, id, r.now)
	if err != nil || !found.Known() {
		return err
	}
	r.user, r.session, r.reading = found.User, found.Session, found.Reads
	if mayExtend && found.Stale(r.now) {
		if err := s.sessions.Extend(r.Ctx, r.now); err != nil {
			s.Logger.Error("extend a session", "request", requestID(r.Ctx), "error", err)
		}
		if err := s.Store.NoteLogin(r.ctx, r.user.Username, s.loginOf(r, r.session), r.now); err != nil {
			s.Logger.Error("note a login", "request", requestID(r.Ctx), "error", err)
		}
	}
	return nil
}

// parseLimit reads how many items are asked for, at most largest. What is not a
// positive number is 0: no limit was named.
func parseLimit(raw string, largest int) int {
	// The error is of no interest: out of range is the largest number there is.
	n, _ := strconv.ParseInt(raw, 10, 64)
	return int(min(max(n, 0), int64(largest)))
}
