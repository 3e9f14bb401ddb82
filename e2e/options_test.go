package e2e

import (
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

func TestReadyLineNamesThePortThatWasPicked(t *testing.T) {
	for _, try := range []struct{ addr, host string }{
		{"127.0.0.1:0", "127.0.0.1"}, {":0", "127.0.0.1"}, {"0.0.0.0:0", "127.0.0.1"}, {"localhost:0", "localhost"},
	} {
		folder := t.TempDir()
		server := launchWith(t, folder, nil, "--addr="+try.addr)
		want := regexp.MustCompile(`^listening on http://` + regexp.QuoteMeta(try.host) + `:[1-9]\d*\n$`)
		if !want.MatchString(server.ready) {
			t.Errorf("%s: %q", try.addr, server.ready)
		}
		b := server.person("nobody")
		b.must(200, b.get("/readyz"))
		if _, err := os.Stat(filepath.Join(folder, "presence.db")); err != nil {
			t.Error(err)
		}
		if status := server.stop(); status != 0 {
			t.Errorf("%s: status %d", try.addr, status)
		}
	}
}

func TestEveryFlagAndItsVariable(t *testing.T) {
	flags := []string{"--addr=127.0.0.1:0", "--db=other.db", "--channels=news,dev_1", "--rate-limits=false", "--base-url=https://chat.example",
		"--metrics-addr=127.0.0.1:0", "--log-level=debug", "--message-days=36500", "--trusted-proxies=10.0.0.0/8,::1"}
	var variables []string
	for _, flag := range flags {
		name, value, _ := strings.Cut(strings.TrimPrefix(flag, "--"), "=")
		variables = append(variables, "MINIMOST_"+strings.ToUpper(strings.ReplaceAll(name, "-", "_"))+"="+value)
	}
	wrong := []string{"MINIMOST_ADDR=nonsense", "MINIMOST_DB=", "MINIMOST_CHANNELS=A", "MINIMOST_BASE_URL=nonsense",
		"MINIMOST_METRICS_ADDR=nonsense", "MINIMOST_LOG_LEVEL=nonsense", "MINIMOST_MESSAGE_DAYS=-1", "MINIMOST_TRUSTED_PROXIES=nonsense"}
	for name, server := range map[string]func() *process{
		"flags":                 func() *process { return launchWith(t, t.TempDir(), nil, flags...) },
		"variables":             func() *process { return launchWith(t, t.TempDir(), variables) },
		"flags over variables":  func() *process { return launchWith(t, t.TempDir(), wrong, flags...) },
		"serve with the others": func() *process { return launchWith(t, t.TempDir(), nil, append([]string{"serve"}, flags...)...) },
	} {
		p := server()
		alice := p.person("alice")
		r := alice.must(302, alice.form("/signup", "username", "alice", "password", somePassword, "confirm_password", somePassword))
		if cookie := strings.ToLower(r.header.Get("Set-Cookie")); !strings.Contains(cookie, "secure") {
			t.Errorf("%s: behind an https base URL the cookie is %q", name, cookie)
		}
		for range 20 {
			alice.must(422, alice.form("/login", "username", "alice", "password", "wrong password"))
		}
		// The jar keeps a Secure cookie from plain http.
		value, _, _ := strings.Cut(r.header.Get("Set-Cookie"), ";")
		base, err := url.Parse(p.url)
		if err != nil {
			t.Fatal(err)
		}
		cookieName, cookieValue, _ := strings.Cut(value, "=")
		alice.client.Jar.SetCookies(base, plainCookie(cookieName, cookieValue))
		if got := alice.must(200, alice.get("/channels")); got.body != `["news","dev_1"]` {
			t.Errorf("%s: channels %s", name, got.body)
		}
		if _, err := os.Stat(filepath.Join(p.folder, "other.db")); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if metrics := p.metrics(); !strings.Contains(metrics, "minimost_sessions 1\n") {
			t.Errorf("%s: metrics %.300s", name, metrics)
		}
		if p.stop(); !strings.Contains(p.stderr.String(), `"level":"DEBUG"`) {
			t.Errorf("%s: logged %.300s", name, p.stderr)
		}
	}
	limited := launch(t, t.TempDir(), "--rate-limits=true")
	b := limited.signUp("bob")
	eventually(t, "guessing is slowed down", func() bool {
		return b.form("/login", "username", "bob", "password", "wrong password").status == 429
	})
}

func TestHelpIsNoFault(t *testing.T) {
	got := execute(t, t.TempDir(), "--help")
	for _, word := range []string{"--addr", "--db", "--channels", "rate-limits", "--tls-cert", "--tls-key", "--base-url", "--demo", "--dev",
		"--metrics-addr", "--log-level", "--message-days", "--trusted-proxies", "serve", "backup", "check", "reset-password", "import", "health", "version", "127.0.0.1:8080", "presence.db", "general,random"} {
		if !strings.Contains(got.stdout, word) {
			t.Errorf("the help lacks %s", word)
		}
	}
	if got.status != 0 || got.stderr != "" {
		t.Errorf("%d %q", got.status, got.stderr)
	}
}

func TestVersionPrintsAllThree(t *testing.T) {
	got := execute(t, t.TempDir(), "version")
	if got.status != 0 || !regexp.MustCompile(`^minimost \S+\ngo go1\.\d+\S*\nsqlite \d+\.\d+\.\d+\n$`).MatchString(got.stdout) || got.stderr != "" {
		t.Errorf("%d %q %q", got.status, got.stdout, got.stderr)
	}
}

func TestGalleryIsServedForDevelopersAlone(t *testing.T) {
	root, err := filepath.Abs("..") // it serves ./static
	if err != nil {
		t.Fatal(err)
	}
	for flag, status := range map[string]int{"--dev": 200, "--dev=false": 404} {
		server := launchWith(t, root, nil, flag, "--addr=127.0.0.1:0", "--db="+filepath.Join(t.TempDir(), "presence.db"))
		b := server.person("nobody")
		b.must(status, b.get("/gallery"))
	}
}
