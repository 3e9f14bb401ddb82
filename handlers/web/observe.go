package web

import (
	"encoding/binary"
	"encoding/hex"
	"log/slog"
	"math/rand/v2"
	"time"

	"github.com/gofiber/fiber/v2"

	"minimost/chat"
)

// Stats is told what the server does, for those who watch over it. Its methods,
// and the functions it returns, are called from many goroutines at once.
type Stats interface {
	// Requests returns what is told of each answer of one route: its status and
	// how long it took, for a socket until it is opened. It is called once a
	// route, when the server is made.
	Requests(method, route string) func(status int, took time.Duration)
	// SocketOpened and SocketClosed are told of each socket.
	SocketOpened()
	SocketClosed()
}

// NoStats counts nothing.
type NoStats struct{}

// Requests counts nothing.
func (NoStats) Requests(string, string) func(int, time.Duration) { return func(int, time.Duration) {} }

// SocketOpened counts nothing.
func (NoStats) SocketOpened() {}

// SocketClosed counts nothing.
func (NoStats) SocketClosed() {}

// noRoute stands for the route of what is refused before it has one, and for
// addresses that there are not: those would be names without end.
const noRoute = "other"

// watched is a route and what is told of its answers.
type watched struct {
	Route
	tell func(status int, took time.Duration)
}

func (s *Server) watch(route Route) *watched {
	return &watched{route, s.Stats.Requests(route.Method, route.Path)}
}

// observe goes around everything else: it names the request, turns its error
// into an answer, and tells the metrics and the log how it went.
func (s *Server) observe(c *fiber.Ctx) error {
	began := time.Now()
	s.nameRequest(c)
	if err := s.recoverPanics(c); err != nil {
		if err := s.fail(c, err); err != nil {
			return err
		}
	}
	route, found := c.Locals(routeKey).(*watched)
	if !found {
		route = s.unrouted
	}
	took := time.Since(began)
	route.tell(c.Response().StatusCode(), took)
	if s.logsRequests {
		s.logRequest(c, route, took)
	}
	return nil
}

// logRequest writes what may be known of a request: neither its address, which
// can hold a token or whom someone writes to, nor anything that was sent.
func (s *Server) logRequest(c *fiber.Ctx, route *watched, took time.Duration) {
	line := []slog.Attr{
		slog.String("request", RequestID(c)),
		slog.String("method", c.Method()),
		slog.String("route", route.Path),
		slog.Int("status", c.Response().StatusCode()),
		slog.Float64("ms", float64(took.Microseconds())/1000),
	}
	if !c.Response().IsBodyStream() && !c.Context().Hijacked() {
		line = append(line, slog.Int("bytes", len(c.Response().Body())))
	}
	if user, known := c.Locals(userKey).(*chat.User); known {
		line = append(line, slog.String("user", user.Username))
	}
	s.Logger.LogAttrs(c.UserContext(), slog.LevelDebug, "request", line...)
}

// RequestIDHeader is in the spelling that fasthttp sends.
var RequestIDHeader = []byte("X-Request-Id")

const (
	requestIDBytes   = 8
	longestRequestID = 64
)

// nameRequest answers with the id under which the log speaks of the request:
// the proxy's, else a random one. The answer's header is where it is kept: that
// takes no memory of its own, and eight random bytes cost less than to make
// them later.
func (s *Server) nameRequest(c *fiber.Ctx) {
	if s.TrustedProxies.Sent(c.Context().RemoteAddr()) {
		if id := c.Request().Header.PeekBytes(RequestIDHeader); isRequestID(id) {
			c.Response().Header.SetCanonical(RequestIDHeader, id)
			return
		}
	}
	var raw [requestIDBytes]byte
	var id [2 * requestIDBytes]byte
	binary.BigEndian.PutUint64(raw[:], rand.Uint64())
	hex.Encode(id[:], raw[:])
	c.Response().Header.SetCanonical(RequestIDHeader, id[:])
}

// isRequestID reports whether an id of a proxy is one that can be written
// anywhere.
func isRequestID(id []byte) bool {
	for _, b := range id {
		switch {
		case 'a' <= b && b <= 'z', 'A' <= b && b <= 'Z', '0' <= b && b <= '9', b == '-', b == '_', b == '.':
		default:
			return false
		}
	}
	return 0 < len(id) && len(id) <= longestRequestID
}

// RequestID is the name of a request in the log and in X-Request-Id.
func RequestID(c *fiber.Ctx) string { return string(c.Response().Header.PeekBytes(RequestIDHeader)) }
