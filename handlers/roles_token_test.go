package handlers

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"minimost/handlers/web"

	"minimost/auth"
	"minimost/chat"
)

// The ids of the fixture's tokens, of which each role has two: who is what comes first.
const (
	malloryReads = 1 + iota
	malloryWrites
	bobReads
	bobWrites
	aliceReads
	aliceWrites
)

func makeTokens(w *world) map[chat.Scope][roleCount]string {
	w.t.Helper()
	var reading, writing [roleCount]string
	for r := asStranger; r < roleCount; r++ {
		reading[r], writing[r] = auth.NewToken(), auth.NewToken()
		// In this order, by which they have their ids.
		for _, made := range []struct {
			scope  chat.Scope
			secret string
		}{{chat.ReadScope, reading[r]}, {chat.WriteScope, writing[r]}} {
			_, err := w.store.CreateToken(tContext(), r.name(), auth.HashToken(made.secret),
				chat.Token{Username: r.name(), Name: r.name() + "'s " + string(made.scope), Scope: made.scope}, w.clock())
			if err != nil {
				w.t.Fatal(err)
			}
		}
	}
	return map[chat.Scope][roleCount]string{chat.ReadScope: reading, chat.WriteScope: writing}
}

// mayWriteToken lets everybody write the tokens of their own and of their bots.
func mayWriteToken(all tables, user string, _, row record) bool {
	return user != "" && (row["username"] == user || all["users"][row["username"]]["bot_owner"] == user)
}

var _ = addRoleCases(tokenCases)

var _ = addTables(map[string]tableRule{
	"tokens": {mayWriteToken, secretText{"name", owns("username")}},
	"hooks":  {ownedBy("maker"), noSecret},
})

var tokenSecret = regexp.MustCompile(`mmt_[a-z2-7]{26}`)

// hidingSecrets is a body in which a token is one.
func hidingSecrets(a answer) string { return tokenSecret.ReplaceAllString(shape(a), "SECRET") }

func tokenCases() map[string][]roleCase {
	theirs := `[{"id":N,"username":"{me}","name":"{me}'s read","scope":"read","created_ts":T,"last_used_ts":null},{"id":N,"username":"{me}","name":"{me}'s write","scope":"write","created_ts":T,"last_used_ts":null}]`
	numbers := regexp.MustCompile(`"id":\d+`)
	listed := func(a answer) string { return numbers.ReplaceAllString(shape(a), `"id":N`) }
	made := outcome{200, `{"id":11,"username":"{me}","name":"cron","scope":"read","created_ts":T,"last_used_ts":null,"token":"SECRET"}`, "tokens"}
	newest := "SELECT username || ' ' || name || ' ' || scope FROM tokens ORDER BY id DESC"
	shown := outcome{200, "page", "presence presence_tabs tokens"}
	return map[string][]roleCase{
		"GET /tokens": {{name: "own", path: "/tokens", read: listed, cast: accounts(says(theirs))}},
		"POST /tokens": {
			{name: "new", path: "/tokens", body: `{"name":"cron","scope":"read"}`, read: hidingSecrets, cast: accounts(made), query: newest, after: "{me} cron read"},
			{name: "no scope", path: "/tokens", body: `{"name":"cron"}`, cast: accounts(denied(400))},
			{name: "unknown scope", path: "/tokens", body: `{"name":"cron","scope":"admin"}`, cast: accounts(denied(400))},
			{name: "no name", path: "/tokens", body: `{"name":" ","scope":"read"}`, cast: accounts(denied(400))},
			{name: "a name that is used", path: "/tokens", body: `{"name":"alice's read","scope":"read"}`, read: hidingSecrets,
				cast: accounts(outcome{200, strings.Replace(made.body, "cron", "alice's read", 1), "tokens"}).but(asOwner, denied(409))},
		},
		"POST /tokens/:id/end": {
			{name: "alice's", path: "/tokens/5/end", cast: accounts(denied(404)).but(asOwner, does("tokens")),
				query: "SELECT group_concat(id) FROM tokens WHERE username = 'alice'", after: "6"},
			{name: "bob's", path: "/tokens/4/end", cast: accounts(denied(404)).but(asMember, does("tokens"))},
			{name: "none", path: "/tokens/999/end", cast: accounts(denied(404))},
		},
		"GET /ui/programs": {{name: "page", path: "/ui/programs", read: document, cast: accounts(shownPage)}},
		"POST /ui/tokens/create": {
			{name: "new", path: "/ui/tokens/create", body: "name=cron&scope=write", read: document, cast: accounts(shown), query: newest, after: "{me} cron write"},
			{name: "no name", path: "/ui/tokens/create", body: "name=&scope=write", cast: accounts(corrected())},
		},
		"POST /ui/tokens/:id/end": {
			{name: "alice's", path: "/ui/tokens/5/end", cast: accounts(denied(404)).but(asOwner, goesBack("/ui/programs", "presence presence_tabs tokens"))},
			{name: "none", path: "/ui/tokens/999/end", cast: accounts(denied(404))},
		},
	}
}

