package handlers

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"testing"

	"minimost/handlers/web"

	"github.com/gofiber/fiber/v2"

	"minimost/chat"
	"minimost/views"
)

// withoutKeys are the writes that nobody needs a key for.
var withoutKeys = []string{
	"POST /invite/:token",
	"POST /login", "POST /signup", "POST /logout", "POST /reset/:token", "POST /typing/:channel", "DELETE /typing/:channel",
	"POST /presence", "POST /mark_read/:channel", "POST /ui/mark_read/:channel",
	"POST /drafts/:channel",                             // which is the same draft
	"POST /ui/dms/open",                                 // which writes nothing
	"POST /profile/picture", "POST /ui/account/picture", // which is the same picture
	"POST /push/unsubscribe", "POST /ui/file/:id/remove", // what is gone cannot go again
	// With a password, of which no hash is kept, or after which the session is none.
	"POST /account/password", "POST /ui/account/password", "POST /account/sessions/end_all", "POST /ui/account/sessions/end_all",
	"POST /account/export", "POST /ui/account/export", // which change nothing
	"POST /ui/account/end", "POST /account/deactivate", "POST /account/remove",
	"POST /hooks/:secret", // Slack knows no keys
}

// withSecrets are the writes that answer with what is kept nowhere: once.
var withSecrets = []string{
	"POST /ui/admin/reset_link", "POST /ui/invites/create", "POST /administration/people/:username/reset_link", "POST /invite_links",
	"POST /tokens", "POST /ui/tokens/create", "POST /webhooks", "POST /ui/webhooks/create",
}

// formKeys finds the keys of forms.
var formKeys = regexp.MustCompile(`<input type="hidden" name="key" value="([^"]+)" autocomplete="off">`)

// withKey puts a key into a request of a route.
func withKey(route web.Route, s roleCase, key string) (roleCase, []string) {
	if route.Guard != web.Own || route.Streams() {
		return s, []string{web.KeyHeader, key}
	}
	s.body = strings.TrimPrefix(s.body+"&"+views.KeyField+"="+key, "&")
	return s, nil
}

// TestEveryWriteIsMadeOnceUnderItsKey makes what each case of each route changes
// twice with one key: the second time is answered like the first, and changes no row.
// Another request under that key changes none either.
func TestEveryWriteIsMadeOnceUnderItsKey(t *testing.T) {
	t.Parallel()
	plan, cases := newRoleFixture(t), roleCases(t)
	for _, route := range Routes() {
		key := route.Method + " " + route.Path
		if route.Method == get || slices.Contains(withoutKeys, key) {
			if route.Keyed {
				t.Errorf("%s has a key", key)
			}
			continue
		}
		t.Run(key, func(t *testing.T) {
			t.Parallel()
			tried := 0
			for _, s := range cases[key] {
				for r := asStranger; r < roleCount; r++ {
					if s.cast[r].status < 400 && s.cast[r].changed != "" {
						plan.open(t).onceUnderItsKey(route, s, r)
						tried++
						break
					}
				}
			}
			if tried == 0 {
				t.Error("no case changes anything")
			}
		})
	}
}

func (p *roleServer) onceUnderItsKey(route web.Route, s roleCase, r role) {
	p.t.Helper()
	plain := s
	s, header := withKey(route, plain, "k-1")
	first := p.ask(route.Method, s, r, header...)
	if first.status != s.cast[r].status {
		p.t.Fatalf("%s: %d, want %d", first.asked, first.status, s.cast[r].status)
	}
	before := p.dump()
	again := p.ask(route.Method, s, r, header...)
	if slices.Contains(withSecrets, route.Method+" "+route.Path) {
		if again.status != 409 && again.status != 422 || !strings.Contains(again.body, chat.ErrShownOnce.Message) {
			p.t.Errorf("%s again: %d %s", first.asked, again.status, again.body)
		}
	} else if again.status != first.status || withoutFormKeys(again) != withoutFormKeys(first) {
		p.t.Errorf("%s again: %d %s\nwant %d %s", first.asked, again.status, withoutFormKeys(again), first.status, withoutFormKeys(first))
	}
	p.unchanged(before, first.asked+" again")

	other := s
	if route.Streams() {
		other.body = strings.Replace(s.body, "hello", "hullo", 1)
	} else if strings.HasPrefix(s.body, "{") {
		other.body = strings.Replace(s.body, "{", "{ ", 1)
	} else {
		other.body += "&more=1"
	}
	reused := p.ask(route.Method, other, r, append(header, "Accept", "text/html")...)
	if reused.status != 422 {
		p.t.Errorf("%s with another body: %d", first.asked, reused.status)
	}
	if route.Answer == web.Data {
		wantSentence(p.t, reused)
	}
	p.unchanged(before, first.asked+" with another body")
	if fresh, header := withKey(route, plain, "k-2"); route.Method == post && strings.HasSuffix(route.Path, "/send/:channel") {
		p.ask(route.Method, fresh, r, header...)
		if tables := changes(before, p.dump()); !strings.Contains(tables, "messages") {
			p.t.Errorf("%s with another key changed %q", first.asked, tables)
		}
	}
}

