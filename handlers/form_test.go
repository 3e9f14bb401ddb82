package handlers

import (
	"net/url"
	"regexp"
	"strings"
	"testing"

	"minimost/handlers/web"

	"github.com/gofiber/fiber/v2"

	"minimost/chat"
)

// hxPost posts a form as htmx does; pairs are its fields.
func (b *browser) hxPost(target string, pairs ...string) answer {
	b.w.t.Helper()
	return b.post(target, pairs, "HX-Request", "true")
}

func (b *browser) hxGet(target string) answer {
	b.w.t.Helper()
	return b.get(target, "HX-Request", "true")
}

func (b *browser) post(target string, pairs []string, header ...string) answer {
	b.w.t.Helper()
	values := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		values.Add(pairs[i], pairs[i+1])
	}
	return b.do(fiber.MethodPost, target, values.Encode(), append(header, "Content-Type", fiber.MIMEApplicationForm)...)
}

// wantHeader checks an answer without content whose header says what is next.
func (a answer) wantHeader(name, value string) {
	a.t.Helper()
	if a.status != fiber.StatusNoContent || a.header.Get(name) != value {
		a.t.Errorf("%s: %d with %s %q, want 204 and %q; %s", a.asked, a.status, name, a.header.Get(name), value, a.body)
	}
}

func (a answer) wantBack(path string) {
	a.t.Helper()
	if a.status != fiber.StatusSeeOther || a.header.Get("Location") != path {
		a.t.Errorf("%s: %d to %q, want 303 to %q; %s", a.asked, a.status, a.header.Get("Location"), path, a.body)
	}
}

// contains checks a fragment or page for texts, those with a leading ! for not
// being there.
func (a answer) contains(texts ...string) answer {
	a.t.Helper()
	for _, text := range texts {
		wanted := !strings.HasPrefix(text, "!")
		if strings.Contains(a.body, strings.TrimPrefix(text, "!")) != wanted {
			a.t.Errorf("%s: %q in the body is %v\n%s", a.asked, text, !wanted, a.body)
		}
	}
	return a
}

const wholePage = "<!doctype html>"

// wantDialog asks for a dialog both ways: inside a page and as one of its own.
func (b *browser) wantDialog(target string, texts ...string) {
	b.w.t.Helper()
	b.hxGet(target).want(200).contains(texts...).contains("!"+wholePage, `class="dialog__panel"`, `method="dialog"`)
	own := b.get(target, "Referer", "http://chat.example/c/random")
	own.want(200).contains(texts...).contains(wholePage, `class="dialog-page"`, `href="/c/random"`, "!hx-post", `!method="dialog"`)
}

// titles are what dialogs say that they are about, by their address, for the owner of private:1 who sent message 1.
var titles = map[string]string{
	"/ui/account":                                       "Your account",
	"/ui/notifications":                                 "Notifications",
	"/ui/account/password":                              "Change your password",
	"/ui/account/sessions":                              "Your sessions",
	"/ui/account/end":                                   "Your data and your account",
	"/ui/account/profile":                               "Your profile",
	"/ui/people/bob":                                    "bob",
	"/ui/programs":                                      "Programs",
	"/ui/private_channels/new":                          "New private channel",
	"/ui/private_channels/1/rename":                     "Rename channel",
	"/ui/private_channels/1/add_member":                 "Add to plans",
	"/ui/private_channels/1/remove_member?username=bob": "Remove bob?",
	"/ui/private_channels/1/leave":                      "Leave plans?",
	"/ui/private_channels/1/archive":                    "Archive plans?",
	"/ui/private_channels/1/members":                    "2 members of plans",
	"/ui/channels/private:1/members":                    "2 members of plans",
	"/ui/channels/general/members":                      "2 members of general",
	"/ui/channels/dm:alice:bob/members":                 "2 members of the conversation with bob",
	"/ui/dms/new":                                       "New direct message",
	"/ui/files/general":                                 "Attach files",
	"/ui/pin/1":                                         "Pin this message?",
	"/ui/save/1":                                        "Save this message?",
	"/ui/channels/new":                                  "New channel",
	"/ui/channels/general/leave":                        "Leave general?",
	"/ui/channels/attic/rename":                         "Rename channel",
	"/ui/channels/attic/archive":                        "Archive attic?",
	"/ui/channels/private:1/topic":                      "About this channel",
	"/ui/channels/private:1/pins":                       "Pinned in plans",
	"/ui/mentions":                                      "Mentions",
	"/ui/switcher":                                      "Go to",
	"/ui/shortcuts":                                     "Keyboard shortcuts",
	"/ui/react/1":                                       "React to a message",
	"/ui/delete/1":                                      "Delete this message?",
	"/ui/blocks":                                        "People you have blocked",
	"/ui/block/2":                                       "Block bob?",
	"/ui/receipts/1":                                    "Who has read this",
	"/ui/mark_unread/2":                                 "Mark as unread?",
	"/ui/day/general":                                   "Go to a day of general",
	"/ui/link/2":                                        "Link to this message",
	"/ui/channel_settings/general":                      "Your settings for general",
	"/ui/channel_settings/dm:alice:bob":                 "Your settings for the conversation with bob",
	"/ui/sidebar_settings":                              "Order and reading",
}

