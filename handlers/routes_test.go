package handlers

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"minimost/handlers/program"
	"minimost/handlers/web"

	"github.com/gofiber/fiber/v2"

	"minimost/auth"
)

// outcome is what a request comes to.
type outcome struct {
	status  int
	body    string // "to /x" for a redirect, "" for an error: one sentence; {me} is who asked
	changed string // the tables that are no longer as they were
}

// cast is the outcome for each role.
type cast [roleCount]outcome

// roleCase is one request that every role makes.
type roleCase struct {
	name string
	path string
	body string
	cast cast
	read func(answer) string // what of the body is compared; nil: all of it, times as T
	// query looks at what the request changed, and after is what it finds for
	// those who were let through.
	query, after string
}

// roleCaseTables make the cases of some routes each, by method and path. Each file of
// cases adds its own.
var roleCaseTables []func() map[string][]roleCase

// addRoleCases is true so that a file can call it beside its table.
func addRoleCases(table func() map[string][]roleCase) bool {
	roleCaseTables = append(roleCaseTables, table)
	return true
}

var roleRows []func(t testing.TB, path string)

// addRows has a noun's rows written to the file that the cases begin with.
func addRows(write func(t testing.TB, path string)) bool {
	roleRows = append(roleRows, write)
	return true
}

// roleCases is the cases of every route, by method and path. A test ends here when a
// route has none.
func roleCases(t testing.TB) map[string][]roleCase {
	t.Helper()
	cases := make(map[string][]roleCase)
	for _, table := range roleCaseTables {
		for key, some := range table() {
			if cases[key] != nil {
				t.Errorf("%s has expectations in two tables", key)
			}
			cases[key] = some
		}
	}
	for _, route := range Routes() {
		if key := route.Method + " " + route.Path; len(cases[key]) == 0 {
			t.Errorf("%s has no expectations: handlers/roles_<noun>_test.go hands them to addRoleCases", key)
		}
	}
	if t.Failed() {
		t.FailNow()
	}
	return cases
}

var toLogin = outcome{302, "to /login", ""}

func says(body string) outcome        { return outcome{200, body, ""} }
func does(changed string) outcome     { return outcome{200, "ok", changed} }
func silently(changed string) outcome { return outcome{204, "", changed} }
func denied(status int) outcome       { return outcome{status, "", ""} }
func goes(to, changed string) outcome { return outcome{302, "to " + to, changed} }

func everyone(o outcome) cast {
	var c cast
	for r := range c {
		c[r] = o
	}
	return c
}

func accounts(o outcome) cast { return everyone(o).but(asNobody, toLogin) }

// insiders is the outcome for members, and the one for other accounts.
func insiders(o, others outcome) cast {
	return accounts(others).but(asMember, o).but(asOwner, o)
}

func (c cast) but(r role, o outcome) cast {
	c[r] = o
	return c
}

func TestEveryRouteForEveryRole(t *testing.T) {
	t.Parallel()
	plan, cases := newRoleFixture(t), roleCases(t)
	count := 0
	for _, route := range Routes() {
		key := route.Method + " " + route.Path
		mine := cases[key]
		count += len(mine) * int(roleCount)
		delete(cases, key)
		t.Run(key, func(t *testing.T) {
			t.Parallel()
			p := plan.open(t)
			for _, s := range mine {
				for r := asNobody; r < roleCount; r++ {
					if p.changed(s, route, r) {
						p = plan.open(t)
					}
				}
			}
		})
	}
	for key := range cases {
		t.Errorf("%s is no route", key)
	}
	t.Logf("%d cases", count)
}

// changed tries a case as one role and reports whether the server no longer has
// the fixture.
func (p *roleServer) changed(s roleCase, route web.Route, r role) bool {
	p.t.Helper()
	want, before := s.cast[r], p.dump()
	got := p.ask(route.Method, s, r)
	if got.status != want.status {
		p.t.Errorf("%s as %s: status %d, want %d; %q", s.name, r, got.status, want.status, got.body)
	}
	if text := s.text(got); text != strings.ReplaceAll(want.body, "{me}", r.name()) {
		p.t.Errorf("%s as %s:\n%s\nwant\n%s", s.name, r, text, want.body)
	}
	if got.status >= 400 && route.Answer == web.Data {
		wantSentence(p.t, got)
	}
	openDocument(p.t).isAsDocumented(p.t, route, got)
	if got.status == 403 || got.status == 404 {
		p.looksLikeNothing(s, route, r, got)
	}
	after := p.dump()
	if tables := changes(before, after); tables != want.changed {
		p.t.Errorf("%s as %s changed %q, want %q", s.name, r, tables, want.changed)
	}
	if want.changed != "" && s.query != "" {
		if found := p.value(strings.ReplaceAll(s.query, "{me}", r.name())); found != strings.ReplaceAll(s.after, "{me}", r.name()) {
			p.t.Errorf("%s as %s left %q, want %q", s.name, r, found, s.after)
		}
	}
	return changes(before, after) != ""
}

