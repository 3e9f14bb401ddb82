package e2e

import (
	"strings"
	"testing"
)

func TestResetPassword(t *testing.T) {
	t.Parallel()
	server := launch(t, t.TempDir())
	alice, bob := server.signUp("alice"), server.signUp("bob")
	elsewhere := server.person("alice")
	elsewhere.must(302, elsewhere.form("/login", "username", "alice", "password", somePassword))

	link := func(flags ...string) string {
		t.Helper()
		made := execute(t, server.folder, append([]string{"reset-password", "ALICE"}, flags...)...)
		if made.status != 0 || strings.Count(made.stdout, "\n") != 1 {
			t.Fatalf("%d %q %q", made.status, made.stdout, made.stderr)
		}
		return strings.TrimSpace(made.stdout)
	}
	if got := link("--base-url=https://chat.example/"); !strings.HasPrefix(got, "https://chat.example/reset/") {
		t.Errorf("with a base URL: %s", got)
	}
	if got := link(); !strings.HasPrefix(got, "http://127.0.0.1:8080/reset/") {
		t.Errorf("without flags: %s", got)
	}
	if got := link("--addr=:9"); !strings.HasPrefix(got, "http://127.0.0.1:9/reset/") {
		t.Errorf("with an address: %s", got)
	}
	if unknown := execute(t, server.folder, "reset-password", "zed"); unknown.status != 1 || !strings.Contains(unknown.stderr, `"zed"`) {
		t.Errorf("unknown: %d %q", unknown.status, unknown.stderr)
	}

	expired := strings.TrimPrefix(link("--base-url="+server.url), server.url)
	shell(t, server.folder, "UPDATE reset_tokens SET expires_ts = strftime('%s','now') - 1")
	anyone := server.person("nobody")
	anyone.must(404, anyone.get(expired))
	anyone.must(404, anyone.form(expired, "password", "a new battery staple", "confirm_password", "a new battery staple"))

	valid := strings.TrimPrefix(link("--base-url="+server.url), server.url)
	anyone.must(200, anyone.get(valid))
	anyone.must(200, anyone.get(valid)) // looking does not use it up
	anyone.must(422, anyone.form(valid, "password", "short", "confirm_password", "short"))
	alice.must(200, alice.get("/users"))
	elsewhere.must(200, elsewhere.get("/users"))
	anyone.must(302, anyone.form(valid, "password", "a new battery staple", "confirm_password", "a new battery staple"))
	anyone.must(404, anyone.form(valid, "password", "one more battery", "confirm_password", "one more battery"))
	alice.must(302, alice.get("/users"))
	elsewhere.must(302, elsewhere.get("/users"))
	bob.must(200, bob.get("/users"))
	alice.must(422, alice.form("/login", "username", "alice", "password", somePassword))
	alice.must(302, alice.form("/login", "username", "alice", "password", "a new battery staple"))
	alice.must(200, alice.get("/users"))
}
