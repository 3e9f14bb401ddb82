package handlers

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"minimost/handlers/presence"
	"minimost/handlers/web"

	"github.com/gofiber/fiber/v2"
)

// guess is a request that names something hidden from the role, and the same
// for something that is not there.
type guess struct {
	route          web.Route
	role           role
	hidden, absent roleCase
}

// hiddenMessages are those of the fixture that a role does not see.
var hiddenMessages = map[role][]int{
	asStranger: {aliceBeforeBob, carolBeforeBob, aliceAfterCarol, aliceToBob},
	asRemoved:  {aliceBeforeBob, carolBeforeBob, aliceAfterCarol, aliceToBob},
	asMember:   {aliceBeforeBob, carolBeforeBob},
}

// guesses are those of every route that takes an id of anything.
func guesses(t testing.TB) []guess {
	t.Helper()
	var list []guess
	cases := roleCases(t)
	for _, route := range Routes() {
		first := firstCase(cases, route)
		_, query, _ := strings.Cut(first.path, "?")
		fill := func(channel, id, message string) roleCase {
			path := strings.NewReplacer(":channel", channel, ":msg_id", message).Replace(route.Path)
			if strings.Contains(path, "private_channels/") {
				message = id
			}
			path = strings.Replace(path, ":id", message, 1)
			if query != "" {
				path += "?" + query
			}
			return roleCase{path: path, body: first.body}
		}
		if strings.HasPrefix(route.Path, "/files/:id") || strings.HasPrefix(route.Path, "/thumbnails/") || strings.HasPrefix(route.Path, "/ui/file/") {
			for _, r := range []role{asStranger, asRemoved, asAdministrator} {
				list = append(list, guess{route, r, fill("", "1", strconv.Itoa(aliceWaiting)), fill("", "1", "999")},
					guess{route, r, fill("", "1", strconv.Itoa(aliceToBobFile)), fill("", "1", "999")})
			}
			continue
		}
		if strings.Contains(route.Path, "/tokens/:id") || strings.Contains(route.Path, "/webhooks/:id") {
			hidden := map[bool]int{false: aliceHook, true: aliceWrites}[strings.Contains(route.Path, "/tokens/")]
			for r := range hiddenMessages {
				list = append(list, guess{route, r, fill("", "1", strconv.Itoa(hidden)), fill("", "1", "999")})
			}
			continue
		}
		if strings.HasPrefix(route.Path, "/administration/") && strings.Contains(route.Path, ":") || strings.Contains(route.Path, "/invite_links/:id") {
			at := func(name, id string) roleCase {
				return roleCase{path: strings.NewReplacer(":username", name, ":id", id).Replace(route.Path), body: first.body}
			}
			for r := range hiddenMessages {
				list = append(list, guess{route, r, at("alice", "1"), at("zed", "999")}, guess{route, r, at("alice", "2"), at("zed", "999")})
			}
			continue
		}
		for r, messages := range hiddenMessages {
			for _, hidden := range messages {
				if !strings.Contains(route.Path, ":msg_id") && !isMessageRoute(route) {
					continue
				}
				for _, channel := range []string{"general", "private:1"} {
					list = append(list, guess{route, r, fill(channel, "1", strconv.Itoa(hidden)), fill(channel, "1", "999")})
				}
			}
			if r == asMember || !strings.Contains(route.Path, ":channel") && !strings.Contains(route.Path, "private_channels/:id") {
				continue
			}
			for hidden, absent := range map[string]string{"private:1": "private:99", "dm:alice:bob": "dm:alice:zed"} {
				list = append(list, guess{route, r, fill(hidden, "1", "8"), fill(absent, "99", "8")})
			}
		}
	}
	return list
}

func isMessageRoute(route web.Route) bool {
	return route.Path == "/m/:id" || strings.HasSuffix(route.Path, "/:id") && strings.HasPrefix(route.Path, "/ui/")
}