func (p *roleServer) ask(method string, s roleCase, r role, header ...string) answer {
	p.t.Helper()
	if s.body != "" && !strings.HasPrefix(s.body, "{") {
		header = append(header, "Content-Type", formType(s.body))
	}
	return p.as(r).do(method, s.path, s.body, header...)
}

// formType is the media type of a form, by how it begins.
func formType(body string) string {
	if strings.HasPrefix(body, "--boundary") {
		return fiber.MIMEMultipartForm + "; boundary=boundary"
	}
	return fiber.MIMEApplicationForm
}

func (s roleCase) text(a answer) string {
	switch {
	case a.status == fiber.StatusFound, a.status == fiber.StatusSeeOther:
		return "to " + a.header.Get("Location")
	case a.status >= 400:
		return ""
	case s.read != nil:
		return s.read(a)
	}
	return shape(a)
}

func wantSentence(t testing.TB, a answer) {
	t.Helper()
	if strings.HasPrefix(a.asked, "POST "+program.HookPath) && slackWords.MatchString(a.body) {
		return
	}
	plain := strings.HasPrefix(a.header.Get("Content-Type"), "text/plain")
	if !plain || a.body == "" || !strings.HasSuffix(a.body, ".") || strings.ContainsAny(a.body, "\n<{") || internals.MatchString(a.body) {
		t.Errorf("%s: %d %q as %s is not one plain sentence", a.asked, a.status, a.body, a.header.Get("Content-Type"))
	}
}

// slackWords are what programs that post to webhooks go by in place of a sentence.
var slackWords = regexp.MustCompile(`^[a-z]+(_[a-z]+)+$`)

// internals are traces of how the server works inside.
var internals = regexp.MustCompile(`(?i)sqlite|select |insert |constraint|no such (table|column)|goroutine|panic|\.go\b|context |0x[0-9a-f]+|<nil>`)

var (
	privateIDs = strings.NewReplacer("private:1", "private:99", "/private_channels/1/", "/private_channels/99/", "dm:alice:bob", "dm:alice:zed", "channel_id=1", "channel_id=99")
	fileLists  = regexp.MustCompile(`"files":\[[^\]]*\]`)
	messageIDs = regexp.MustCompile(`^(/(?:ui/)?(?:message|react|edit|delete|reply|receipts|block)/)\d+$`)
)

// looksLikeNothing compares a refusal with the one for what does not exist.
func (p *roleServer) looksLikeNothing(s roleCase, route web.Route, r role, got answer) {
	p.t.Helper()
	if r != asStranger && r != asRemoved {
		return
	}
	s.path = messageIDs.ReplaceAllString(privateIDs.Replace(s.path), "${1}999")
	nothing := p.ask(route.Method, s, r)
	if nothing.status != got.status || nothing.body != got.body {
		p.t.Errorf("%s as %s answers %d %q, what does not exist %d %q", s.name, r, got.status, got.body, nothing.status, nothing.body)
	}
}

func TestRoutesThatNeedASessionSendHtmxToTheLogin(t *testing.T) {
	t.Parallel()
	p, cases := newRoleFixture(t).open(t), roleCases(t)
	before := p.dump()
	for _, route := range Routes() {
		s := firstCase(cases, route)
		got := p.ask(route.Method, s, asNobody, "HX-Request", "true")
		if needs := s.cast[asNobody] == toLogin; needs != (got.status == 401 && got.header.Get("HX-Redirect") == "/login") {
			t.Errorf("%s: %d to %q", got.asked, got.status, got.header.Get("HX-Redirect"))
		}
		if got.status == 401 {
			wantSentence(t, got)
		}
		if route.Guard == web.Session || route.Guard == web.Own || route.Guard == web.Login {
			if tables := changes(before, p.dump()); tables != "" {
				t.Errorf("%s changed %s", got.asked, tables)
			}
		}
		before = p.dump()
	}
}

// otherSites is what browsers send for pages of other sites, old and new ones.
var otherSites = [][]string{
	{"Sec-Fetch-Site", "cross-site"}, {"Sec-Fetch-Site", "same-site"}, {"Sec-Fetch-Site", "something new"},
	{"Origin", "https://evil.example"}, {"Origin", "null"}, {"Origin", "http://chat.example:81"}, {"Origin", "http://chat.example.evil.example"},
}