func (p *roleServer) unchanged(before map[string][]string, asked string) {
	p.t.Helper()
	if tables := changes(before, p.dump()); tables != "" {
		p.t.Errorf("%s changed %s", asked, tables)
	}
}

// withoutFormKeys is what an answer says, but for the keys of the forms in it.
func withoutFormKeys(a answer) string {
	text := formKeys.ReplaceAllString(a.body, "")
	return cmp.Or(a.header.Get("Location"), a.header.Get("HX-Redirect")) + " " + a.header.Get("HX-Trigger") + " " + shape(answer{body: text})
}

func TestARemovedMemberIsRefusedWhatTheyDidBefore(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	alice, bob := w.as("alice"), w.as("bob")
	alice.json("/private_channels/create", `{"name":"plans","members":["bob"]}`).want(200)
	send := func(text string) answer {
		return bob.do(post, "/send/private:1", "text="+text, web.KeyHeader, "k", "Content-Type", fiber.MIMEApplicationForm)
	}
	create := func() answer { return bob.do(post, "/private_channels/create", `{"name":"own"}`, web.KeyHeader, "k") }
	send("hi").wantBody(200, "ok")
	send("hi").wantBody(200, "ok")
	create().want(200)
	alice.json("/private_channels/1/remove_member", `{"username":"bob"}`).want(200)
	send("hi").want(403)
	send("other").want(403) // before anything else is said
	bob.json("/private_channels/2/leave", "").want(200)
	create().want(403)
	alice.get("/messages/private:1").contains(`"content":"hi"`, "!other")
}

func TestWhatWasRefusedMayBeAskedAgainUnderItsKey(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	alice := w.as("alice")
	send := func(text string) answer {
		return alice.do(post, "/send/general", "text="+text, web.KeyHeader, "k", "Content-Type", fiber.MIMEApplicationForm)
	}
	send("+").want(400)
	send("hi").want(200)
	send("hi").want(200)
	send("ho").wantBody(422, "This key was used for something else. Nothing was done.")
}

func TestAKeyIsOfOneAccountAndOneRouteForADay(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	alice, bob := w.as("alice"), w.as("bob")
	send := func(b *browser) {
		b.do(post, "/send/general", "text=hi", web.KeyHeader, "k", "Content-Type", fiber.MIMEApplicationForm).want(200)
	}
	messages := func(want int) {
		t.Helper()
		if got := strings.Count(alice.get("/messages/general").body, `"content":"hi"`); got != want {
			t.Errorf("%d messages, want %d", got, want)
		}
	}
	send(alice)
	send(bob)
	alice.do(post, "/settings", `{"share_typing":false}`, web.KeyHeader, "k").wantBody(200, "ok")
	messages(2)
	w.pass(23 * 3600e9)
	alice.login("alice", testPassword).want(302)
	send(alice)
	messages(2)
	w.pass(2 * 3600e9)
	send(alice)
	messages(3)
	send(alice)
	messages(3)
}

