package handlers

import (
	"fmt"
	"math/rand/v2"
	"net/url"
	"strings"
	"testing"

	"minimost/handlers/web"

	"github.com/gofiber/fiber/v2"
	"github.com/valyala/fasthttp"
)

// mostRequests is how many requests one script makes.
const mostRequests = 120

// script is bytes that decide what happens next.
type script struct{ rest []byte }

func (s *script) next() int {
	if len(s.rest) == 0 {
		return 0
	}
	b := s.rest[0]
	s.rest = s.rest[1:]
	return int(b)
}

func pick[T any](s *script, from []T) T { return from[s.next()%len(from)] }

var (
	playChannels = []string{
		"general", "random", "private:1", "private:2", "private:3", "dm:alice:bob", "dm:alice:mallory", "dm:bob:carol",
		"dm:alice:bob:carol", "dm:bob:alice", "private:01", "nowhere", "dm:alice:nobody",
	}
	playPeople = []string{"alice", "bob", "carol", "mallory", "ALICE", "nobody"}
	playEmoji  = []string{"👍", "❤️", "🎉", "x"}
	playStates = append(stateNames(), "auto", "")
)

// playRoutes are the routes that leave everybody's session as it is.
func playRoutes() (routes []web.Route) {
	for _, route := range Routes() {
		switch strings.Trim(route.Path, "/") {
		case "login", "logout", "signup", "reset/:token", "invite/:token", "ui/account/password", "account/password",
			"ui/account/sessions/end", "account/sessions/end", "ui/account/sessions/end_all", "account/sessions/end_all":
		default:
			routes = append(routes, route)
		}
	}
	return routes
}

// readsJSON reports whether a route's body is a JSON object.
func readsJSON(route web.Route) bool {
	for _, form := range []string{"/ui/", "/send/", "/edit/", "/delete/", "/react/", "/mark_read/"} {
		if strings.HasPrefix(route.Path, form) {
			return false
		}
	}
	return true
}

// act is one request as the script has it. Every text in it is its own, so that
// nobody can be shown it by chance.
func (s *script) act(routes []web.Route, number int) (role, *fasthttp.Request) {
	who, route := role(s.next()%int(roleCount)), pick(s, routes)
	id := func() string { return fmt.Sprint(s.next() % 24) }
	target := strings.NewReplacer(
		":channel", pick(s, playChannels), ":msg_id", id(), ":id", fmt.Sprint(s.next()%12), "*", "app.css",
	).Replace(route.Path)
	people := []string{pick(s, playPeople), pick(s, playPeople)}
	text := fmt.Sprintf("words number %d.", number)
	req := new(fasthttp.Request)
	head := ""
	if s.next()%2 == 0 {
		head = "HX-Request: true\n"
	}
	if key := s.next(); key%4 == 0 {
		head += fmt.Sprintf("%s: %d\n", web.KeyHeader, key%3)
	}
	channel, reply, state := pick(s, playChannels), id(), pick(s, playStates)
	if route.Method == fiber.MethodGet {
		values := url.Values{"username": people[:1], "q": {people[1][:1]}, "since": {"0~0~0~0~0~0~0~0~0~0~0~0~0~0~0~0~0~0~0~0~0"}, "before": {"9e9"}, "after": {"0"}, "members": people}
		fill(req, route.Method, target+"?"+values.Encode(), head, nil)
		return who, req
	}
	if readsJSON(route) {
		body := fmt.Sprintf(`{"name":%q,"members":[%q,%q],"username":%q,"history":%q,"state":%q,"tab":"t","override":%q,"channel":%q,"share_receipts":%t,"share_typing":%t,"display_name":%q}`,
			text, people[0], people[1], people[0], []string{"all", "join"}[s.next()%2], state, state, channel, s.next()%2 == 0, s.next()%2 == 0, text)
		fill(req, route.Method, target, head, []byte(body))
		return who, req
	}
	values := url.Values{
		"text": {text}, "name": {text}, "reply_to_id": {reply}, "reaction": {pick(s, playEmoji)}, "members": people, "username": people[:1],
		"history": {[]string{"all", "join"}[s.next()%2]}, "channel": {channel}, "override": {state}, "share_typing": {"on"}, "display_name": {text}, "duration": {"30"},
	}
	fill(req, route.Method, target, head+"Content-Type: application/x-www-form-urlencoded\n", []byte(values.Encode()))
	return who, req
}

// FuzzRandomOps lets people do what people do, in any order.
func FuzzRandomOps(f *testing.F) {
	fuzzServer, routes := newFuzzServer(f), playRoutes()
	dice := rand.New(rand.NewPCG(1, 2))
	for range 20 {
		seed := make([]byte, 15*mostRequests)
		for i := range seed {
			seed[i] = byte(dice.Uint32())
		}
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, bytes []byte) {
		fuzzServer.begin(t)
		fuzzServer.playOut(&script{bytes}, routes)
		fuzzServer.version = "" // begin a new one
	})
}

