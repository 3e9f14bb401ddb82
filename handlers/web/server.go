// Package web is what every handler stands on: a request and who asks, its body, keys, limits and answers, and how errors look.
package web

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"runtime"
	"sync/atomic"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/valyala/fasthttp"

	"minimost/auth"
	"minimost/cache"
	"minimost/chat"
	"minimost/clientip"
	"minimost/liveness"
	"minimost/page"
	"minimost/push"
	"minimost/views"
)

const (
	// BodyLimit bounds a request that is no file.
	BodyLimit = 1 << 20 // bytes
	// HeaderLimit bounds the request line with the headers.
	HeaderLimit  = 16 << 10         // bytes, the request line included
	readTimeout  = 30 * time.Second // for one whole request
	writeTimeout = time.Minute      // for one answer; sockets have their own
	idleTimeout  = 2 * time.Minute  // of a kept-alive connection; four heartbeats
	// RequestTimeout is until a handler must have its answer.
	RequestTimeout = 5 * time.Second
)

// Config is what the server is made of. SessionStorage, Emoji, Now, Changes and
// Assets are required.
type Config struct {
	SessionStorage fiber.Storage
	// Passwords hashes passwords; nil means at today's cost.
	Passwords auth.Hasher
	// Emoji loads the emoji people can react with; it is called when one is first
	// needed and is to remember its answer.
	Emoji func() (*chat.EmojiSet, error)
	Now   func() time.Time
	// Changes says what has changed in the store.
	Changes cache.Changes
	Logger  *slog.Logger // nil means none
	Stats   Stats        // nil means that nobody watches
	Assets  Assets
	// BaseURL is where people reach the server, such as "https://chat.example":
	// it is a trusted origin, and HSTS is sent when it is https.
	BaseURL string
	// Hosts are names that the server goes by beside those of BaseURL and localhost.
	Hosts []string
	// Secure marks the session cookie for https alone.
	Secure bool
	// TrustedProxies are the networks of proxies, which name their clients in
	// X-Forwarded-For and requests in X-Request-ID; nobody else is believed.
	TrustedProxies clientip.Proxies
	// RateLimits slows down the guessing of passwords, and bounds what one account
	// or address may do.
	RateLimits bool
	// ReadTimeout is for one whole request to arrive, WriteTimeout for an answer
	// to be taken; 0 means half a minute and a minute.
	ReadTimeout, WriteTimeout time.Duration
	// Signup says who may make an account; "" means anyone.
	Signup chat.SignupMode
	// RequestTimeout is for a handler to have its answer; 0 means five seconds.
	RequestTimeout time.Duration
	// MaxFile bounds a file that is uploaded, MaxFiles all of them together, in bytes; 0
	// means the usual ones.
	MaxFile, MaxFiles int64
	// Pusher sends Web Push; nil means that nothing does.
	Pusher Pusher
	// Dev serves the component gallery.
	Dev bool
	// Demo is the login that the login page gives away; nil means none.
	Demo *views.DemoLogin
	// Sockets are the sockets that are open; nil means those of this server
	// alone, which nobody closes.
	Sockets *push.Sockets
	// Liveness is told which pages are open; nil means one of this server alone, which
	// nobody sweeps.
	Liveness Liveness
	// Node is this server among those that share its database; nil means that there are
	// no others.
	Node Node
	// PresenceEpoch is the same for servers that know of the same people; "" for one that begins with nobody.
	PresenceEpoch string
	// Draining, once true, asks clients to open new connections; nil means never.
	Draining *atomic.Bool
}

// Server is what the handlers share.
type Server struct {
	Config
	store         Store
	Sessions      *auth.Sessions
	tokens        *auth.Tokens
	Authenticator *auth.Authenticator
	Throttle      *auth.Throttle // nil: nothing is slowed down
	Limits        *limits        // nil: nothing is bounded
	origins       *http.CrossOriginProtection
	hosts         map[string]bool // names that it goes by
	router        *fiber.App
	// EveryAnswer are the headers that every answer has.
	EveryAnswer []header
	// logsRequests says that the log takes a line for each request.
	logsRequests    bool
	unrouted        *watched
	formsShownAgain map[string]func(r *Request, sentence string) error

	Cache   *cache.Cache
	Pages   *page.Pages
	Answers *cache.Map[AnswerID, []byte]
	Making  *slots
}

