package handlers

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"
	"golang.org/x/time/rate"

	"minimost/auth"
	"minimost/ratelimit"
)

// unlimitedRoutes are answered from memory without an account, or end what
// somebody else may be doing.
var unlimitedRoutes = []string{"GET /livez", "GET /readyz", "GET /service-worker.js", "GET /manifest.webmanifest", "GET /offline", "GET /static/*", "GET /login", "GET /signup", "POST /logout"}

func TestEveryRouteHasALimitOfItsKind(t *testing.T) {
	t.Parallel()
	var unlimited []string
	for _, route := range Routes() {
		key := route.Method + " " + route.Path
		if route.Limit == Unlimited {
			unlimited = append(unlimited, key)
			continue
		}
		allowed := allowances[route.Limit]
		if allowed.burst < 1 || allowed.refill <= 0 || allowed.what == "" {
			t.Errorf("%s: the allowance is %+v", key, allowed)
		}
		if allowed.byAddress != (route.Guard == Open) {
			t.Errorf("%s is counted by address: %v", key, allowed.byAddress)
		}
		if (route.Limit == Reading || route.Limit == Searching || route.Limit == OpeningSockets) != (route.Method == get) && route.Limit != Resetting {
			t.Errorf("%s is counted among the %s", key, allowed.what)
		}
	}
	if fmt.Sprint(unlimited) != fmt.Sprint(unlimitedRoutes) {
		t.Errorf("without a limit are %v", unlimited)
	}
}

func TestLimitsAreWrittenDown(t *testing.T) {
	t.Parallel()
	for _, file := range []string{"operating.md", "api.md"} {
		text, err := os.ReadFile(filepath.Join("..", "docs", file))
		if err != nil {
			t.Fatal(err)
		}
		table := strings.ReplaceAll(string(text), " each |", " |")
		for kind := Reading; kind < limitCount; kind++ {
			a := allowances[kind]
			by := map[bool]string{false: "account", true: "address"}[a.byAddress]
			refill := fmt.Sprint(a.refill.Milliseconds(), " ms")
			if a.refill%time.Second == 0 {
				refill = fmt.Sprint(int(a.refill.Seconds()), " s")
			}
			if row := fmt.Sprintf("| %s | %d | %s |", by, a.burst, refill); !strings.Contains(table, row) {
				t.Errorf("%s has no %s for %s", file, row, a.what)
			}
		}
	}
}

// floodCase is a request that a limit is tried with, as an owner, and what it is
// answered with as long as there is room.
type floodCase struct {
	limit        Limit
	method, path string
	body         string
	status       int
}

var floodCases = []floodCase{
	{Reading, get, "/channels", "", 200},
	{Reading, get, "/typing/general", "", 200},
	{Changing, post, "/settings", `{"share_typing":true}`, 200},
	{Sending, post, "/send/general", "text=", 400},
	{Sending, post, "/ui/delete/999", "x=", 403},
	{Reacting, post, "/react/1", "reaction=x", 400},
	{Typing, del, "/typing/random", "", 204},
	{Reporting, post, "/presence", `{"state":"active"}`, 204},
	{MarkingRead, post, "/mark_read/random", "", 204},
	{Creating, post, "/private_channels/create", `{"name":""}`, 400},
	{Inviting, post, "/private_channels/1/rename", `{"name":""}`, 400},
	{Searching, get, "/ui/users/search?q=x", "", 200},
	{Searching, get, "/ui/switcher/found?q=x", "", 200},
	{OpeningSockets, get, "/ui/socket/nowhere" + fromNothing, "", 403},
	{LoggingIn, post, "/login", "username=", 422},
	{SigningUp, post, "/signup", "username=", 422},
	{Resetting, get, "/reset/none", "", 404},
	{CallingHooks, post, "/hooks/none", "", 404},
	{Exporting, post, "/account/export", "", 200},
	{Uploading, post, "/files", "x=", 400},
}

