package web

import (
	"time"

	"github.com/gofiber/fiber/v2"
	"golang.org/x/time/rate"

	"minimost/ratelimit"
)

// Limit names the allowance that a route's requests are taken out of.
type Limit int

// The limits. Those by account count nobody who has no session: there the
// routes do nothing.
const (
	Unlimited Limit = iota // answered from memory, for anyone
	Reading
	Changing
	Sending
	Reacting
	Typing
	Reporting
	MarkingRead
	Creating
	Inviting
	Searching
	OpeningSockets
	LoggingIn
	SigningUp
	Resetting
	CallingHooks
	Exporting
	Uploading
	LimitCount
)

// allowance is how many requests may come at once, and how long it takes until
// one more may.
type allowance struct {
	Burst     int
	Refill    time.Duration
	ByAddress bool   // else by account
	What      string // there were too many of
}

func (a allowance) rate() ratelimit.Allowance {
	return ratelimit.Allowance{Burst: a.Burst, Refill: a.Refill}
}

// Allowances is the table of limits. Each is far above what people and the
// pages that they have open do, and far below what wears the server out. What
// needs no account is counted by address, where a whole office may be behind
// one; everything else by account, wherever it comes from.
var Allowances = [LimitCount]allowance{
	// A page asks once a second, and people have some pages open; a new one costs
	// a millisecond.
	Reading: {3000, 5 * time.Millisecond, false, "requests"},
	// Settings, overrides, opening and closing conversations: by hand.
	Changing: {200, 500 * time.Millisecond, false, "changes"},
	// Nobody types five messages a second for long; 500 lets a script catch up.
	Sending: {500, 200 * time.Millisecond, false, "messages"},
	// A press is a toggle, and some people press often.
	Reacting: {300, 200 * time.Millisecond, false, "reactions"},
	// A page says so every 2 s while one types, and once that one has stopped.
	Typing: {300, 100 * time.Millisecond, false, "typing reports"},
	// A page reports every 30 s and when it comes or goes; 50 of them may at once.
	Reporting: {300, 100 * time.Millisecond, false, "presence reports"},
	// A page does it for each message that comes while it is looked at.
	MarkingRead: {300, 100 * time.Millisecond, false, "reading marks"},
	// A channel stays for good.
	Creating: {100, 10 * time.Second, false, "new channels"},
	// Each leaves a message in the channel; a large team is added one by one.
	Inviting: {200, time.Second, false, "changes of members"},
	// One for each letter that is typed.
	Searching: {200, 100 * time.Millisecond, false, "searches"},
	// A page opens one, and another when it was lost. Refused, it polls.
	OpeningSockets: {300, 250 * time.Millisecond, false, "sockets"},
	// Each costs some 40 ms of a processor, right or wrong; failures are slowed
	// down further, by the throttle.
	LoggingIn: {600, 200 * time.Millisecond, true, "logins from your network"},
	// An office signs up on its first morning; an account stays for good.
	SigningUp: {500, 5 * time.Second, true, "new accounts from your network"},
	// An administrator makes each link by hand; whoever guesses one gets nowhere
	// with 128 random bits, and not fast.
	Resetting: {60, 5 * time.Second, true, "password links from your network"},
	// A build server posts for many teams from one address. What is posted counts as
	// messages of the webhook's bot besides.
	CallingHooks: {1000, 50 * time.Millisecond, true, "webhook calls from your network"},
	// It reads all that one ever wrote.
	Exporting: {5, 10 * time.Minute, false, "downloads of your data"},
	// A folder of pictures at once; each may be large. Its routes stream: see body_stream.go.
	Uploading: {100, 2 * time.Second, false, "uploads"},
}

const (
	// rememberedAccounts bounds what is kept for a limit by account, 3 MB.
	rememberedAccounts = 1 << 14
	// rememberedAddresses bounds it for one by address, 13 MB.
	rememberedAddresses = 1 << 16
)

// limits remember what each account and each address has left.
type limits [LimitCount]*ratelimit.Keyed

func newLimits() *limits {
	l := new(limits)
	for kind := Reading; kind < LimitCount; kind++ {
		size := rememberedAccounts
		if Allowances[kind].ByAddress {
			size = rememberedAddresses
		}
		l[kind] = ratelimit.NewKeyed(Allowances[kind].rate(), size)
	}
	return l
}

// Of returns the limiter of an account or address; nil limits nothing.
func (l *limits) Of(kind Limit, whose string) *rate.Limiter {
	if l == nil {
		return nil
	}
	return l[kind].Limiter(whose)
}

func (s *Server) readLimiter(username string) *rate.Limiter { return s.Limits.Of(Reading, username) }

// admit takes the request out of its sender's allowance, or returns how long
// that has to wait.
func (s *Server) admit(r *Request, kind Limit) time.Duration {
	switch {
	case s.Limits == nil || kind == Unlimited:
		return 0
	case Allowances[kind].ByAddress:
		return ratelimit.Take(s.Limits.Of(kind, s.ClientAddress(r.HTTP)), r.Now)
	case !r.LoggedIn():
		return 0
	case kind == Reading:
		return ratelimit.Take(r.reading, r.Now) // at hand: polls share no lock
	}
	return ratelimit.Take(s.Limits.Of(kind, r.User.Username), r.Now)
}

// ClientAddress is where a request comes from, as far as limits tell addresses
// apart.
func (s *Server) ClientAddress(c *fiber.Ctx) string {
	return s.TrustedProxies.Client(c.Context().RemoteAddr(), c.Request().Header.PeekAll(fiber.HeaderXForwardedFor)).String()
}
