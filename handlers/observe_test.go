package handlers

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/netip"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"minimost/handlers/web"

	"github.com/gofiber/fiber/v2"
	"github.com/valyala/fasthttp"

	"minimost/auth"
	"minimost/metrics"
	"minimost/pubsub"
)

// logAll writes everything there is to log, as JSON.
func logAll(out *bytes.Buffer) func(*config) {
	return func(c *config) {
		c.Logger = slog.New(slog.NewJSONHandler(out, &slog.HandlerOptions{Level: slog.LevelDebug}))
	}
}

// secret is in everything that is sent, and must be in nothing that is logged.
const secret = "s3cret-Marked"

var parameter = regexp.MustCompile(`:\w+|\*`)

func TestNothingThatIsSentIsLogged(t *testing.T) {
	t.Parallel()
	plan, cases := newRoleFixture(t), roleCases(t)
	for name, broken := range map[string]bool{"as usual": false, "without a database": true} {
		var log bytes.Buffer
		p := plan.open(t, logAll(&log))
		if broken {
			p = closedRoleServer(t, plan, true, true, logAll(&log))
		}
		requests := 0
		routes := Routes()
		slices.SortStableFunc(routes, func(a, b web.Route) int { return strings.Compare(lastWord(a), lastWord(b)) })
		for _, route := range routes {
			for _, r := range []role{asOwner, asNobody} {
				requests += sendSecrets(p, route, firstCase(cases, route), r)
			}
		}
		p.app.Get("/panic/:token", func(*fiber.Ctx) error { panic("out of order") })
		p.browser().get("/panic/" + secret).want(500)
		lines := strings.Count(log.String(), `"msg":"request"`)
		if lines != requests+1 || requests < 2*len(Routes()) {
			t.Errorf("%s: %d lines for %d requests", name, lines, requests+1)
		}
		secrets := []string{secret, testPassword, testHash(), "welcome to the plan", "carol was here", "hi bob", "dm:alice", "private:1", hookSecret, "mmt_"}
		for _, found := range append(secrets, plan.sessions[1:]...) {
			if at := strings.Index(log.String(), found); at >= 0 {
				t.Errorf("%s: %q is logged in %s", name, found, lineAt(log.String(), at))
			}
		}
		if !strings.Contains(log.String(), `"route":"/reset/:token"`) || !broken && !strings.Contains(log.String(), `"user":"alice"`) {
			t.Errorf("%s: the log does not say which route, and whose", name)
		}
	}
}

// lastWord is later for the routes that end sessions.
func lastWord(route web.Route) string {
	if slices.Contains([]string{"/login", "/signup", "/invite/:token", "/logout"}, route.Path) {
		return "last"
	}
	return ""
}

// sendSecrets asks in every way there is and returns how many those were.
func sendSecrets(p *roleServer, route web.Route, usual roleCase, r role) (requests int) {
	p.t.Helper()
	header := []string{
		"X-Request-ID", secret, "Referer", "http://chat.example/reset/" + secret, "User-Agent", secret, "Authorization", secret, "HX-Current-URL", secret,
	}
	var form []string
	for _, field := range []string{
		"text", "content", "username", "password", "confirm_password", "reaction", "up_to", "name", "channel", "reply_to_id", "q", "users", "override",
	} {
		form = append(form, field+"="+secret)
	}
	fields := strings.Join(form, "&")
	for _, s := range []roleCase{
		usual,
		{path: usual.path + "?" + fields, body: fields},
		{path: parameter.ReplaceAllString(route.Path, secret) + "?since=" + secret + "&after=" + secret + "&" + fields, body: fields},
		{path: parameter.ReplaceAllString(route.Path, "dm:alice:"+secret), body: fmt.Sprintf(`{"name":%[1]q,"username":%[1]q,"state":%[1]q,"override":%[1]q,"channel":%[1]q}`, secret)},
	} {
		p.ask(route.Method, s, r, header...)
		requests++
	}
	stranger := p.browser()
	stranger.cookies[auth.Cookie] = secret
	stranger.do(route.Method, parameter.ReplaceAllString(route.Path, "1"), fields, append(header, "Content-Type", fiber.MIMEApplicationForm)...)
	return requests + 1
}

func lineAt(log string, at int) string {
	start := strings.LastIndexByte(log[:at], '\n') + 1
	line, _, _ := strings.Cut(log[start:], "\n")
	return line
}

func TestRequestsAreLoggedForThoseWhoAskForItAlone(t *testing.T) {
	t.Parallel()
	var usual bytes.Buffer
	w := newWorld(t, func(c *config) { c.Logger = slog.New(slog.NewJSONHandler(&usual, nil)) })
	w.as("alice").get("/users").want(200)
	if usual.Len() > 0 {
		t.Errorf("logged %s", usual.String())
	}
	var all bytes.Buffer
	w = newWorld(t, logAll(&all))
	alice := w.as("alice")
	all.Reset()
	got := alice.get("/messages/general?after=7").want(200)
	var line map[string]any
	if err := json.Unmarshal(all.Bytes(), &line); err != nil {
		t.Fatalf("%v: %s", err, all.String())
	}
	for key, want := range map[string]any{
		"level": "DEBUG", "method": "GET", "route": "/messages/:channel", "status": 200.0, "bytes": float64(len(got.body)), "user": "alice",
		"request": got.header.Get("X-Request-Id"),
	} {
		if line[key] != want {
			t.Errorf("%s is %v, want %v", key, line[key], want)
		}
	}
	if _, timed := line["ms"].(float64); !timed {
		t.Errorf("no time in %s", all.String())
	}
}