func TestDialogsSayWhatTheyAreAbout(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	alice, bob := w.as("alice"), w.as("bob")
	alice.json("/private_channels/create", `{"name":"plans","members":["bob"]}`).want(200)
	alice.form("/send/private:1", "text", "hello").want(200)
	bob.form("/send/private:1", "text", "hi").want(200)
	alice.json("/public_channels/create", `{"name":"attic"}`).want(200)
	for target, title := range titles {
		alice.hxGet(target).want(200).contains(title)
	}
}

// dialogTitle is what a dialog is headed by.
var dialogTitle = regexp.MustCompile(`(?s)<h\d[^>]* class="dialog__title"[^>]*>.*?</h\d>`)

// TestEveryDialogIsAFragmentAndAPageOfItsOwn asks every route for a fragment: what answers with a dialog is one as a page, too.
func TestEveryDialogIsAFragmentAndAPageOfItsOwn(t *testing.T) {
	t.Parallel()
	p, cases, found := newRoleFixture(t).open(t), roleCases(t), 0
	for _, route := range Routes() {
		if route.Method != get || route.Guard != web.Session {
			continue
		}
		of := firstCase(cases, route)
		got := p.ask(get, of, asOwner, "HX-Request", "true")
		if !strings.Contains(got.body, `class="dialog__panel"`) {
			continue
		}
		found++
		title := dialogTitle.FindString(got.body)
		if title == "" {
			t.Errorf("GET %s is a dialog without a title", of.path)
		}
		p.as(asOwner).wantDialog(of.path, title)
	}
	if found < 35 {
		t.Errorf("%d dialogs", found)
	}
}

func TestADialogsPageLeadsBackToWhereItWasOpened(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	alice := w.as("alice")
	alice.json("/private_channels/create", `{"name":"plans"}`).want(200)
	for referer, back := range map[string]string{
		"":                               "/c/private:1",
		"http://chat.example/c/general":  "/c/general",
		"http://chat.example/c/dm:a:b?x": "/c/dm:a:b",
		"http://chat.example/ui/account": "/c/private:1",
		"http://chat.example/":           "/c/private:1",
		"javascript:alert(1)":            "/c/private:1",
		"//evil.example/elsewhere":       "/c/private:1",
		"https://evil.example/c/general": "/c/general",
		"%":                              "/c/private:1",
	} {
		alice.get("/ui/private_channels/1/rename", "Referer", referer).want(200).contains(`<a class="button button--quiet" href="` + back + `"`)
	}
}

func TestAFormWithoutScriptsShowsItsSenderAsActive(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	alice := w.as("alice")
	state := func() chat.State {
		p, err := w.store.Presence(tContext(), "alice")
		if err != nil {
			t.Fatal(err)
		}
		return p.Seen(w.clock())
	}
	alice.hxPost("/ui/send/general", "text", "hi").want(204)
	if got := state(); got != chat.Offline {
		t.Errorf("with scripts the tab reports, but the state is %s", got)
	}
	alice.form("/ui/send/nowhere", "text", "hi").want(403)
	if got := state(); got != chat.Offline {
		t.Errorf("after a refusal the state is %s", got)
	}
	alice.form("/ui/send/general", "text", "hi").want(303)
	if got := state(); got != chat.Active {
		t.Errorf("without scripts the state is %s", got)
	}
	alice.get("/ui/account").want(200).contains("Online: connected in 1 tab")
}

func TestMultipartDialogsAreReadToo(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	alice, _, _ := w.as("alice"), w.as("bob"), w.as("carol")
	part := func(name, value string) string {
		return "--x\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n"
	}
	body := part("name", "plans") + part("members", "bob") + part("members", "carol") + "--x--\r\n"
	alice.do(fiber.MethodPost, "/ui/private_channels/create", body, "Content-Type", "multipart/form-data; boundary=x").wantBack("/c/private:1")
	alice.get("/private_channels").want(200).contains(`"members":["alice","bob","carol"]`)
	alice.do(fiber.MethodPost, "/ui/private_channels/create", body, "Content-Type", "multipart/form-data").want(400)
}
