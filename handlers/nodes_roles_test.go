package handlers

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"minimost/handlers/web"

	"minimost/postgres"
	"minimost/postgres/cluster"
)

// twoServers are two servers on one PostgreSQL with the rows of a fixture, asked in turn.
type twoServers struct {
	*roleServer
	one, two *postgres.Node
}

func (plan *roleFixture) openTwo(t *testing.T) *twoServers {
	t.Helper()
	c, err := cluster.Start()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Stop)
	name, err := c.NewDatabase("")
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "presence.db")
	if err := os.WriteFile(path, plan.file, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := postgres.Move(t.Context(), path, c.URL(name)); err != nil {
		t.Fatal(err)
	}
	w, one := openNodeWorld(t, c.URL(name), deafly)
	other, two := openNodeWorld(t, c.URL(name), deafly, func(c *config) { c.Now = w.clock })
	w.other, w.now = other, plan.now
	return &twoServers{&roleServer{world: w, plan: plan}, one, two}
}

// tell has each of them know what the other did.
func (p *twoServers) tell() {
	p.t.Helper()
	if err := p.one.Reach(p.t.Context(), p.two.Position()); err != nil {
		p.t.Fatal(err)
	}
	if err := p.two.Reach(p.t.Context(), p.one.Position()); err != nil {
		p.t.Fatal(err)
	}
}

// lastRoutes end sessions or accounts, so that little can be asked after them.
var lastRoutes = append([]string{
	"POST /login", "POST /signup", "POST /reset/:token",
	"POST /administration/:username/deactivate", "POST /administration/:username/remove", "POST /administration/:username/end_sessions",
}, sessionEnders...)

// TestEveryRouteForEveryRoleOnTwoServersInTurn asks for everything that every role may ask for: what changes nothing comes to
// what the table of roles says; then what changes something comes to the same as on presence.db, after the same changes, and
// what everybody reads in the end as well.
func TestEveryRouteForEveryRoleOnTwoServersInTurn(t *testing.T) {
	t.Parallel()
	plan, cases := newRoleFixture(t), roleCases(t)
	p, file := plan.openTwo(t), plan.open(t)
	asked, changing, asInTable := 0, 0, 0
	for _, route := range Routes() {
		for _, s := range cases[route.Method+" "+route.Path] {
			for r := asNobody; r < roleCount; r++ {
				if want := s.cast[r]; want.changed == "" {
					got := p.ask(route.Method, s, r)
					if text := s.text(got); got.status != want.status || text != strings.ReplaceAll(want.body, "{me}", r.name()) {
						t.Errorf("%s as %s: %d %s\nwant %d %s", s.name, r, got.status, text, want.status, want.body)
					}
					asked++
				}
			}
		}
	}
	for _, last := range []bool{false, true} {
		for _, route := range Routes() {
			if last != isLast(route) {
				continue
			}
			for _, s := range cases[route.Method+" "+route.Path] {
				for r := asNobody; r < roleCount; r++ {
					if s.cast[r].changed != "" {
						changing++
						if p.likeOnFile(file, route, s, r).status == s.cast[r].status {
							asInTable++
						}
					}
				}
			}
		}
		for _, route := range Routes() {
			for r := asNobody; r < roleCount && route.Method == get; r++ {
				p.likeOnFile(file, route, firstCase(cases, route), r)
			}
		}
	}
	t.Logf("%d cases that change nothing, %d that change something, of which %d end as they do by themselves", asked, changing, asInTable)
	if asInTable < changing/2 {
		t.Error("most cases have nothing left to change")
	}
}

func isLast(route web.Route) bool {
	for _, last := range lastRoutes {
		if route.Method+" "+route.Path == last {
			return true
		}
	}
	return strings.Contains(route.Path, "deactivate") || strings.Contains(route.Path, "remove") && strings.Contains(route.Path, "account")
}

// likeOnFile compares the answer with that of presence.db, and returns it.
func (p *twoServers) likeOnFile(file *roleServer, route web.Route, s roleCase, r role) answer {
	p.t.Helper()
	want, got := file.ask(route.Method, s, r), p.ask(route.Method, s, r)
	p.tell()
	if got.status != want.status || s.text(got) != s.text(want) {
		p.t.Errorf("%s %s as %s: %d %s\nwant %d %s", s.name, got.asked, r, got.status, s.text(got), want.status, s.text(want))
	}
	return got
}