func TestFaultsAreLoggedUnderTheIDThatTheClientWasGiven(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	p := closedRoleServer(t, newRoleFixture(t), true, true, logTo(&log))
	alice := p.as(asOwner)
	p.app.Get("/panic", func(*fiber.Ctx) error { panic("out of order") })
	seen := make(map[string]bool)
	for _, path := range []string{"/panic", "/messages/general", "/dms"} {
		id := alice.get(path).header.Get("X-Request-Id")
		if !regexp.MustCompile(`^[0-9a-f]{16}$`).MatchString(id) || seen[id] || !strings.Contains(log.String(), "request="+id) {
			t.Errorf("%s: %q is not in\n%s", path, id, log.String())
		}
		seen[id] = true
	}
	for path, status := range map[string]int{"/nothing": 404, "/livez": 200, "/dms": 503} {
		if id := alice.get(path).want(status).header.Get("X-Request-Id"); id == "" {
			t.Errorf("%s has no id", path)
		}
	}
}

var loopback = &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 9}

func TestRequestIDOfAProxyCountsWhereThereIsOne(t *testing.T) {
	t.Parallel()
	for _, try := range []struct {
		id      string
		proxied bool
		kept    bool
	}{
		{"0f3c-A_b.9", true, true},
		{strings.Repeat("a", 64), true, true},
		{"0f3c-A_b.9", false, false},
		{strings.Repeat("a", 65), true, false},
		{"two words", true, false},
		{`"quoted"`, true, false},
		{"ünicode", true, false},
		{"", true, false},
	} {
		w := newWorld(t, func(c *config) {
			if try.proxied {
				c.TrustedProxies = []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}
			}
		})
		ctx := new(fasthttp.RequestCtx)
		ctx.Init(new(fasthttp.Request), loopback, nil)
		ctx.Request.SetRequestURI("/livez")
		ctx.Request.Header.Set("X-Request-ID", try.id)
		w.app.Handler()(ctx)
		id := string(ctx.Response.Header.Peek("X-Request-Id"))
		if (id == try.id && id != "") != try.kept || id == "" {
			t.Errorf("%q, proxied %v: answered %q", try.id, try.proxied, id)
		}
	}
}

// toldStats notes what it is told.
type toldStats struct {
	mu   sync.Mutex
	told []string
}

func (s *toldStats) Requests(method, route string) func(int, time.Duration) {
	return func(status int, took time.Duration) {
		s.mu.Lock()
		defer s.mu.Unlock()
		if took < 0 {
			route = "before it was asked"
		}
		s.told = append(s.told, fmt.Sprint(method, " ", route, " ", status))
	}
}
func (*toldStats) SocketOpened() {}
func (*toldStats) SocketClosed() {}

func TestEveryAnswerIsCountedOnceUnderItsRoute(t *testing.T) {
	t.Parallel()
	stats := new(toldStats)
	w := newWorld(t, func(c *config) { c.Stats = stats })
	alice := w.as("alice")
	stats.told = nil
	alice.get("/messages/general")
	alice.get("/messages/private:7")
	alice.do(fiber.MethodHead, "/users", "")
	alice.do(fiber.MethodPost, "/typing/general", "", "Sec-Fetch-Site", "cross-site")
	alice.get("/nothing/here")
	alice.do(fiber.MethodPut, "/users", "")
	w.app.Get("/panic", func(*fiber.Ctx) error { panic("out of order") })
	alice.get("/panic")
	w.browser().get("/dms")
	want := []string{
		"GET /messages/:channel 200", "GET /messages/:channel 403", "GET /users 200", "other other 403", "other other 404", "other other 405",
		"other other 500", "GET /dms 302",
	}
	if !slices.Equal(stats.told, want) {
		t.Errorf("told %q\nwant %q", stats.told, want)
	}
}

// What it costs to watch a request, beside one that does next to nothing.
func BenchmarkRequest(b *testing.B) {
	for name, change := range map[string]func(*config){
		"unwatched": func(*config) {},
		"counted":   func(c *config) { c.Stats = metrics.New("test") },
		"logged": func(c *config) {
			c.Logger = slog.New(slog.NewJSONHandler(io.Discard, &slog.HandlerOptions{Level: slog.LevelDebug}))
		},
	} {
		b.Run(name, func(b *testing.B) {
			cfg := config{Config: web.Config{Changes: pubsub.NewHub(), Now: time.Now, Assets: testFiles}}
			change(&cfg)
			app, err := New(nil, cfg.Config)
			if err != nil {
				b.Fatal(err)
			}
			handler := app.Handler()
			b.ReportAllocs()
			b.RunParallel(func(pb *testing.PB) {
				ctx := new(fasthttp.RequestCtx)
				ctx.Init(new(fasthttp.Request), loopback, nil)
				for pb.Next() {
					ctx.Request.SetRequestURI("/livez")
					ctx.Response.Reset()
					ctx.ResetUserValues()
					handler(ctx)
				}
			})
		})
	}
}