// The same requests each time, other ones than the fuzzer begins with: `make fuzz TARGET=FuzzRandomOps` plays ever new ones.
func TestAnythingThatPeopleDoIsTheirsToDo(t *testing.T) {
	fuzzServer, routes := newFuzzServer(t), playRoutes()
	dice := rand.New(rand.NewPCG(3, 4))
	statuses := make(map[int]int)
	for range 12 {
		fuzzServer.begin(t)
		bytes := make([]byte, 16*mostRequests)
		for i := range bytes {
			bytes[i] = byte(dice.Uint32())
		}
		for status, n := range fuzzServer.playOut(&script{bytes}, routes) {
			statuses[status] += n
		}
		fuzzServer.version = ""
	}
	t.Logf("answers by status %v", statuses)
	if statuses[200] < 100 || statuses[403] < 100 {
		t.Error("hardly anything happened")
	}
}

func (s *fuzzServer) playOut(script *script, routes []web.Route) (statuses map[int]int) {
	statuses = make(map[int]int)
	for i := 0; i < mostRequests && len(script.rest) > 0 && !s.t.Failed(); i++ {
		who, req := script.act(routes, i)
		s.pass(1_000_000_000)
		statuses[s.send(who, req).Response.StatusCode()]++
	}
	return statuses
}

// The rules that the fixtures are held against would pass on anything they do not
// see.
func TestASiegeSeesTrespasses(t *testing.T) {
	fuzzServer := newFuzzServer(t)
	fuzzServer.begin(t)
	before := fuzzServer.known
	for _, lie := range []struct {
		statement string
		theirs    role // whose change it could be
	}{
		{"UPDATE messages SET content = 'x', edited = 1 WHERE id = 2", asOwner},
		{"INSERT INTO messages (channel, sender, content, ts) VALUES ('private:1', 'mallory', 'x', 9e9)", roleCount},
		{"INSERT INTO message_reactions (channel, msg_ts, emoji, reactor) VALUES ('private:1', 1, 'x', 'bob')", asMember},
		{"DELETE FROM messages WHERE id = 1", roleCount},
		{"DELETE FROM private_channel_members WHERE username = 'bob'", asMember},
		{"INSERT INTO private_channel_members (channel_id, username, joined_ts) VALUES (1, 'carol', 1)", asMember},
		{"UPDATE private_channels SET name = 'x' WHERE id = 1", asMember},
		{"UPDATE users SET share_typing = 0 WHERE username = 'carol'", asRemoved},
		{"UPDATE presence SET state = 'idle' WHERE user = 'alice'", asOwner},
		{"INSERT INTO read_receipts (channel, msg_ts, reader) VALUES ('dm:alice:bob', 2, 'alice')", asOwner},
		{"DELETE FROM reset_tokens", roleCount},
	} {
		after := fuzzServer.afterwards(lie.statement)
		if changed := fmt.Sprint(before) != fmt.Sprint(after); !changed {
			t.Fatalf("%s changed nothing", lie.statement)
		}
		for _, r := range []role{asNobody, asStranger, asRemoved} {
			wrong := before.trespasses(r.name(), after, "POST /x")
			if (len(wrong) == 0) != (r == lie.theirs) {
				t.Errorf("%s as %s: %q", lie.statement, r, wrong)
			}
		}
		if lie.theirs < roleCount {
			if wrong := before.trespasses(lie.theirs.name(), after, "POST /x"); len(wrong) > 0 {
				t.Errorf("%s as %s: %q", lie.statement, lie.theirs, wrong)
			}
		}
	}
	if n := len(before.secrets("mallory", before)); n < 8 {
		t.Errorf("a stranger has only %d secrets not to see", n)
	}
	if n := len(before.secrets("bob", before)); n != 3+8 { // two messages, a channel, and the names of others' tokens
		t.Errorf("a member has %d secrets not to see: %q", n, before.secrets("bob", before))
	}
	for hostile, page := range map[string]string{
		"script": "<p><script>1</script>", "handler": `<a OnClick=x>`, "address": `<a href=" javascript:x">`, "htmx": `<p hx-on:click=x>`,
		"frame": `<iframe srcdoc=x>`, "comment": "<!--x-->", "style": `<p style="x">`,
	} {
		if inert([]byte(page)) == nil {
			t.Errorf("%s passes as inert: %s", hostile, page)
		}
	}
}

// afterwards is the fixture's tables as they are after a statement, which is then
// taken back.
func (s *fuzzServer) afterwards(statement string) tables {
	s.t.Helper()
	other := s.plan.open(&bench{TB: s.t})
	defer other.t.(*bench).close()
	other.change(statement)
	return other.tables()
}
