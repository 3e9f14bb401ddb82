package handlers

import (
	"minimost/auth"
	"minimost/handlers/web"

	"bufio"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/gofiber/fiber/v2"
)

// wantSafe wants every header that keeps a browser safe, on any answer.
func (a answer) wantSafe(https bool) {
	a.t.Helper()
	policy := web.ContentSecurityPolicy
	isFile := (strings.HasPrefix(a.asked, "GET /files/") || strings.HasPrefix(a.asked, "GET /thumbnails/")) && a.status < 300
	if isFile {
		policy = "default-src 'none'; sandbox; frame-ancestors 'none'"
	}
	for name, want := range map[string]string{
		"X-Content-Type-Options":     "nosniff",
		"X-Frame-Options":            "DENY",
		"Referrer-Policy":            "same-origin",
		"Permissions-Policy":         web.PermissionsPolicy,
		"Content-Security-Policy":    policy,
		"Cross-Origin-Opener-Policy": "same-origin",
	} {
		if got := a.header.Values(name); len(got) != 1 || got[0] != want {
			a.t.Errorf("%s: %d with %s %q", a.asked, a.status, name, got)
		}
	}
	if sent := a.header.Get("Strict-Transport-Security") != ""; sent != https {
		a.t.Errorf("%s: %d with HSTS: %v", a.asked, a.status, sent)
	}
	stored := a.header.Get("Cache-Control") != "no-store" && !strings.Contains(a.asked, "/picture?v=") &&
		!(isFile && a.header.Get("Cache-Control") == "private, no-cache")
	if public := strings.HasPrefix(a.asked, "GET /static/") && a.status == 200; stored != public {
		a.t.Errorf("%s: %d with Cache-Control %q", a.asked, a.status, a.header.Values("Cache-Control"))
	}
	if a.header.Get("X-Request-Id") == "" {
		a.t.Errorf("%s: %d without a name", a.asked, a.status)
	}
	if a.body != "" && a.status != http.StatusSwitchingProtocols && a.header.Get("Content-Type") == "" {
		a.t.Errorf("%s: %d has a body of no type", a.asked, a.status)
	}
	for _, cookie := range (&http.Response{Header: a.header}).Cookies() {
		// A cookie that is taken back keeps nothing.
		kept := cookie.Value != ""
		path := "/"
		if cookie.Name == auth.DeviceCookie {
			path = "/login"
		}
		if !cookie.HttpOnly || cookie.SameSite != http.SameSiteLaxMode || cookie.Path != path || kept && cookie.Secure != https {
			a.t.Errorf("%s: %d sets %v", a.asked, a.status, cookie)
		}
	}
}

func TestEveryAnswerOfEveryRouteKeepsABrowserSafe(t *testing.T) {
	t.Parallel()
	plan, cases := newRoleFixture(t), roleCases(t)
	for name, https := range map[string]bool{"https": true, "http": false} {
		open := func() *roleServer {
			return plan.open(t, func(c *config) {
				c.Secure = https
				if https {
					c.BaseURL = "https://chat.example"
				}
			})
		}
		t.Run(name, func(t *testing.T) {
			p, statuses := open(), make(map[int]int)
			for _, route := range Routes() {
				for _, s := range cases[route.Method+" "+route.Path] {
					for _, r := range []role{asNobody, asStranger, asOwner} {
						for _, header := range [][]string{nil, {"Accept", "text/html"}, {"HX-Request", "true"}} {
							got := p.ask(route.Method, s, r, header...)
							got.wantSafe(https)
							statuses[got.status]++
							if route.Method != get && (route.Guard == web.Open || route.Path == "/logout") {
								p = open() // sessions have ended
							}
						}
					}
				}
			}
			t.Logf("answers by status: %v", statuses)
		})
	}
}

func TestWhatIsRefusedBeforeItHasARouteKeepsABrowserSafe(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(c *config) { c.BaseURL = "https://chat.example" })
	b := w.browser()
	for _, accept := range []string{"*/*", "text/html"} {
		nothing := b.get("/nothing", "Accept", accept).want(404)
		nothing.wantSafe(true)
		if page := accept == "text/html"; page != strings.Contains(nothing.body, "<h1>This cannot be found</h1>") || strings.Contains(nothing.body, "Not Found") {
			t.Errorf("to %s it says %s", accept, nothing.body)
		}
		b.do(fiber.MethodPut, "/users", "", "Accept", accept).want(405).wantSafe(true)
		b.do(fiber.MethodPost, "/send/general", "", "Origin", "https://evil.example", "Accept", accept).want(403).wantSafe(true)
		b.do(fiber.MethodPost, "/login", "", "Content-Encoding", "gzip", "Accept", accept).want(415).wantSafe(true)
	}
	w.app.Get("/panic", func(*fiber.Ctx) error { panic("on purpose") })
	b.get("/panic").want(500).wantSafe(true)
	newRoleFixture(t).open(t).announces(fiber.MethodPost, "/send/general", fiber.MIMEApplicationForm, web.BodyLimit+1).want(413).wantSafe(false)

	for status, request := range map[int]string{
		431: "GET /livez HTTP/1.1\r\nHost: chat.example\r\nX-Long: " + strings.Repeat("a", web.HeaderLimit) + "\r\n\r\n",
		400: "nonsense\r\n\r\n",
	} {
		conn := w.dial()
		if _, err := io.WriteString(conn, request); err != nil {
			t.Fatal(err)
		}
		res, err := http.ReadResponse(bufio.NewReader(conn), nil)
		if err != nil {
			t.Fatal(err)
		}
		_ = res.Body.Close()
		answer{t: t, asked: "raw", status: res.StatusCode, header: res.Header}.want(status).wantSafe(true)
	}
}

func TestPagesConnectToTheirOwnServerAlone(t *testing.T) {
	t.Parallel()
	if !strings.Contains(web.ContentSecurityPolicy, "; connect-src 'self';") {
		t.Error(web.ContentSecurityPolicy)
	}
}

func TestNoPolicyAllowsInlineOrForeignScripts(t *testing.T) {
	t.Parallel()
	for _, policy := range []string{web.ContentSecurityPolicy, framedPolicy} {
		sources := make(map[string]string)
		for directive := range strings.SplitSeq(policy, ";") {
			name, value, _ := strings.Cut(strings.TrimSpace(directive), " ")
			sources[name] = value
		}
		scripts, own := sources["script-src"]
		if !own {
			scripts = sources["default-src"]
		}
		if scripts != "'self'" || sources["object-src"] != "'none'" || sources["base-uri"] != "'none'" || sources["form-action"] != "'self'" {
			t.Errorf("%s", policy)
		}
	}
}