func TestGuessingAnIDTellsNothing(t *testing.T) {
	t.Parallel()
	p := newRoleFixture(t).open(t)
	tried, cases := make(map[string]bool), 0
	for _, g := range guesses(t) {
		tried[g.route.Method+" "+g.route.Path] = true
		for _, header := range [][]string{nil, {"Accept", "text/html"}, {"HX-Request", "true"}} {
			before := p.dump()
			hidden, absent := p.ask(g.route.Method, g.hidden, g.role, header...), p.ask(g.route.Method, g.absent, g.role, header...)
			wantAlike(t, fmt.Sprint("as ", g.role, " with ", header), hidden, absent)
			if tables := changes(before, p.dump()); tables != "" {
				t.Errorf("%s as %s changed %s", hidden.asked, g.role, tables)
			}
			cases++
		}
	}
	for _, route := range Routes() {
		if key := route.Method + " " + route.Path; strings.ContainsAny(route.Path, ":") && !strings.Contains(key, ":token") && !strings.Contains(key, ":secret") && !strings.Contains(key, "/people/:name") && !tried[key] {
			t.Errorf("%s was not tried", key)
		}
	}
	t.Logf("%d pairs on %d routes", cases, len(tried))
}

// wantAlike wants the two answers to be the same but for their names.
func wantAlike(t testing.TB, what string, hidden, absent answer) {
	t.Helper()
	hidden.body, absent.body = formKeys.ReplaceAllString(hidden.body, ""), formKeys.ReplaceAllString(absent.body, "")
	if hidden.status != absent.status || hidden.body != absent.body {
		t.Errorf("%s %s: %d %q; %s: %d %q", hidden.asked, what, hidden.status, hidden.body, absent.asked, absent.status, absent.body)
	}
	for name := range maps.Keys(hidden.header) {
		if name != "X-Request-Id" && name != "Date" && !slices.Equal(hidden.header[name], absent.header[name]) {
			t.Errorf("%s %s: %s %q; %s: %q", hidden.asked, what, name, hidden.header[name], absent.asked, absent.header[name])
		}
	}
	if len(hidden.header) != len(absent.header) {
		t.Errorf("%s %s: headers %v; %s: %v", hidden.asked, what, hidden.header, absent.asked, absent.header)
	}
}

func TestGuessingInBodiesQueriesAndCookiesTellsNothing(t *testing.T) {
	t.Parallel()
	plan := newRoleFixture(t)
	p := plan.open(t)
	for _, try := range []struct{ method, path, body, hidden, absent string }{
		{get, "/ui/users/search?for=add&channel_id={}", "", "1", "99"},
		{get, "/ui/users/search?for=add&q=bob&username=bob&channel_id={}", "", "1", "99"},
		{post, "/dms/close", `{"channel":"{}"}`, "dm:alice:bob", "dm:alice:zed"},
		{post, "/ui/dms/close", "channel={}", "dm:alice:bob", "dm:alice:zed"},
		{post, "/dms/close", `{"channel":"{}"}`, "private:1", "private:99"},
		{get, "/messages_before/private:1?before={}", "", "9999999999", "1"},
		{get, "/messages/private:1?after={}", "", "9999999999", "1"},
		{get, "/ui/messages/private:1/before?before={}", "", "9999999999", "1"},
		{post, "/mark_read/private:1", "up_to={}", "9999999999", "1"},
		{post, "/private_channels/1/add_member", `{"username":"{}"}`, "bob", "zed"},
		{post, "/private_channels/1/remove_member", `{"username":"{}"}`, "bob", "zed"},
		{get, "/ui/private_channels/1/remove_member?username={}", "", "bob", "zed"},
		{post, "/ui/private_channels/1/remove_member", "username={}", "bob", "zed"},
		{post, "/ui/private_channels/1/add_member", "username={}", "bob", "zed"},
	} {
		for _, r := range []role{asStranger, asRemoved} {
			var got [2]answer
			for i, name := range []string{try.hidden, try.absent} {
				got[i] = p.ask(try.method, roleCase{path: strings.ReplaceAll(try.path, "{}", name), body: strings.ReplaceAll(try.body, "{}", name)}, r)
			}
			wantAlike(t, fmt.Sprint(try.body, " as ", r), got[0], got[1])
		}
	}
	for _, r := range []role{asStranger, asRemoved} {
		var got [2]answer
		for i, channel := range []string{"private:1", "private:99"} {
			b := p.as(r)
			b.cookies[web.LastChannelCookie] = channel
			got[i] = b.get("/", "Accept-Encoding", "identity")
		}
		wantAlike(t, fmt.Sprint("with a cookie as ", r), got[0], got[1])
	}
}

