package handlers

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
	limitCount
)

// allowance is how many requests may come at once, and how long it takes until
// one more may.
type allowance struct {
	burst     int
	refill    time.Duration
	byAddress bool   // else by account
	what      string // there were too many of
}

func (a allowance) rate() ratelimit.Allowance {
	return ratelimit.Allowance{Burst: a.burst, Refill: a.refill}
}

// allowances is the table of limits. Each is far above what people and the
// pages that they have open do, and far below what wears the server out. What
// needs no account is counted by address, where a whole office may be behind
// one; everything else by account, wherever it comes from.
var allowances = [limitCount]allowance{
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
type limits [limitCount]*ratelimit.Keyed

func newLimits() *limits {
	l := new(limits)
	for kind := Reading; kind < limitCount; kind++ {
		size := rememberedAccounts
		if allowances[kind].byAddress {
			size = rememberedAddresses
		}
		l[kind] = ratelimit.NewKeyed(allowances[kind].rate(), size)
	}
	return l
}

// of returns the limiter of an account or address; nil limits nothing.
func (l *limits) of(kind Limit, whose string) *rate.Limiter {
	if l == nil {
		return nil
	}
	return l[kind].Limiter(whose)
}

func (s *server) readLimiter(username string) *rate.Limiter { return s.limits.of(Reading, username) }

// admit takes the request out of its sender's allowance, or returns how long
// that has to wait.
func (s *server) admit(r *request, kind Limit) time.Duration {
	switch {
	case s.limits == nil || kind == Unlimited:
		return 0
	case allowances[kind].byAddress:
		return ratelimit.Take(s.limits.of(kind, s.clientAddress(r.Ctx)), r.now)
	case !r.loggedIn():
		return 0
	case kind == Reading:
		return ratelimit.Take(r.reading, r.now) // at hand: polls share no lock
	}
	return ratelimit.Take(s.limits.of(kind, r.user.Username), r.now)
}

// clientAddress is where a request comes from, as far as limits tell addresses
// apart.
func (s *server) clientAddress(c *fiber.Ctx) string {
	return s.TrustedProxies.Client(c.Context().RemoteAddr(), c.Request().Header.PeekAll(fiber.HeaderXForwardedFor)).String()
}