// New returns a server with no routes yet. It fails when the base URL is not one.
func New(store Store, cfg Config) (*Server, error) {
	if cfg.Logger == nil {
		cfg.Logger = slog.New(slog.DiscardHandler)
	}
	if cfg.Stats == nil {
		cfg.Stats = NoStats{}
	}
	if cfg.Passwords == nil {
		cfg.Passwords = auth.NewPasswords(auth.Cost)
	}
	cfg.Signup = cmp.Or(cfg.Signup, chat.SignupOpen)
	if cfg.Draining == nil {
		cfg.Draining = new(atomic.Bool)
	}
	origins, err := trustedOrigins(cfg.BaseURL)
	if err != nil {
		return nil, err
	}
	s := &Server{
		Config:        cfg,
		store:         store,
		Authenticator: &auth.Authenticator{Accounts: store, Passwords: cfg.Passwords, Logger: cfg.Logger},
		origins:       origins,
		hosts:         hostNames(cfg.BaseURL, cfg.Hosts),
		Answers:       newAnswers(),
		Making:        newSlots(runtime.GOMAXPROCS(0) + 1),
		Cache:         cache.New(store, cfg.Changes, cfg.Logger),
	}
	s.Pages = page.New(store, s.Cache, cfg.Changes, cfg.Emoji, cfg.PresenceEpoch)
	s.Sessions = auth.NewSessions(auth.SessionConfig{
		Storage: cfg.SessionStorage, Users: store, Changes: cfg.Changes, Secure: cfg.Secure, ReadLimiter: s.readLimiter,
	})
	s.tokens = auth.NewTokens(auth.TokenConfig{Store: store, Changes: cfg.Changes, Logger: cfg.Logger, ReadLimiter: s.readLimiter})
	if cfg.Liveness == nil {
		began := cfg.Now().Add(-time.Hour)
		s.Liveness = liveness.New(store, cfg.Now, func() time.Duration { return cfg.Now().Sub(began) }, cfg.Logger)
	}
	if cfg.Sockets == nil {
		s.Sockets = push.NewSockets(push.Limits{})
	}
	s.Sockets.Serve(push.Config{
		Pages: s.Pages, Changes: cfg.Changes, Sessions: socketSessions{s.Sessions}, Liveness: s.Liveness,
		Stats: cfg.Stats, Now: cfg.Now, Logger: cfg.Logger,
	})
	s.EveryAnswer = s.headers()
	s.logsRequests = cfg.Logger.Enabled(context.Background(), slog.LevelDebug)
	s.unrouted = s.watch(Route{Method: noRoute, Path: noRoute})
	if cfg.RateLimits {
		s.Throttle, s.Limits = auth.NewThrottle(), newLimits()
		if cfg.Node != nil {
			s.Throttle.ShareTries(cfg.Node)
		}
	}
	return s, nil
}

func trustedOrigins(baseURL string) (*http.CrossOriginProtection, error) {
	origins := http.NewCrossOriginProtection()
	if baseURL == "" {
		return origins, nil
	}
	u, err := url.Parse(baseURL)
	if err == nil && (u.Scheme != "http" && u.Scheme != "https" || u.Host == "") {
		err = errors.New("it needs http:// or https:// and a host")
	}
	if err == nil {
		err = origins.AddTrustedOrigin(u.Scheme + "://" + u.Host)
	}
	if err != nil {
		return nil, fmt.Errorf("the base URL %q is not one: %w", baseURL, err)
	}
	return origins, nil
}

// TimeToWrite is how long an answer may take to be taken.
func (s *Server) TimeToWrite() time.Duration { return cmp.Or(s.WriteTimeout, writeTimeout) }

// App is the application with these routes. formsShownAgain, by path, answer forms of which there were too
// many with what was typed in them.
func (s *Server) App(routes []Route, formsShownAgain map[string]func(r *Request, sentence string) error) *fiber.App {
	s.formsShownAgain = formsShownAgain
	app := fiber.New(fiber.Config{
		// Fiber reuses its buffers; what handlers keep has to be theirs.
		Immutable:             true,
		UnescapePath:          true,
		CaseSensitive:         true,
		BodyLimit:             BodyLimit,
		ReadBufferSize:        HeaderLimit,
		ReadTimeout:           cmp.Or(s.ReadTimeout, readTimeout),
		WriteTimeout:          s.TimeToWrite(),
		IdleTimeout:           idleTimeout,
		ErrorHandler:          s.fail,
		DisableStartupMessage: true,
		// A malformed form is then the handler's to answer, like any other.
		DisablePreParseMultipartForm: true,
		// Files are taken as they arrive, from whoever is known. serve reads every other
		// body, and ownEveryAnswer looks after what nobody read.
		StreamRequestBody: true,
	})
	app.Server().HeaderReceived = refuseLargeBody
	// Sockets take their connection with them.
	app.Server().KeepHijackedConns = true
	s.router = app
	app.Use(s.observe)
	for _, route := range routes {
		if route.Method == fiber.MethodGet {
			app.Get(route.Path, s.serve(route)) // answers HEAD too
			continue
		}
		app.Add(route.Method, route.Path, s.serve(route))
	}
	s.ownEveryAnswer(app)
	return app
}

// ownEveryAnswer answers in place of Fiber where that knows no such method, for
// which it calls no handler of ours.
func (s *Server) ownEveryAnswer(app *fiber.App) {
	handle := app.Server().Handler
	app.Server().Handler = func(ctx *fasthttp.RequestCtx) {
		handle(ctx)
		if ctx.Request.IsBodyStream() {
			// Something of the body may be left: it would be read as the next request.
			ctx.Response.SetConnectionClose()
		}
		if len(ctx.Response.Header.PeekBytes(RequestIDHeader)) > 0 {
			return
		}
		c := app.AcquireCtx(ctx)
		defer app.ReleaseCtx(c)
		if err := s.fail(c, fiber.ErrMethodNotAllowed); err != nil {
			s.Logger.Error("refuse a method", "request", RequestID(c), "error", err)
		}
		s.unrouted.tell(ctx.Response.StatusCode(), 0)
	}
}