func TestAnsweringAMessageThatOneDoesNotSeeIsNoAnswer(t *testing.T) {
	t.Parallel()
	plan := newRoleFixture(t)
	for r, messages := range hiddenMessages {
		channel := "general"
		if r == asMember {
			channel = "private:1"
		}
		for _, path := range []string{"/send/", "/ui/send/"} {
			var got [2]string
			var answers [2]answer
			for i, id := range []int{messages[0], 999} {
				p := plan.open(t)
				body := fmt.Sprintf("text=so&reply_to_id=%d", id)
				answers[i] = p.ask(post, roleCase{path: path + channel, body: body}, r)
				got[i] = shape(p.as(r).get("/messages/" + channel))
			}
			wantAlike(t, fmt.Sprint("as ", r), answers[0], answers[1])
			if got[0] != got[1] || !strings.Contains(got[0], `"so"`) {
				t.Errorf("%s%s as %s: %s\nand %s", path, channel, r, got[0], got[1])
			}
			// An empty text brings the page back, with what is answered.
			p := plan.open(t)
			body := fmt.Sprintf("text=+&reply_to_id=%d", messages[0])
			if again := p.ask(post, roleCase{path: "/ui/send/" + channel, body: body}, r).want(422); strings.Contains(again.body, "Replying to") {
				t.Errorf("%s is shown message %d to answer", r, messages[0])
			}
		}
	}
}

func TestAQuoteOfWhatOneDoesNotSeeIsNotShown(t *testing.T) {
	t.Parallel()
	p := newRoleFixture(t).open(t)
	p.as(asOwner).form("/send/private:1", "text", "as I said", "reply_to_id", strconv.Itoa(aliceBeforeBob)).want(200)
	for r, quoted := range map[role]bool{asOwner: true, asMember: false} {
		for path, status := range map[string]int{"/c/private:1": 200, "/ui/live/private:1" + fromNothing: 200, "/ui/socket/private:1" + fromNothing: 101} {
			got := p.as(r).get(path).want(status).contains("as I said")
			if strings.Contains(got.body, "message__quote") != quoted || strings.Contains(got.body, "before bob") != quoted {
				t.Errorf("%s as %s: quoted %v", path, r, !quoted)
			}
		}
	}
}

// What somebody is told of everything is compared with and without things that
// happened where they cannot look.
func TestCountsTellNothingOfWhatOneDoesNotSee(t *testing.T) {
	t.Parallel()
	plan, cases := newRoleFixture(t), roleCases(t)
	quiet, busy := plan.open(t), plan.open(t)
	alice, bob := busy.as(asOwner), busy.as(asMember)
	alice.form("/send/private:1", "text", "more of the plan").want(200)
	alice.form("/send/private:1", "text", "an answer", "reply_to_id", "8").want(200)
	alice.form("/edit/5", "text", "welcome to another plan").want(200)
	alice.form("/delete/8").want(200)
	bob.form("/react/5", "reaction", "🎉").want(200)
	bob.form("/mark_read/private:1").want(204)
	bob.form("/mark_read/dm:alice:bob").want(204)
	bob.form("/send/dm:alice:bob", "text", "hello").want(200)
	bob.do(fiber.MethodPost, "/typing/dm:alice:bob", "").want(204)
	alice.json("/private_channels/1/rename", `{"name":"other plans"}`).want(200)
	alice.json("/private_channels/create", `{"name":"more","members":["bob"]}`).want(200)
	compared := 0
	for _, route := range Routes() {
		if route.Method != get || route.Path == "/ui/live/:channel" || route.Path == "/ui/socket/:channel" {
			continue
		}
		for _, s := range cases[route.Method+" "+route.Path] {
			for _, r := range []role{asStranger, asRemoved} {
				was, is := quiet.ask(get, s, r), busy.ask(get, s, r)
				was.body, is.body = withoutCursor(was.body), withoutCursor(is.body)
				if route.Path == "/ui/live" { // what counts on it is compared by its texts
					was.header.Del(presence.LiveSince)
					is.header.Del(presence.LiveSince)
				}
				wantAlike(t, fmt.Sprint("as ", r), was, is)
				compared++
			}
		}
	}
	t.Logf("%d answers compared", compared)
}

// withoutCursor takes the numbers of the server's changes out of a page: they
// count whatever happens, and say of nothing what.
func withoutCursor(body string) string {
	return keyInAddress.ReplaceAllString(sinceAttribute.ReplaceAllString(body, ""), "")
}

// keyInAddress finds the keys of forms that upload files.
var keyInAddress = regexp.MustCompile(`&amp;key=[A-Z0-9]+-\d+"`)
