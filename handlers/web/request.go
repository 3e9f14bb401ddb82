package web

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
	Ctx  context.Context // for the store; ends when the answer is due
	Now  time.Time
	User chat.User      // the zero User without a session
	Zone *time.Location // nil when it is not known
	// browser is the language that the browser asks for.
	Browser lang.Language
}

// HTTP is Fiber's context by a name of its own, since Ctx is that for the store.
type HTTP = fiber.Ctx

// Request is one request on its way through a handler.
type Request struct {
	*HTTP
	viewer
	Session string        // the hash of the session's id, as presence knows it
	byToken bool          // a program asks, without a session
	Ended   uint64        // how many sessions had ended when this one was looked up
	reading *rate.Limiter // what its user may still read; nil: all
}

// Local is a moment as the viewer's clock has it.
func (v *viewer) Local(at time.Time) time.Time { return views.InZone(at, v.Zone) }

// Reader is who asks, as pages know them.
func (v *viewer) Reader() page.Reader {
	return page.Reader{Ctx: v.Ctx, Now: v.Now, User: v.User, Zone: v.Zone, Browser: v.Browser}
}

// LoggedIn reports whether somebody asks.
func (r *Request) LoggedIn() bool { return r.User.Username != "" }

// Channel is the channel identifier in the path, as it was spelled.
func (r *Request) Channel() string { return r.Params("channel") }

// ID reads the number of a message or private channel in the path.
func (r *Request) ID(name string) int64 { return ParseID(r.Params(name)) }

// ParseID reads a number that something is stored under. What is not one is 0,
// which nothing is stored under.
func ParseID(raw string) int64 {
	n, err := strconv.ParseInt(raw, 10, 64)
	if err != nil || n < 1 || strconv.FormatInt(n, 10) != raw {
		return 0
	}
	return n
}

// serve runs a route's handler for whoever its guard lets through.
func (s *Server) serve(route Route) fiber.Handler {
	watched := s.watch(route)
	return func(c *fiber.Ctx) error {
		c.Locals(routeKey, watched)
		// Fiber does not end a request's context when the client leaves.
		ctx := &deadline{Context: context.Background(), at: time.Now().Add(cmp.Or(s.RequestTimeout, RequestTimeout))}
		defer ctx.end()
		r := &Request{HTTP: c, viewer: viewer{Ctx: ctx, Now: s.Now(), Zone: BrowserZone(c), Browser: browserLanguage(c)}}
		if !route.Streams() {
			if err := takeBody(c); err != nil {
				return err
			}
		}
		if err := s.catchUp(r, route); err != nil {
			return err
		}
		if route.Guard != Open {
			if err := s.authenticate(r, route); err != nil {
				return err
			}
		}
		if r.LoggedIn() {
			c.Locals(userKey, &r.User)
			c.Locals(LookKey, &r.User.Look)
			if r.Zone == nil {
				r.Zone = LoadZone(r.User.Zone)
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
		return route.Handle(r)
	}
}

func sendToLogin(c *fiber.Ctx) error {
	if c.Get("HX-Request") == "true" {
		c.Set("HX-Redirect", "/login")
		return SendText(c, fiber.StatusUnauthorized, browserLanguage(c).T("Log in to go on."))
	}
	return c.Redirect("/login")
}

// authenticate finds out who asks: the user of the token that the request shows,
// else of its session.
func (s *Server) authenticate(r *Request, route Route) error {
	if token, shown := bearer(r.HTTP); shown {
		return s.identifyToken(r, route, token)
	}
	return s.Identify(r, route.Extends)
}

// Identify finds out who asks in a browser: the user of the session that the
// request's cookie names.
func (s *Server) Identify(r *Request, mayExtend bool) error {
	id := r.Cookies(auth.Cookie)
	r.Ended = s.Sessions.Ended()
	found, err := s.Sessions.Find(r.Ctx, id, r.Now)
	if err != nil || !found.Known() {
		return err
	}
	r.User, r.Session, r.reading = found.User, found.Session, found.Reads
	if mayExtend && found.Stale(r.Now) {
		if err := s.Sessions.Extend(r.HTTP, r.Now); err != nil {
			s.Logger.Error("extend a session", "request", RequestID(r.HTTP), "error", err)
		}
		if err := s.store.NoteLogin(r.Ctx, r.User.Username, s.LoginOf(r, r.Session), r.Now); err != nil {
			s.Logger.Error("note a login", "request", RequestID(r.HTTP), "error", err)
		}
	}
	return nil
}

// LoginOf is where a session is used from, as the request shows.
func (s *Server) LoginOf(r *Request, session string) chat.Login {
	return chat.Login{Session: session, Address: s.shownAddress(r), Browser: chat.BrowserName(r.Get(fiber.HeaderUserAgent))}
}

// ParseLimit reads how many items are asked for, at most largest. What is not a
// positive number is 0: no limit was named.
func ParseLimit(raw string, largest int) int {
	// The error is of no interest: out of range is the largest number there is.
	n, _ := strconv.ParseInt(raw, 10, 64)
	return int(min(max(n, 0), int64(largest)))
}
