package handlers

import (
	"regexp"
	"slices"
	"testing"
	"time"

	"minimost/handlers/web"
)

const (
	saoPaulo   = "America/Sao_Paulo"  // three hours behind UTC
	kiritimati = "Pacific/Kiritimati" // fourteen ahead
)

var (
	dividerText = regexp.MustCompile(`<div class="divider divider--day" id="day-[0-9-]+"><time [^>]*title="([^"]*)">`)
	clockText   = regexp.MustCompile(`class="message__time"[^>]*>([^<]*)</time>`)
)

func textsOf(text *regexp.Regexp, body string) (texts []string) {
	for _, found := range text.FindAllStringSubmatch(body, -1) {
		texts = append(texts, found[1])
	}
	return texts
}

func wantTexts(t *testing.T, what string, got []string, want ...string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("%s: %q, want %q", what, got, want)
	}
}

// anEvening is a channel with one message at 20:30, one at 21:30, and one at
// 00:30, by the clocks of São Paulo.
func anEvening(t *testing.T) (w *world, alice *browser) {
	w = newWorld(t)
	w.now = time.Date(2026, time.March, 4, 23, 30, 0, 0, time.UTC)
	alice = w.as("alice")
	for i, text := range []string{"half past eight", "half past nine", "half past midnight"} {
		w.pass(time.Duration(i) * time.Hour)
		if i == 2 {
			w.pass(time.Hour)
		}
		alice.form("/send/general", "text", text).want(200)
	}
	return w, alice
}

func TestDaysEndAtTheReadersMidnight(t *testing.T) {
	t.Parallel()
	_, alice := anEvening(t)
	for _, zone := range []struct {
		name            string
		dividers, times []string
	}{
		{
			saoPaulo,
			[]string{"Wednesday, 4 March 2026", "Thursday, 5 March 2026"}, []string{"20:30", "21:30", "00:30"},
		},
		{kiritimati, []string{"Thursday, 5 March 2026"}, []string{"13:30", "14:30", "17:30"}},
		{"UTC", []string{"Wednesday, 4 March 2026", "Thursday, 5 March 2026"}, []string{"23:30", "00:30", "03:30"}},
	} {
		alice.cookies[web.ZoneCookie] = zone.name
		body := alice.get("/c/general").want(200).contains(`data-zone="` + zone.name + `"`).body
		wantTexts(t, zone.name+": dividers", textsOf(dividerText, body), zone.dividers...)
		wantTexts(t, zone.name+": times", textsOf(clockText, body), zone.times...)
	}
}

func TestWithoutAZoneTimesSayThatTheyAreInUTC(t *testing.T) {
	t.Parallel()
	_, alice := anEvening(t)
	alice.json("/presence/override", `{"override":"idle","minutes":30}`).want(204)
	for _, name := range []string{"", "Local", "Atlantis/Capital", "../../etc/passwd", "Europe", "America/Sao_Paulo/", "%"} {
		alice.cookies[web.ZoneCookie] = name
		body := alice.get("/c/general").want(200).contains("Away until 04:00 UTC").body
		wantTexts(t, name+": dividers", textsOf(dividerText, body), "Wednesday, 4 March 2026 UTC", "Thursday, 5 March 2026 UTC")
		wantTexts(t, name+": times", textsOf(clockText, body), "23:30 UTC", "00:30 UTC", "03:30 UTC")
		alice.hxGet("/ui/account").want(200).contains("Away: you chose Away until 04:00 UTC")
	}
}

// Another page of the same browser has taken the cookie to another zone.
func TestWhatComesToAnOpenPageIsInItsZone(t *testing.T) {
	t.Parallel()
	w, alice := anEvening(t)
	alice.cookies[web.ZoneCookie] = saoPaulo
	cursor := alice.cursorOf("general")
	alice.cookies[web.ZoneCookie] = kiritimati
	socket := alice.socket("/ui/socket/general?since="+cursor, web.ZoneHeader, saoPaulo)
	w.pass(time.Hour)
	alice.form("/send/general", "text", "half past one").want(200)
	alice.json("/presence/override", `{"override":"idle","minutes":30}`).want(204)
	poll := alice.get("/ui/live/general?since="+cursor, "HX-Request", "true", web.ZoneHeader, saoPaulo).want(200).contains("Away until 02:00").body
	wantTexts(t, "dividers of a poll", textsOf(dividerText, poll))
	wantTexts(t, "times of a poll", textsOf(clockText, poll), "01:30")
	socket.shows(">01:30</time>")
	socket.shows("Away until 02:00")

	alice.hxGet("/ui/live/general?since=" + cursor).want(200).contains("Away until 19:00").contains(">18:30</time>")
}

// The zone of an account is that of the browser in which somebody logged in or
// saved their settings last. A browser that tells its own goes by that.
func TestABrowserWithoutAZoneGoesByTheAccounts(t *testing.T) {
	t.Parallel()
	w, alice := anEvening(t)
	alice.cookies[web.ZoneCookie] = "Atlantis/Capital"
	alice.hxPost("/ui/settings", "share_typing", "true").want(200)
	delete(alice.cookies, web.ZoneCookie)
	alice.get("/c/general").want(200).contains(`data-zone=""`)

	told := w.browser()
	told.cookies[web.ZoneCookie] = saoPaulo
	told.login("alice", testPassword).want(302)
	told.name = "alice"
	body := alice.get("/c/general").want(200).contains(`data-zone="` + saoPaulo + `"`).body
	wantTexts(t, "times by the account", textsOf(clockText, body), "20:30", "21:30", "00:30")

	for _, save := range []func() answer{
		func() answer { return told.hxPost("/ui/settings", "share_typing", "true").want(200) },
		func() answer { return told.json("/settings", `{"share_typing":true}`).want(200) },
	} {
		told.cookies[web.ZoneCookie] = kiritimati
		save()
		alice.get("/c/general").want(200).contains(`data-zone="` + kiritimati + `"`)
		told.cookies[web.ZoneCookie] = "UTC"
		save()
		body = alice.get("/c/general").want(200).contains(`data-zone="UTC"`).body
		wantTexts(t, "times in UTC, chosen", textsOf(clockText, body), "23:30", "00:30", "03:30")
	}
	alice.cookies[web.ZoneCookie] = saoPaulo
	alice.get("/c/general").want(200).contains(`data-zone="` + saoPaulo + `"`)
}