func TestEveryLimitIsMetAndPasses(t *testing.T) {
	t.Parallel()
	plan := newRoleFixture(t)
	tried := make(map[Limit]bool)
	for _, flood := range floodCases {
		tried[flood.limit] = true
		p := plan.open(t, limited)
		p.empty(flood.limit, asOwner)
		s := roleCase{path: flood.path, body: flood.body}
		before := p.dump()
		got := p.ask(flood.method, s, asOwner).want(429)
		if seconds, err := strconv.Atoi(got.header.Get("Retry-After")); err != nil || seconds < 1 || time.Duration(seconds-1)*time.Second >= allowances[flood.limit].refill {
			t.Errorf("%s: Retry-After %q", got.asked, got.header.Get("Retry-After"))
		}
		if flood.path != "/login" && flood.path != "/signup" {
			wantSentence(t, got)
		}
		if !strings.Contains(got.body, "Too many "+allowances[flood.limit].what) {
			t.Errorf("%s says %q", got.asked, got.body)
		}
		if tables := changes(before, p.dump()); tables != "" {
			t.Errorf("%s changed %s", got.asked, tables)
		}
		other := p.ask(flood.method, s, asStranger)
		if byAddress := allowances[flood.limit].byAddress; (other.status == 429) != byAddress {
			t.Errorf("%s by another account: %d", got.asked, other.status)
		}
		p.pass(allowances[flood.limit].refill)
		p.ask(flood.method, s, asOwner).want(flood.status)
		p.ask(flood.method, s, asOwner).want(429)
	}
	for kind := Reading; kind < limitCount; kind++ {
		if !tried[kind] {
			t.Errorf("nothing meets the limit of %s", allowances[kind].what)
		}
	}
}

// empty takes all that a limit leaves to someone.
func (p *roleServer) empty(kind Limit, r role) {
	p.t.Helper()
	whose := r.name()
	if allowances[kind].byAddress {
		whose = "0.0.0.0/32" // where the application's tests come from
	}
	left := p.server.limits.of(kind, whose)
	if burst := allowances[kind].burst; left.Burst() != burst || !left.AllowN(p.clock(), burst) {
		p.t.Fatalf("%s: %v left", allowances[kind].what, left.TokensAt(p.clock()))
	}
}

func TestABurstIsLetThroughToTheLastOne(t *testing.T) {
	t.Parallel()
	p := newRoleFixture(t).open(t, limited)
	s := roleCase{path: "/typing/random"}
	for range allowances[Typing].burst {
		p.ask(post, s, asOwner).want(204)
	}
	p.ask(post, s, asOwner).want(429)
	p.ask(del, s, asOwner).want(429)
	p.pass(time.Hour)
	for range allowances[Typing].burst {
		p.ask(del, s, asOwner).want(204)
	}
	p.ask(del, s, asOwner).want(429)
}

func TestSilentRoutesCountNobodyWithoutASession(t *testing.T) {
	t.Parallel()
	p := newRoleFixture(t).open(t, limited)
	for _, path := range []string{"/typing/random", "/presence"} {
		for range allowances[Typing].burst + 1 {
			p.ask(post, roleCase{path: path}, asNobody).want(204)
		}
	}
}

func TestAllDevicesOfAnAccountShareItsLimits(t *testing.T) {
	t.Parallel()
	w := newWorld(t, limited)
	phone := w.as("alice")
	laptop := w.browser()
	laptop.login("alice", testPassword).want(302)
	for _, b := range []*browser{phone, laptop} {
		b.get("/channels").want(200)
	}
	left := w.server.limits.of(Reading, "alice")
	left.AllowN(w.clock(), int(left.TokensAt(w.clock())))
	for _, b := range []*browser{phone, laptop} {
		b.get("/channels").want(429)
	}
	// A change to the account has its login read anew, and its limit with it.
	phone.json("/settings", `{"share_typing":false}`).want(200)
	phone.get("/channels").want(429)
}