func TestWhatIsNoKeyIsRefused(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	alice := w.as("alice")
	form := []string{"Content-Type", fiber.MIMEApplicationForm}
	for _, key := range []string{"a b", "ä", strings.Repeat("k", 201), "\x7f"} {
		alice.do(post, "/send/general", "text=hi", append(form, web.KeyHeader, key)...).want(400)
	}
	alice.form("/ui/send/general", "text", "hi", "key", "a b").want(400)
	alice.form("/ui/send/general", "text", "hi", "key", "").want(400)
	alice.do(post, "/ui/send/general", "text=hi&key=k", append(form, web.KeyHeader, "k")...).want(400)
	alice.get("/messages/general").wantBody(200, "[]")
	alice.do(post, "/send/general", "text=hi", append(form, web.KeyHeader, strings.Repeat("k", 200))...).want(200)
	alice.do(post, "/send/general", "text=hi", append(form, web.KeyHeader, `"8e03978e-40d5-43dd-bc93-6894a57f9324"`)...).want(200)
}

// TestAFormThatTheBrowserBringsBackKeepsItsText sends the form of the page before
// once more with another text, as after Back.
func TestAFormThatTheBrowserBringsBackKeepsItsText(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	alice, _ := w.as("alice"), w.as("bob")
	page := alice.get("/c/general").want(200)
	key := keyOf(t, page, `id="composer"`)
	alice.form("/ui/send/general", "text", "first", "key", key).want(303)
	alice.form("/ui/send/general", "text", "first", "key", key).want(303)
	back := alice.form("/ui/send/general", "text", "second", "key", key).want(422)
	back.contains("second</textarea>", web.ErrFormReused.Message)
	fresh := keyOf(t, back, `id="composer"`)
	alice.form("/ui/send/general", "text", "second", "key", fresh).want(303)
	alice.get("/messages/general").contains(`"content":"first"`, `"content":"second"`)

	dialog := alice.get("/ui/private_channels/new").want(200)
	key = keyOf(t, dialog, `action="/ui/private_channels/create"`)
	alice.form("/ui/private_channels/create", "name", "plans", "members", "bob", "key", key).wantBack("/c/private:1")
	alice.form("/ui/private_channels/create", "name", "plans", "members", "bob", "key", key).wantBack("/c/private:1")
	back = alice.form("/ui/private_channels/create", "name", "other plans", "key", key).want(422)
	back.contains(`value="other plans"`, web.ErrFormReused.Message)
	if keyOf(t, back, `action="/ui/private_channels/create"`) == key {
		t.Error("the form came back with the key that was used")
	}
}

// keyOf is the key of the form whose tag has a mark.
func keyOf(t *testing.T, a answer, mark string) string {
	t.Helper()
	_, form, found := strings.Cut(a.body, mark)
	if match := formKeys.FindStringSubmatch(form); found && match != nil {
		return match[1]
	}
	t.Fatalf("%s: no form %s with a key\n%s", a.asked, mark, a.body)
	return ""
}

func TestAKeyIsFoundInAMultipartFormToo(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	alice := w.as("alice")
	send := func(boundary, text string) answer {
		part := func(name, value string) string {
			return "--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n"
		}
		body := part("text", text) + part("key", "k") + "--" + boundary + "--\r\n"
		return alice.do(post, "/ui/send/general", body, "Content-Type", "multipart/form-data; boundary="+boundary)
	}
	send("one", "hi").want(303)
	send("two", "hi").want(303)
	send("three", "ho").want(422)
	if got := strings.Count(alice.get("/messages/general").body, `"content":"hi"`); got != 1 {
		t.Errorf("%d messages", got)
	}
}

// TestTheSameKeyAtTheSameTimeMakesOneChange sends one message and one channel from
// many sides at once.
func TestTheSameKeyAtTheSameTimeMakesOneChange(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	alice := w.as("alice")
	answers := make(chan answer)
	const times = 8
	for range times {
		go func() {
			b := &browser{w: w, cookies: map[string]string{}, name: "alice"}
			for name, value := range alice.cookies {
				b.cookies[name] = value
			}
			answers <- b.do(post, "/private_channels/create", `{"name":"plans"}`, web.KeyHeader, "k")
		}()
	}
	for range times {
		(<-answers).wantBody(200, `{"id":1,"channel":"private:1","name":"plans"}`)
	}
	alice.get("/private_channels").contains(`"id":1`, `!"id":2`)
}
