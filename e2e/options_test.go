package e2e

import (
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

func TestReadyLineNamesThePortThatWasPicked(t *testing.T) {
	t.Parallel()
	for _, try := range []struct{ addr, host string }{
		{"127.0.0.1:0", "127.0.0.1"}, {":0", "127.0.0.1"}, {"0.0.0.0:0", "127.0.0.1"}, {"localhost:0", "localhost"},
	} {
		t.Run(try.addr, func(t *testing.T) {
			t.Parallel()
			server := launchWith(t, t.TempDir(), nil, "--addr="+try.addr)
			want := regexp.MustCompile(`^listening on http://` + regexp.QuoteMeta(try.host) + `:[1-9]\d*\n$`)
			if !want.MatchString(server.ready) {
				t.Errorf("%q", server.ready)
			}
			b := server.person("nobody")
			b.must(200, b.get("/readyz"))
			if _, err := os.Stat(filepath.Join(server.folder, "presence.db")); err != nil {
				t.Error(err)
			}
			if status := server.stop(); status != 0 {
				t.Errorf("status %d", status)
			}
		})
	}
}

func TestEveryFlagAndItsVariable(t *testing.T) {
	t.Parallel()
	flags := []string{"--addr=127.0.0.1:0", "--db=other.db", "--channels=news,dev_1", "--rate-limits=false", "--base-url=https://chat.example",
		"--metrics-addr=127.0.0.1:0", "--log-level=debug", "--message-days=36500", "--trusted-proxies=10.0.0.0/8,::1"}
	var variables []string
	for _, flag := range flags {
		name, value, _ := strings.Cut(strings.TrimPrefix(flag, "--"), "=")
		variables = append(variables, "MINIMOST_"+strings.ToUpper(strings.ReplaceAll(name, "-", "_"))+"="+value)
	}
	wrong := []string{"MINIMOST_ADDR=nonsense", "MINIMOST_DB=", "MINIMOST_CHANNELS=A", "MINIMOST_BASE_URL=nonsense",
		"MINIMOST_METRICS_ADDR=nonsense", "MINIMOST_LOG_LEVEL=nonsense", "MINIMOST_MESSAGE_DAYS=-1", "MINIMOST_TRUSTED_PROXIES=nonsense"}
	for name, try := range map[string]struct{ variables, args []string }{
		"flags":                 {nil, flags},
		"variables":             {variables, nil},
		"flags over variables":  {wrong, flags},
		"serve with the others": {nil, append([]string{"serve"}, flags...)},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			heedsItsFlags(launchWith(t, t.TempDir(), try.variables, try.args...))
		})
	}
	t.Run("rate limits", func(t *testing.T) {
		t.Parallel()
		limited := launch(t, t.TempDir(), "--rate-limits=true").person("nobody")
		eventually(t, "guessing is slowed down", func() bool { return limited.guess().status == 429 })
	})
}

// guess tries a password for an account that there is not.
func (b *person) guess() reply {
	return b.form("/login", "username", "zed", "password", "wrong password")
}

// guesses is more than the tries that an account is given at once.
const guesses = 12

// heedsItsFlags wants a server to do what the flags of the test say.
func heedsItsFlags(p *process) {
	t := p.t
	alice := p.person("alice")
	r := alice.must(302, alice.form("/signup", "username", "alice", "password", somePassword, "confirm_password", somePassword))
	if cookie := strings.ToLower(r.header.Get("Set-Cookie")); !strings.Contains(cookie, "secure") {
		t.Errorf("behind an https base URL the cookie is %q", cookie)
	}
	for range guesses {
		alice.must(422, alice.guess())
	}
	// The jar keeps a Secure cookie from plain http.
	value, _, _ := strings.Cut(r.header.Get("Set-Cookie"), ";")
	base, err := url.Parse(p.url)
	if err != nil {
		t.Fatal(err)
	}
	cookieName, cookieValue, _ := strings.Cut(value, "=")
	alice.client.Jar.SetCookies(base, []*http.Cookie{{Name: cookieName, Value: cookieValue, Path: "/"}})
	if got := alice.must(200, alice.get("/channels")); got.body != `["news","dev_1"]` {
		t.Errorf("channels %s", got.body)
	}
	if _, err := os.Stat(filepath.Join(p.folder, "other.db")); err != nil {
		t.Error(err)
	}
	if metrics := p.metrics(); !strings.Contains(metrics, "minimost_sessions 1\n") {
		t.Errorf("metrics %.300s", metrics)
	}
	if p.stop(); !strings.Contains(p.stderr.String(), `"level":"DEBUG"`) {
		t.Errorf("logged %.300s", p.stderr)
	}
}

func TestHelpIsNoFault(t *testing.T) {
	t.Parallel()
	got := execute(t, t.TempDir(), "--help")
	for _, word := range []string{"--addr", "--db", "--channels", "rate-limits", "--tls-cert", "--tls-key", "--base-url", "--demo", "--dev",
		"--hosts", "--socket-mode", "--metrics-addr", "--log-level", "--message-days", "--trusted-proxies", "serve", "backup", "restore", "check", "reset-password", "import", "health", "version", "127.0.0.1:8080", "presence.db", "general,random"} {
		if !strings.Contains(got.stdout, word) {
			t.Errorf("the help lacks %s", word)
		}
	}
	if got.status != 0 || got.stderr != "" {
		t.Errorf("%d %q", got.status, got.stderr)
	}
}

func TestVersionPrintsAllThree(t *testing.T) {
	t.Parallel()
	got := execute(t, t.TempDir(), "version")
	if got.status != 0 || !regexp.MustCompile(`^minimost \S+\ngo go1\.\d+\S*\nsqlite \d+\.\d+\.\d+\n$`).MatchString(got.stdout) || got.stderr != "" {
		t.Errorf("%d %q %q", got.status, got.stdout, got.stderr)
	}
}

func TestGalleryIsServedForDevelopersAlone(t *testing.T) {
	t.Parallel()
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
