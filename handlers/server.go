package handlers

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
	"minimost/upload"
	"minimost/views"
)

const (
	bodyLimit      = 1 << 20          // bytes
	headerLimit    = 16 << 10         // bytes, the request line included
	readTimeout    = 30 * time.Second // for one whole request
	writeTimeout   = time.Minute      // for one answer; sockets have their own
	idleTimeout    = 2 * time.Minute  // of a kept-alive connection; four heartbeats
	requestTimeout = 5 * time.Second  // until a handler must have its answer
)

// Config is what the server is made of. Store, Sessions, Emoji, Now, Changes and
// Assets are required.
type Config struct {
	Store    Store
	Sessions fiber.Storage
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
	// Draining, once true, asks clients to open new connections; nil means never.
	Draining *atomic.Bool
}

// server is what the handlers share.
type server struct {
	Config
	sessions      *auth.Sessions
	tokens        *auth.Tokens
	authenticator *auth.Authenticator
	throttle      *auth.Throttle // nil: nothing is slowed down
	limits        *limits        // nil: nothing is bounded
	origins       *http.CrossOriginProtection
	hosts         map[string]bool // names that it goes by
	router        *fiber.App
	// everyAnswer are the headers that every answer has.
	everyAnswer []header
	// logsRequests says that the log takes a line for each request.
	logsRequests bool
	unrouted     *watched

	cache   *cache.Cache
	pages   *page.Pages
	answers *cache.Map[answerID, []byte]
	making  *slots
	uploads *upload.Taker
}

// New returns the application with every route of Routes. It fails when the
// base URL is not one.
func New(cfg Config) (*fiber.App, error) {
	s, err := newServer(cfg)
	if err != nil {
		return nil, err
	}
	return s.app(), nil
}

func newServer(cfg Config) (*server, error) {
	if cfg.Logger == nil {
		cfg.Logger = slog.New(slog.DiscardHandler)
	}
	if cfg.Stats == nil {
		cfg.Stats = noStats{}
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
	s := &server{
		Config:        cfg,
		authenticator: &auth.Authenticator{Accounts: cfg.Store, Passwords: cfg.Passwords, Logger: cfg.Logger},
		origins:       origins,
		hosts:         hostNames(cfg.BaseURL, cfg.Hosts),
		answers:       newAnswers(),
		uploads:       upload.New(cfg.Store, cfg.MaxFile, cfg.MaxFiles, cmp.Or(cfg.RequestTimeout, requestTimeout)),
		making:        newSlots(runtime.GOMAXPROCS(0) + 1),
		cache:         cache.New(cfg.Store, cfg.Changes, cfg.Logger),
	}
	s.pages = page.New(cfg.Store, s.cache, cfg.Changes, cfg.Emoji)
	s.sessions = auth.NewSessions(auth.SessionConfig{
		Storage: cfg.Sessions, Users: cfg.Store, Changes: cfg.Changes, Secure: cfg.Secure, ReadLimiter: s.readLimiter,
	})
	s.tokens = auth.NewTokens(auth.TokenConfig{Store: cfg.Store, Changes: cfg.Changes, Logger: cfg.Logger, ReadLimiter: s.readLimiter})
	if cfg.Liveness == nil {
		began := cfg.Now().Add(-time.Hour)
		s.Liveness = liveness.New(cfg.Store, cfg.Now, func() time.Duration { return cfg.Now().Sub(began) }, cfg.Logger)
	}
	if cfg.Sockets == nil {
		s.Sockets = push.NewSockets(push.Limits{})
	}
	s.Sockets.Serve(push.Config{
		Pages: s.pages, Changes: cfg.Changes, Sessions: socketSessions{s.sessions}, Liveness: s.Liveness,
		Stats: cfg.Stats, Now: cfg.Now, Logger: cfg.Logger,
	})
	s.everyAnswer = s.headers()
	s.logsRequests = cfg.Logger.Enabled(context.Background(), slog.LevelDebug)
	s.unrouted = s.watch(Route{Method: noRoute, Path: noRoute})
	if cfg.RateLimits {
		s.throttle, s.limits = auth.NewThrottle(), newLimits()
		if cfg.Node != nil {
			s.throttle.ShareTries(cfg.Node)
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

func (s *server) writeTimeout() time.Duration { return cmp.Or(s.WriteTimeout, writeTimeout) }

func (s *server) app() *fiber.App {
	app := fiber.New(fiber.Config{
		// Fiber reuses its buffers; what handlers keep has to be theirs.
		Immutable:             true,
		UnescapePath:          true,
		CaseSensitive:         true,
		BodyLimit:             bodyLimit,
		ReadBufferSize:        headerLimit,
		ReadTimeout:           cmp.Or(s.ReadTimeout, readTimeout),
		WriteTimeout:          s.writeTimeout(),
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
	routes := Routes()
	if s.Dev {
		routes = append(routes, devRoutes()...)
	}
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
func (s *server) ownEveryAnswer(app *fiber.App) {
	handle := app.Server().Handler
	app.Server().Handler = func(ctx *fasthttp.RequestCtx) {
		handle(ctx)
		if ctx.Request.IsBodyStream() {
			// Something of the body may be left: it would be read as the next request.
			ctx.Response.SetConnectionClose()
		}
		if len(ctx.Response.Header.PeekBytes(requestIDHeader)) > 0 {
			return
		}
		c := app.AcquireCtx(ctx)
		defer app.ReleaseCtx(c)
		if err := s.fail(c, fiber.ErrMethodNotAllowed); err != nil {
			s.Logger.Error("refuse a method", "request", requestID(c), "error", err)
		}
		s.unrouted.tell(ctx.Response.StatusCode(), 0)
	}
}
