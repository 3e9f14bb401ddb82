package handlers

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"minimost/handlers/web"

	"github.com/gofiber/fiber/v2"
	zombiezen "zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"minimost/auth"
	"minimost/chat"
	"minimost/sqlite"
)

// keptStorage holds sessions when the database no longer answers.
type keptStorage struct {
	fiber.Storage
	kept map[string][]byte
}

func (k keptStorage) Get(key string) ([]byte, error) { return k.kept[key], nil }

func (k keptStorage) Set(string, []byte, time.Duration) error { return nil }

func (k keptStorage) Delete(string) error { return nil }

// accountsOnly is a store that still knows who someone is.
type accountsOnly struct {
	Store
	users map[string]chat.User
}

func (a accountsOnly) User(_ context.Context, name string) (chat.User, error) {
	if user, found := a.users[name]; found {
		return user, nil
	}
	return chat.User{}, chat.Errorf(chat.NotFound, "There is no account of that name.")
}

// withoutStore are the routes that need nothing of the store but who asks, or
// not even that.
var withoutStore = map[string]bool{
	// Who is no administrator is told so by the session.
	"GET /admin": true, "GET /admin/settings": true, "GET /admin/audit": true, "POST /ui/admin/administrator": true,
	"GET /admin/remove": true, "GET /admin/channels": true, "GET /admin/usage": true, "POST /ui/admin/deactivate": true,
	"POST /ui/admin/reactivate": true, "POST /ui/admin/remove": true, "POST /ui/admin/take_over": true,
	"GET /administration/people": true, "POST /administration/people/:username/administrator": true,
	"POST /administration/people/:username/sign_out": true, "POST /administration/people/:username/deactivate": true,
	"POST /administration/people/:username/reactivate": true, "POST /administration/people/:username/remove": true,
	"POST /administration/people/:username/reset_link": true, "GET /administration/channels": true,
	"POST /administration/channels/:id/take_over": true, "GET /administration/settings": true, "POST /administration/settings": true,
	"GET /administration/usage": true, "GET /administration/audit": true,
	"POST /ui/admin/sign_out": true, "POST /ui/admin/reset_link": true, "POST /ui/admin/settings": true,
	"GET /livez": true, "GET /static/*": true, "GET /channels": true, "GET /settings": true, "GET /look": true, "GET /login": true, "GET /signup": true,
	"GET /ui/account/end": true,
	"GET /ui/shortcuts":   true, "GET /ui/account/password": true, "GET /ui/channels/new": true, "GET /ui/live": true, "GET /ui/search/options": true, "GET /ui/socket": true, "GET /ui/emoji": true,
	"GET /service-worker.js": true, "GET /manifest.webmanifest": true, "GET /offline": true,
}

// closedRoleServer is the fixture on a store that was closed. It keeps the sessions,
// and who they are, as far as it is told to.
func closedRoleServer(t *testing.T, plan *roleFixture, keepSessions, keepUsers bool, change ...func(*config)) *roleServer {
	t.Helper()
	path := filepath.Join(t.TempDir(), "presence.db")
	if err := os.WriteFile(path, plan.file, 0o600); err != nil {
		t.Fatal(err)
	}
	closed, err := sqlite.Open(path, sqlite.Options{PublicChannels: []string{"general", "random"}})
	if err != nil {
		t.Fatal(err)
	}
	kept := keptStorage{kept: make(map[string][]byte)}
	users := make(map[string]chat.User)
	for r := asStranger; r < roleCount; r++ {
		key := auth.HashSessionID(plan.sessions[r])
		if kept.kept[key], err = closed.Sessions().Get(key); err != nil {
			t.Fatal(err)
		}
		if users[r.name()], err = closed.User(tContext(), r.name()); err != nil {
			t.Fatal(err)
		}
	}
	if err := closed.Close(); err != nil {
		t.Fatal(err)
	}
	return plan.open(t, append(change, func(c *config) {
		c.Store, c.SessionStorage = closed, closed.Sessions()
		if keepSessions {
			c.SessionStorage = kept
		}
		if keepUsers {
			c.Store = accountsOnly{closed, users}
		}
	})...)
}

func TestClosedStoreIsUnavailableOnEveryRoute(t *testing.T) {
	t.Parallel()
	plan, cases := newRoleFixture(t), roleCases(t)
	for name, keeps := range map[string]struct{ sessions, users bool }{
		"all is gone": {false, false}, "sessions are left": {true, false}, "sessions and accounts are left": {true, true},
	} {
		p := closedRoleServer(t, plan, keeps.sessions, keeps.users)
		for _, route := range Routes() {
			key := route.Method + " " + route.Path
			got := p.ask(route.Method, firstCase(cases, route), asOwner)
			if withoutStore[key] && (keeps.users || route.Guard == web.Open) {
				continue
			}
			if key == "POST /logout" && keeps.sessions {
				continue
			}
			if got.status != 503 || internals.MatchString(got.body) {
				t.Errorf("%s: %s answers %d %q", name, key, got.status, got.body)
				continue
			}
			wantSentence(t, got)
		}
		for _, route := range []string{"GET /typing/general", "GET /presence/override"} {
			method, path, _ := strings.Cut(route, " ")
			if got := p.as(asNobody).do(method, path, ""); got.status != 200 {
				t.Errorf("%s: without a session %s needs the store: %d", name, route, got.status)
			}
		}
	}
}

// Another program that holds the database's write lock outlasts the time that a
// request has.
func TestLockedDatabaseIsUnavailableForWritesAndNotForReads(t *testing.T) {
	t.Parallel()
	plan, cases := newRoleFixture(t), roleCases(t)
	p := plan.open(t)
	conn, err := zombiezen.OpenConn(p.path, zombiezen.OpenReadWrite)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	if err := sqlitex.ExecuteTransient(conn, "BEGIN IMMEDIATE", nil); err != nil {
		t.Fatal(err)
	}
	before := p.dump()
	var waiting sync.WaitGroup
	for _, route := range Routes() {
		key := route.Method + " " + route.Path
		// The session storage waits for its own, longer, time.
		if route.Method == fiber.MethodGet || route.Answer == web.Page || key == "POST /mark_read/:channel" {
			continue
		}
		who := asOwner
		if strings.HasPrefix(route.Path, "/administration/") || strings.HasPrefix(route.Path, "/invite_links") {
			who = asAdministrator
		}
		waiting.Go(func() {
			got := p.ask(route.Method, firstCase(cases, route), who)
			if got.status != 503 || internals.MatchString(got.body) {
				t.Errorf("%s answers %d %q", key, got.status, got.body)
			}
		})
	}
	waiting.Go(func() {
		if got := p.as(asOwner).form("/mark_read/private:1"); got.status != 503 {
			t.Errorf("mark_read answers %d %q", got.status, got.body)
		}
	})
	p.as(asOwner).get("/typing/general").wantBody(200, `["bob"]`)
	p.as(asOwner).get("/users").want(200)
	waiting.Wait()
	if tables := changes(before, p.dump()); tables != "" {
		t.Errorf("changed %s", tables)
	}
	if err := sqlitex.ExecuteTransient(conn, "ROLLBACK", nil); err != nil {
		t.Fatal(err)
	}
	p.as(asOwner).form("/send/general", "text", "back again").wantBody(200, "ok")
}
