package handlers

import (
	"net/url"
	"slices"
	"strings"
	"testing"

	"minimost/handlers/web"

	"github.com/gofiber/fiber/v2"

	"minimost/page"
	"minimost/views"
)

// namings are the ways of a page to say whom it was drawn for.
var namings = map[string]func(b *browser, s *roleCase, name string) (header []string){
	"header": func(_ *browser, _ *roleCase, name string) []string { return []string{web.PersonHeader, name} },
	"query": func(_ *browser, s *roleCase, name string) []string {
		separator := "?"
		if strings.Contains(s.path, "?") {
			separator = "&"
		}
		s.path += separator + views.PersonField + "=" + url.QueryEscape(name)
		return nil
	},
	"field": func(_ *browser, s *roleCase, name string) []string {
		if strings.HasPrefix(s.body, "{") {
			return []string{web.PersonHeader, name}
		}
		s.body = strings.TrimPrefix(s.body+"&"+views.PersonField+"="+url.QueryEscape(name), "&")
		return nil
	},
}

// carries wants a header to have a value.
func (a answer) carries(name, value string) {
	a.t.Helper()
	if got := a.header.Get(name); got != value {
		a.t.Errorf("%s: %s is %q, want %q", a.asked, name, got, value)
	}
}

// TestNothingIsDoneForThePageOfAnotherPerson asks every route with a session of
// alice's as a page of bob's, every way, and checks that no row is changed.
func TestNothingIsDoneForThePageOfAnotherPerson(t *testing.T) {
	t.Parallel()
	p, cases := newRoleFixture(t).open(t), roleCases(t)
	before := p.dump()
	for _, route := range Routes() {
		if route.Guard == web.Open {
			continue
		}
		for way, name := range namings {
			// The fields of what is taken as it arrives would come too late: there the header and the query count alone, and a page
			// that has neither is refused (TestAPageHasToSayWhoOpenedIt).
			if way == "field" && (route.Method != fiber.MethodPost || route.Streams()) {
				continue
			}
			for _, s := range cases[route.Method+" "+route.Path] {
				b := p.as(asOwner)
				b.name = ""
				header := append(name(b, &s, asMember.name()), "HX-Request", "true")
				if s.body != "" && !strings.HasPrefix(s.body, "{") {
					header = append(header, "Content-Type", fiber.MIMEApplicationForm)
				}
				got := b.do(route.Method, s.path, s.body, header...)
				if got.status != 409 || got.header.Get("HX-Redirect") != web.OtherPersonURL {
					t.Errorf("%s with the %s of another: %d to %q", got.asked, way, got.status, got.header.Get("HX-Redirect"))
				}
				wantSentence(t, got)
			}
		}
		if tables := changes(before, p.dump()); tables != "" {
			t.Fatalf("%s %s changed %s", route.Method, route.Path, tables)
		}
	}
}

// listening are the paths that a page asks by itself.
var listening = []string{"/ui/live", "/ui/live/:channel", "/ui/socket", "/ui/socket/:channel", "/ui/notices"}

// TestAPageHasToSayWhoOpenedIt asks every route that pages alone write and
// listen by without a name, and with scripts and without.
func TestAPageHasToSayWhoOpenedIt(t *testing.T) {
	t.Parallel()
	p, cases := newRoleFixture(t).open(t), roleCases(t)
	before := p.dump()
	for _, route := range Routes() {
		own := strings.HasPrefix(route.Path, "/ui/") && (route.Method == post || slices.Contains(listening, route.Path))
		if own != (route.Guard == web.Own) {
			t.Errorf("%s %s has the guard %d", route.Method, route.Path, route.Guard)
		}
		if !own {
			continue
		}
		for _, s := range cases[route.Method+" "+route.Path] {
			b := p.as(asOwner)
			b.name = ""
			got := b.do(route.Method, s.path, s.body, "Content-Type", fiber.MIMEApplicationForm)
			if got.status != 409 || got.header.Get("HX-Redirect") != web.CleanURL {
				t.Errorf("%s of nobody: %d to %q", got.asked, got.status, got.header.Get("HX-Redirect"))
			}
			if route.Answer == web.Page {
				got = b.do(route.Method, s.path, s.body, "Content-Type", fiber.MIMEApplicationForm, "Accept", "text/html")
				got.want(303).carries("Location", web.CleanURL)
			}
		}
		if tables := changes(before, p.dump()); tables != "" {
			t.Fatalf("%s %s changed %s", route.Method, route.Path, tables)
		}
	}
}

// TestEveryFormSaysWhomItWasDrawnFor sends the fields that forms have and
// nothing else.
func TestEveryFormSaysWhomItWasDrawnFor(t *testing.T) {
	t.Parallel()
	p, cases := newRoleFixture(t).open(t), roleCases(t)
	forms := 0
	for _, route := range Routes() {
		if route.Method != get || route.Answer != web.Page || route.Guard == web.Open {
			continue
		}
		got := p.ask(get, firstCase(cases, route), asOwner)
		for _, form := range strings.Split(got.body, "<form")[1:] {
			form, _, _ = strings.Cut(form, "</form>")
			if !strings.Contains(form, `method="post"`) {
				continue
			}
			forms++
			// What uploads files is not read whole before it is known whose it is.
			inAddress := strings.Contains(form, "multipart/form-data") && strings.Contains(form, "?"+views.PersonField+"=alice&amp;")
			if !inAddress && !strings.Contains(form, `name="`+views.PersonField+`" value="alice"`) {
				t.Errorf("%s has a form that does not say whose it is:\n<form%s", got.asked, form)
			}
		}
	}
	if forms < 20 {
		t.Errorf("%d forms", forms)
	}
}

func TestACursorOfAnotherReaderIsNotACursorOfAnotherRun(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	pat, sam := w.as("pat"), w.as("sam")
	cursor := pat.cursorOf("general")
	pat.name, sam.name = "", ""
	pat.get("/ui/live/general?since="+cursor).carries("HX-Redirect", "")
	for _, path := range []string{"/ui/live/general", "/ui/socket/general"} {
		sam.get(path+"?since="+cursor).want(409).carries("HX-Redirect", web.OtherPersonURL)
		sam.get(path+"?since="+cursor, web.PersonHeader, "sam").want(409)
	}
	other := newWorld(t)
	again := other.as("pat")
	again.name = ""
	again.get("/ui/live/general?since="+cursor).want(200).carries("HX-Trigger", page.EpochChanged)
}