func (p *roleServer) showing(r role, token string) *browser {
	b := p.browser()
	b.name, b.token = r.name(), token
	return b
}

// askBy is ask with a token in place of a session.
func (p *roleServer) askBy(token, method string, s roleCase, r role) answer {
	p.t.Helper()
	var header []string
	if s.body != "" && !strings.HasPrefix(s.body, "{") {
		header = []string{"Content-Type", formType(s.body)}
	}
	return p.showing(r, token).do(method, s.path, s.body, header...)
}

// TestATokenMayWhatItsScopeSays asks every route as every role with a token of
// each scope: it may what the role may, but for what is for people, and changes nothing
// where it only reads.
func TestATokenMayWhatItsScopeSays(t *testing.T) {
	t.Parallel()
	plan, cases := newRoleFixture(t), roleCases(t)
	count := 0
	for _, route := range Routes() {
		if route.Guard == web.Open {
			continue
		}
		p := plan.open(t)
		for _, scope := range []chat.Scope{chat.ReadScope, chat.WriteScope} {
			mine := cases[route.Method+" "+route.Path]
			if route.RefuseToken(scope) != nil {
				mine = mine[:1]
			}
			for _, s := range mine {
				for r := asStranger; r < roleCount; r++ {
					count++
					if p.byToken(s, route, r, scope) {
						p = plan.open(t)
					}
				}
			}
		}
	}
	t.Logf("%d cases", count)
}

// byToken reports whether the request changed something but the use of the token.
func (p *roleServer) byToken(s roleCase, route web.Route, r role, scope chat.Scope) bool {
	p.t.Helper()
	want, before := s.cast[r], p.dump()
	got := p.askBy(p.plan.tokens[scope][r], route.Method, s, r)
	forPeople := route.Answer == web.Page || route.Guard == web.Own || route.Guard == web.Login || strings.HasPrefix(route.Path, "/ui/")
	if forPeople || scope == chat.ReadScope && route.Method != get || slices.Contains(reports, route.Method+" "+route.Path) {
		want = denied(403)
	}
	if got.status != want.status {
		p.t.Errorf("%s as %s by a token that may %s: %d, want %d; %q", got.asked, r, scope, got.status, want.status, got.body)
	}
	if got.status >= 400 {
		wantSentence(p.t, got)
	}
	if got.header.Get("Set-Cookie") != "" {
		p.t.Errorf("%s set a cookie", got.asked)
	}
	wrote := strings.Join(slices.DeleteFunc(strings.Fields(changes(before, p.dump())), func(table string) bool { return table == "tokens" }), " ")
	if wrote != want.changed {
		p.t.Errorf("%s as %s by a token that may %s changed %q, want %q", got.asked, r, scope, wrote, want.changed)
	}
	return wrote != ""
}

// TestATokenThatIsNoneIsRefusedEverywhere asks every route that looks for a session
// with one beside a token that is none, or has ended.
func TestATokenThatIsNoneIsRefusedEverywhere(t *testing.T) {
	t.Parallel()
	p, cases := newRoleFixture(t).open(t), roleCases(t)
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(p.store.EndToken(tContext(), "alice", aliceWrites, p.clock()))
	must(p.store.UseResetToken(tContext(), auth.HashResetToken("token"), testHash(), p.clock())) // ends bob's
	before := p.dump()
	for _, route := range Routes() {
		if route.Guard == web.Open {
			continue
		}
		s := firstCase(cases, route)
		for r, tokens := range map[role][]string{
			asOwner: {p.plan.tokens[chat.WriteScope][asOwner], "", "mmt_", auth.NewToken(), "x y", p.plan.sessions[asOwner]}, asMember: {p.plan.tokens[chat.WriteScope][asMember]},
		} {
			for _, token := range tokens {
				b := p.as(r)
				b.token = token + " "
				got := b.do(route.Method, s.path, s.body)
				if got.status != 401 || !strings.HasPrefix(got.header.Get("WWW-Authenticate"), "Bearer") {
					t.Errorf("%s as %s with %q: %d %q", got.asked, r, token, got.status, got.body)
				}
				wantSentence(t, got)
			}
		}
	}
	if tables := changes(before, p.dump()); tables != "" {
		t.Errorf("changed %s", tables)
	}
}