func TestAFormThatCameTooSoonKeepsItsText(t *testing.T) {
	t.Parallel()
	p := newRoleFixture(t).open(t, limited)
	p.empty(Sending, asOwner)
	alice := p.as(asOwner)
	ask := func(path, body string, header ...string) answer {
		return alice.do(post, path, body, append([]string{"Content-Type", fiber.MIMEApplicationForm, "Accept", "text/html"}, header...)...)
	}
	sent := ask("/ui/send/general", "text=a+long+thought&reply_to_id=10").want(429)
	sent.contains("a long thought</textarea>", "Too many messages in a short time.", `value="10"`, wholePage)
	edited := ask("/ui/edit/1", "text=a+second+thought").want(429)
	edited.contains("a second thought</textarea>", "Too many messages in a short time.", wholePage)
	ask("/ui/edit/10", "text=x").want(403) // still somebody else's
	ask("/ui/send/private:99", "text=x").want(403)
	wantSentence(t, ask("/ui/send/general", "text=x", "HX-Request", "true", "Accept", "*/*").want(429))
	if got := p.value("SELECT content FROM messages WHERE id = 1"); got != "hello" {
		t.Errorf("the message is %q", got)
	}
}

func TestALoginThatCameTooSoonKeepsTheName(t *testing.T) {
	t.Parallel()
	p := newRoleFixture(t).open(t, limited)
	for kind, path := range map[Limit]string{LoggingIn: "/login", SigningUp: "/signup"} {
		p.empty(kind, asNobody)
		got := p.browser().form(path, "username", "erin", "password", testPassword, "confirm_password", testPassword).want(429)
		got.contains(`value="erin"`, "Too many "+allowances[kind].what, "!"+testPassword, "!"+notConfirmed)
	}
}

func TestRateLimitsCanBeTurnedOff(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.account("alice")
	for range 2 * auth.AddressTries.Burst {
		w.browser().login("alice", "wrong").want(422)
	}
	alice := w.browser()
	alice.login("alice", testPassword).want(302)
	for range 2 * allowances[Typing].burst {
		alice.do(post, "/typing/general", "").want(204)
	}
	if w.server.limits != nil || w.server.throttle != nil {
		t.Error("something is counted")
	}
}

func TestWaitingAsLongAsSaidIsEnough(t *testing.T) {
	t.Parallel()
	began := time.Now()
	for kind := Reading; kind < limitCount; kind++ {
		left := newLimits().of(kind, "x")
		left.AllowN(began, allowances[kind].burst)
		wait := ratelimit.Take(left, began)
		if wait <= 0 || wait > allowances[kind].refill {
			t.Errorf("%s: wait %v", allowances[kind].what, wait)
		}
		if again := ratelimit.Take(left, began.Add(wait+time.Microsecond)); again != 0 {
			t.Errorf("%s: then wait %v", allowances[kind].what, again)
		}
	}
	if wait := ratelimit.Take(nil, began); wait != 0 {
		t.Errorf("without a limit wait %v", wait)
	}
}

func TestWhatIsRememberedOfLimitsIsBounded(t *testing.T) {
	t.Parallel()
	l := newLimits()
	for i := range rememberedAccounts + 1 {
		l.of(Typing, strconv.Itoa(i))
	}
	if n := l[Typing].Len(); n != rememberedAccounts {
		t.Errorf("%d are remembered", n)
	}
}

func BenchmarkTakeOneOfAnAccount(b *testing.B) {
	s := &server{limits: newLimits()}
	r := &request{viewer: viewer{now: time.Now()}}
	r.user.Username = "alice"
	for b.Loop() {
		r.now = r.now.Add(allowances[Typing].refill)
		if s.admit(r, Typing) > 0 {
			b.Fatal("refused")
		}
	}
}

func BenchmarkTakeOneOfAReader(b *testing.B) {
	s := &server{limits: newLimits()}
	r := &request{viewer: viewer{now: time.Now()}, reading: rate.NewLimiter(rate.Every(time.Nanosecond), 10)}
	r.user.Username = "alice"
	for b.Loop() {
		r.now = r.now.Add(time.Microsecond)
		if s.admit(r, Reading) > 0 {
			b.Fatal("refused")
		}
	}
}

func BenchmarkTakeNothingWithLimitsOff(b *testing.B) {
	s, r := &server{}, &request{}
	for b.Loop() {
		if s.admit(r, Typing) > 0 {
			b.Fatal("refused")
		}
	}
}
