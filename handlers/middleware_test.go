package handlers

import (
	"bytes"
	"compress/gzip"
	"io"
	"os"
	"strings"
	"testing"

	"minimost/handlers/web"

	"github.com/gofiber/fiber/v2"
)

func TestChangesAskedForByAnotherSiteAreRefused(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	alice := w.as("alice")
	for name, try := range map[string]struct {
		header  []string
		refused bool
	}{
		"no header":          {nil, false},
		"same origin":        {[]string{"Sec-Fetch-Site", "same-origin", "Origin", "http://chat.example"}, false},
		"typed by a person":  {[]string{"Sec-Fetch-Site", "none"}, false},
		"cross site":         {[]string{"Sec-Fetch-Site", "cross-site", "Origin", "https://evil.example"}, true},
		"same site":          {[]string{"Sec-Fetch-Site", "same-site", "Origin", "http://other.chat.example"}, true},
		"old browser":        {[]string{"Origin", "https://evil.example"}, true},
		"old browser, ours":  {[]string{"Origin", "http://chat.example"}, false},
		"opaque origin":      {[]string{"Origin", "null"}, true},
		"forged host header": {[]string{"Origin", "https://evil.example", "X-Forwarded-Host", "evil.example"}, true},
	} {
		for _, method := range []string{fiber.MethodPost, fiber.MethodDelete} {
			got := alice.do(method, "/typing/general", "", append(try.header, "Accept", "text/html")...)
			if refused := got.status == 403; refused != try.refused {
				t.Errorf("%s, %s: status %d", name, method, got.status)
			}
			if try.refused && (got.body != web.ErrOtherSite.Message || !strings.HasPrefix(got.header.Get("Content-Type"), "text/plain")) {
				t.Errorf("%s: %q as %s", name, got.body, got.header.Get("Content-Type"))
			}
		}
		if got := alice.get("/users", try.header...); got.status != 200 {
			t.Errorf("%s: a read answers %d", name, got.status)
		}
	}
}

func TestTrustedOriginMayWriteBehindAProxyThatRenamesTheHost(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(c *config) { c.BaseURL, c.Hosts = "https://public.example", []string{"chat.example"} })
	alice := w.as("alice")
	alice.do(fiber.MethodPost, "/typing/general", "", "Origin", "https://public.example").want(204)
	alice.do(fiber.MethodPost, "/typing/general", "", "Origin", "https://other.example").want(403)
}

func TestHeadersThatKeepABrowserSafe(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(c *config) { c.BaseURL = "https://chat.example" })
	b := w.browser()
	for _, path := range []string{"/login", "/users", "/nothing/here", "/livez", testScript} {
		got := b.get(path)
		for name, value := range map[string]string{
			"X-Content-Type-Options":    "nosniff",
			"X-Frame-Options":           "DENY",
			"Referrer-Policy":           "same-origin",
			"Content-Security-Policy":   web.ContentSecurityPolicy,
			"Strict-Transport-Security": web.StrictTransport,
		} {
			if got.header.Get(name) != value {
				t.Errorf("%s: %s is %q", path, name, got.header.Get(name))
			}
		}
		stored := got.header.Get("Cache-Control") != "no-store"
		if stored != strings.HasPrefix(path, "/static/") {
			t.Errorf("%s: Cache-Control %q", path, got.header.Get("Cache-Control"))
		}
	}
	if got := newWorld(t).browser().get("/login"); got.header.Get("Strict-Transport-Security") != "" {
		t.Error("HSTS without https")
	}
}

func TestPanicEndsOneRequestAndTellsNothing(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	w := newWorld(t, logTo(&log))
	w.app.Get("/panic", func(*fiber.Ctx) error { panic("a secret") })
	got := w.browser().get("/panic").want(500)
	if strings.Contains(got.body, "secret") || !strings.Contains(log.String(), "a secret") {
		t.Errorf("told %q, logged %q", got.body, log.String())
	}
}

