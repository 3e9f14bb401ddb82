package handlers

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"minimost/handlers/account"
	"minimost/handlers/web"

	"github.com/gofiber/fiber/v2"

	"minimost/auth"
)

// unlimitedRoutes are answered from memory without an account, or end what
// somebody else may be doing.
var unlimitedRoutes = []string{"GET /livez", "GET /readyz", "GET /service-worker.js", "GET /manifest.webmanifest", "GET /offline", "GET /static/*", "GET /login", "GET /signup", "POST /logout"}

func TestEveryRouteHasALimitOfItsKind(t *testing.T) {
	t.Parallel()
	var unlimited []string
	for _, route := range Routes() {
		key := route.Method + " " + route.Path
		if route.Limit == web.Unlimited {
			unlimited = append(unlimited, key)
			continue
		}
		allowed := web.Allowances[route.Limit]
		if allowed.Burst < 1 || allowed.Refill <= 0 || allowed.What == "" {
			t.Errorf("%s: the allowance is %+v", key, allowed)
		}
		if allowed.ByAddress != (route.Guard == web.Open) {
			t.Errorf("%s is counted by address: %v", key, allowed.ByAddress)
		}
		if (route.Limit == web.Reading || route.Limit == web.Searching || route.Limit == web.OpeningSockets) != (route.Method == get) && route.Limit != web.Resetting {
			t.Errorf("%s is counted among the %s", key, allowed.What)
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
		for kind := web.Reading; kind < web.LimitCount; kind++ {
			a := web.Allowances[kind]
			by := map[bool]string{false: "account", true: "address"}[a.ByAddress]
			refill := fmt.Sprint(a.Refill.Milliseconds(), " ms")
			if a.Refill%time.Second == 0 {
				refill = fmt.Sprint(int(a.Refill.Seconds()), " s")
			}
			if row := fmt.Sprintf("| %s | %d | %s |", by, a.Burst, refill); !strings.Contains(table, row) {
				t.Errorf("%s has no %s for %s", file, row, a.What)
			}
		}
	}
}

// floodCase is a request that a limit is tried with, as an owner, and what it is
// answered with as long as there is room.
type floodCase struct {
	limit        web.Limit
	method, path string
	body         string
	status       int
}

var floodCases = []floodCase{
	{web.Reading, get, "/channels", "", 200},
	{web.Reading, get, "/typing/general", "", 200},
	{web.Changing, post, "/settings", `{"share_typing":true}`, 200},
	{web.Sending, post, "/send/general", "text=", 400},
	{web.Sending, post, "/ui/delete/999", "x=", 403},
	{web.Reacting, post, "/react/1", "reaction=x", 400},
	{web.Typing, del, "/typing/random", "", 204},
	{web.Reporting, post, "/presence", `{"state":"active"}`, 204},
	{web.MarkingRead, post, "/mark_read/random", "", 204},
	{web.Creating, post, "/private_channels/create", `{"name":""}`, 400},
	{web.Inviting, post, "/private_channels/1/rename", `{"name":""}`, 400},
	{web.Searching, get, "/ui/users/search?q=x", "", 200},
	{web.Searching, get, "/ui/switcher/found?q=x", "", 200},
	{web.OpeningSockets, get, "/ui/socket/nowhere" + fromNothing, "", 403},
	{web.LoggingIn, post, "/login", "username=", 422},
	{web.SigningUp, post, "/signup", "username=", 422},
	{web.Resetting, get, "/reset/none", "", 404},
	{web.CallingHooks, post, "/hooks/none", "", 404},
	{web.Exporting, post, "/account/export", "", 200},
	{web.Uploading, post, "/files", "x=", 400},
}

func TestEveryLimitIsMetAndPasses(t *testing.T) {
	t.Parallel()
	plan := newRoleFixture(t)
	tried := make(map[web.Limit]bool)
	for _, flood := range floodCases {
		tried[flood.limit] = true
		p := plan.open(t, limited)
		p.empty(flood.limit, asOwner)
		s := roleCase{path: flood.path, body: flood.body}
		before := p.dump()
		got := p.ask(flood.method, s, asOwner).want(429)
		if seconds, err := strconv.Atoi(got.header.Get("Retry-After")); err != nil || seconds < 1 || time.Duration(seconds-1)*time.Second >= web.Allowances[flood.limit].Refill {
			t.Errorf("%s: Retry-After %q", got.asked, got.header.Get("Retry-After"))
		}
		if flood.path != "/login" && flood.path != "/signup" {
			wantSentence(t, got)
		}
		if !strings.Contains(got.body, "Too many "+web.Allowances[flood.limit].What) {
			t.Errorf("%s says %q", got.asked, got.body)
		}
		if tables := changes(before, p.dump()); tables != "" {
			t.Errorf("%s changed %s", got.asked, tables)
		}
		other := p.ask(flood.method, s, asStranger)
		if byAddress := web.Allowances[flood.limit].ByAddress; (other.status == 429) != byAddress {
			t.Errorf("%s by another account: %d", got.asked, other.status)
		}
		p.pass(web.Allowances[flood.limit].Refill)
		p.ask(flood.method, s, asOwner).want(flood.status)
		p.ask(flood.method, s, asOwner).want(429)
	}
	for kind := web.Reading; kind < web.LimitCount; kind++ {
		if !tried[kind] {
			t.Errorf("nothing meets the limit of %s", web.Allowances[kind].What)
		}
	}
}

// empty takes all that a limit leaves to someone.
func (p *roleServer) empty(kind web.Limit, r role) {
	p.t.Helper()
	whose := r.name()
	if web.Allowances[kind].ByAddress {
		whose = "0.0.0.0/32" // where the application's tests come from
	}
	left := p.server.Limits.Of(kind, whose)
	if burst := web.Allowances[kind].Burst; left.Burst() != burst || !left.AllowN(p.clock(), burst) {
		p.t.Fatalf("%s: %v left", web.Allowances[kind].What, left.TokensAt(p.clock()))
	}
}

func TestABurstIsLetThroughToTheLastOne(t *testing.T) {
	t.Parallel()
	p := newRoleFixture(t).open(t, limited)
	s := roleCase{path: "/typing/random"}
	for range web.Allowances[web.Typing].Burst {
		p.ask(post, s, asOwner).want(204)
	}
	p.ask(post, s, asOwner).want(429)
	p.ask(del, s, asOwner).want(429)
	p.pass(time.Hour)
	for range web.Allowances[web.Typing].Burst {
		p.ask(del, s, asOwner).want(204)
	}
	p.ask(del, s, asOwner).want(429)
}

func TestSilentRoutesCountNobodyWithoutASession(t *testing.T) {
	t.Parallel()
	p := newRoleFixture(t).open(t, limited)
	for _, path := range []string{"/typing/random", "/presence"} {
		for range web.Allowances[web.Typing].Burst + 1 {
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
	left := w.server.Limits.Of(web.Reading, "alice")
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
	p.empty(web.Sending, asOwner)
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
	for kind, path := range map[web.Limit]string{web.LoggingIn: "/login", web.SigningUp: "/signup"} {
		p.empty(kind, asNobody)
		got := p.browser().form(path, "username", "erin", "password", testPassword, "confirm_password", testPassword).want(429)
		got.contains(`value="erin"`, "Too many "+web.Allowances[kind].What, "!"+testPassword, "!"+account.NotConfirmed)
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
	for range 2 * web.Allowances[web.Typing].Burst {
		alice.do(post, "/typing/general", "").want(204)
	}
	if w.server.Limits != nil || w.server.Throttle != nil {
		t.Error("something is counted")
	}
}