func TestNoChangeIsMadeForAnotherSite(t *testing.T) {
	t.Parallel()
	p, cases := newRoleFixture(t).open(t), roleCases(t)
	before := p.dump()
	for _, route := range Routes() {
		if route.Method == fiber.MethodGet {
			continue
		}
		for _, s := range cases[route.Method+" "+route.Path] {
			for _, r := range []role{asNobody, asOwner, asMember} {
				for _, header := range otherSites {
					got := p.ask(route.Method, s, r, header...)
					if got.status != 403 || got.header.Get("Set-Cookie") != "" {
						t.Errorf("%s as %s with %v: %d", got.asked, r, header, got.status)
					}
					wantSentence(t, got)
				}
			}
			if tables := changes(before, p.dump()); tables != "" {
				t.Fatalf("%s %s changed %s", route.Method, s.path, tables)
			}
		}
	}
}

func TestHeadAnswersLikeGetAndChangesNothing(t *testing.T) {
	t.Parallel()
	p, cases := newRoleFixture(t).open(t), roleCases(t)
	before := p.dump()
	for _, route := range Routes() {
		if route.Method != fiber.MethodGet {
			continue
		}
		for _, s := range cases[route.Method+" "+route.Path] {
			for r := asNobody; r < roleCount; r++ {
				want := s.cast[r].status
				if want == fiber.StatusSwitchingProtocols {
					want = fiber.StatusUpgradeRequired
				}
				if got := p.ask(fiber.MethodHead, s, r); got.status != want || got.body != "" {
					t.Errorf("%s as %s: %d %q, want %d", got.asked, r, got.status, got.body, want)
				}
			}
		}
	}
	if tables := changes(before, p.dump()); tables != "" {
		t.Errorf("changed %s", tables)
	}
}

// keepers are the writes that a page makes by itself, or that have no session.
var keepers = []string{
	"POST /presence", "POST /typing/:channel", "DELETE /typing/:channel", "POST /mark_read/:channel", "POST /ui/mark_read/:channel",
	"POST /login", "POST /signup", "POST /logout", "POST /reset/:token",
}

// sessionEnders write the session by themselves.
var sessionEnders = []string{
	"POST /logout", "POST /ui/account/password", "POST /account/password", "POST /ui/account/sessions/end_all", "POST /account/sessions/end_all",
	"POST /ui/account/end", "POST /account/deactivate", "POST /account/remove",
}

func TestPagesAndWhatPeopleDoExtendTheSessionAndNothingElse(t *testing.T) {
	t.Parallel()
	plan, cases := newRoleFixture(t), roleCases(t)
	for _, route := range Routes() {
		key := route.Method + " " + route.Path
		want := !slices.Contains(keepers, key)
		if route.Method == fiber.MethodGet {
			want = route.Answer == web.Page && route.Guard == web.Session
		}
		for after, extended := range map[time.Duration]bool{50 * time.Minute: false, 2 * time.Hour: want} {
			p := plan.open(t)
			p.pass(after)
			sessions := p.value("SELECT group_concat(hex(v) || e) FROM (SELECT * FROM sessions ORDER BY k)")
			got := p.ask(route.Method, firstCase(cases, route), asOwner)
			if route.Guard == web.Open || slices.Contains(sessionEnders, key) {
				continue
			}
			written := p.value("SELECT group_concat(hex(v) || e) FROM (SELECT * FROM sessions ORDER BY k)") != sessions
			if cookie := strings.Join(got.header.Values("Set-Cookie"), " "); written != extended || strings.Contains(cookie, auth.Cookie) != extended {
				t.Errorf("%s after %v: extended %v with cookie %q, want %v", key, after, written, cookie, extended)
			}
		}
	}
}

// firstCase is what is asked of a route where any request will do.
func firstCase(cases map[string][]roleCase, route web.Route) roleCase {
	return cases[route.Method+" "+route.Path][0]
}

// ids lists the ids of a list of messages.
func ids(a answer) string {
	return fmt.Sprint(regexp.MustCompile(`"id":(\d+)`).FindAllString(fileLists.ReplaceAllString(a.body, ""), -1))
}

// document says whether a whole page came.
func document(a answer) string {
	if strings.Contains(a.body, "<html") && strings.HasSuffix(strings.TrimSpace(a.body), "</html>") {
		return "page"
	}
	return a.body
}