func TestErrorsArePagesForPeopleAndSentencesForPrograms(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	alice := w.as("alice")
	for _, try := range []struct {
		path, accept string
		status       int
		page         bool
	}{
		{"/c/private:9", "text/html", 403, true},
		{"/c/private:9", "*/*", 403, false},
		{"/messages/private:9", "text/html", 403, false},
		{"/nothing", "text/html,*/*;q=0.8", 404, true},
		{"/nothing", "application/json", 404, false},
		{"/static/abc/nothing.css", "text/html", 404, false},
	} {
		got := alice.get(try.path, "Accept", try.accept).want(try.status)
		if page := strings.Contains(got.body, "<html"); page != try.page {
			t.Errorf("%s for %s: %q", try.path, try.accept, got.body)
		}
		if !try.page && (strings.Count(got.body, ".") == 0 || !strings.HasPrefix(got.header.Get("Content-Type"), "text/plain")) {
			t.Errorf("%s: %q as %s", try.path, got.body, got.header.Get("Content-Type"))
		}
	}
	alice.do(fiber.MethodPut, "/users", "").want(405)
}

func TestNobodyIsSentToTheLogin(t *testing.T) {
	t.Parallel()
	b := newWorld(t).browser()
	if got := b.get("/users").want(302); got.header.Get("Location") != "/login" {
		t.Errorf("to %q", got.header.Get("Location"))
	}
	got := b.get("/users", "HX-Request", "true").want(401)
	if got.header.Get("HX-Redirect") != "/login" {
		t.Errorf("htmx to %q", got.header.Get("HX-Redirect"))
	}
}

func TestPagesAreCompressedForThoseWhoTakeIt(t *testing.T) {
	t.Parallel()
	b := newWorld(t).browser()
	plain := b.get("/login")
	zipped := b.get("/login", "Accept-Encoding", "gzip, br")
	if zipped.header.Get("Content-Encoding") != "gzip" || !strings.Contains(zipped.header.Get("Vary"), "Accept-Encoding") {
		t.Fatalf("encoding %q, vary %q", zipped.header.Get("Content-Encoding"), zipped.header.Get("Vary"))
	}
	reader, err := gzip.NewReader(strings.NewReader(zipped.body))
	if err != nil {
		t.Fatal(err)
	}
	if content, err := io.ReadAll(reader); err != nil || string(content) != plain.body {
		t.Errorf("another page, %v", err)
	}
}

func TestCompressedRequestsAreRefused(t *testing.T) {
	t.Parallel()
	alice := newWorld(t).as("alice")
	alice.do(fiber.MethodPost, "/send/general", "text=hi", "Content-Encoding", "gzip",
		"Content-Type", "application/x-www-form-urlencoded").want(415)
}

func TestStaticFiles(t *testing.T) {
	t.Parallel()
	b := newWorld(t).browser()
	got := b.get(testScript).want(200)
	if !strings.Contains(got.header.Get("Cache-Control"), "immutable") || got.body != testBody || got.header.Get("Vary") != "Accept-Encoding" {
		t.Errorf("%q with %v", got.body, got.header)
	}
	b.get(testScript, "If-None-Match", "W/"+got.header.Get("ETag")).wantBody(304, "")
	if old := b.get("/static/old/js/one.js").want(200); old.header.Get("Cache-Control") != "no-cache" {
		t.Errorf("an old address is kept: %q", old.header.Get("Cache-Control"))
	}
	b.get("/static/abc/../../go.mod").want(404)
	b.get("/static/abc/").want(404)
	b.do(fiber.MethodHead, testScript, "").wantBody(200, "")
}

func TestGalleryIsThereForDesignersAlone(t *testing.T) {
	t.Parallel()
	newWorld(t).browser().get("/gallery").want(404)
	b := newWorld(t, func(c *config) { c.Dev = true }).browser()
	b.get("/gallery").want(200)
	state := b.get("/gallery/presence-dot/idle?theme=dark").want(200)
	if state.header.Get("X-Frame-Options") != "SAMEORIGIN" || !strings.Contains(state.body, `data-theme="dark"`) {
		t.Errorf("headers %v", state.header)
	}
	b.get("/gallery/presence-dot/nowhere").want(404)
}

// TestDesignersAreToldOfAViewThatCannotBeRead by each page, until it can; a server in use reads nothing.
func TestDesignersAreToldOfAViewThatCannotBeRead(t *testing.T) {
	used, b := newWorld(t).browser(), newWorld(t, func(c *config) { c.Dev = true }).browser()
	t.Chdir(t.TempDir())
	b.get("/login").want(200).contains(`!role="alert"`)
	if err := os.Mkdir("build", 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile("build/broken-view.txt", []byte("message.templ: <div> is not closed\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	b.get("/login").want(200).contains(`role="alert">message.templ: &lt;div&gt; is not closed</p>`)
	b.get("/gallery").want(200).contains("is not closed")
	used.get("/login").want(200).contains("!is not closed")
}
