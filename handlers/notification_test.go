package handlers

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"minimost/handlers/presence"
	"minimost/handlers/web"
)

var noticed = regexp.MustCompile(`data-notice="(\d+)" data-channel="[^"]*" title="([^"]*)"`)

// notices are those that the page is brought next.
func (p *openTab) notices() string {
	p.w.t.Helper()
	a := p.get("/ui/live/" + p.channel + "?since=" + p.cursor)
	if next := a.header.Get(presence.LiveSince); next != "" {
		p.cursor = next
	}
	var all []string
	for _, match := range noticed.FindAllStringSubmatch(a.body, -1) {
		all = append(all, match[1]+" "+match[2])
	}
	return strings.Join(all, ", ")
}

// TestAMessageIsBroughtToThePagesOfThoseItConcerns: each page of a reader, whatever
// channel it has open, once.
func TestAMessageIsBroughtToThePagesOfThoseItConcerns(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	alice, bob, carol := w.as("alice"), w.as("bob"), w.as("carol")
	here, there, theirs, own := bob.open("general"), bob.open("random"), carol.open("general"), alice.open("general")
	all := []*openTab{here, there, theirs, own}
	brought := func(what string, want ...string) {
		t.Helper()
		for i, page := range all {
			if got := page.notices(); got != want[i] {
				t.Errorf("%s: %s's page of %s is brought %q, want %q", what, page.name, page.channel, got, want[i])
			}
			if got := page.notices(); got != "" {
				t.Errorf("%s: %s's page of %s is brought %q again", what, page.name, page.channel, got)
			}
		}
	}
	alice.form("/send/general", "text", "to all").want(200)
	brought("a message", "", "", "", "")
	alice.form("/send/general", "text", "look, @bob").want(200)
	brought("a mention", "2 alice in general", "2 alice in general", "", "")
	alice.form("/send/general", "text", "look, @channel").want(200)
	brought("a mention of many", "3 alice in general", "3 alice in general", "3 alice in general", "")
	bob.form("/send/general", "text", "yes").want(200)
	all = all[:3]
	brought("bob's own", "", "", "")
	alice.form("/send/general", "text", "no", "reply_to_id", "4").want(200)
	brought("a reply", "5 alice in general", "5 alice in general", "")
	alice.form("/send/dm:alice:bob", "text", "psst").want(200)
	brought("a direct message", "6 alice", "6 alice", "")

	// What was read is told no more, what was not is while it stands.
	if got := bob.get("/ui/notices?id=1&id=2&id=5&id=6&id=99").want(200).body; got != "[2,5,6]" {
		t.Errorf("before bob reads, %s stand", got)
	}
	alice.form("/edit/2", "text", "look").want(200)
	alice.form("/delete/5", "").want(200)
	if got := bob.get("/ui/notices?id=2&id=5&id=6").want(200).body; got != "[6]" {
		t.Errorf("after an edit and a deletion, %s stand", got)
	}
	bob.form("/mark_read/dm:alice:bob", "").want(204)
	if got := bob.get("/ui/notices?id=6").want(200).body; got != "[]" {
		t.Errorf("after bob has read it, %s stand", got)
	}
	here.notices()
	there.notices()

	alice.json("/profile", `{"display_name": "Alice Liddell"}`).want(200)
	alice.form("/send/dm:alice:bob:carol", "text", "all of you").want(200)
	brought("a name of their own", "7 Alice Liddell in carol", "7 Alice Liddell in carol", "7 Alice Liddell in bob")
	alice.json("/profile", `{"display_name": ""}`).want(200)

	bob.json("/notifications", `{"level": "all"}`).want(200)
	carol.json("/notifications", `{"minutes": 30}`).want(200)
	alice.form("/send/general", "text", "and @carol").want(200)
	brought("everything, and nothing while not to be disturbed", "8 alice in general", "8 alice in general", "")
	bob.json("/blocks/add", `{"username": "alice"}`).want(200)
	alice.form("/send/general", "text", "@bob?").want(200)
	brought("of somebody blocked", "", "", "")
	bob.json("/blocks/remove", `{"username": "alice"}`).want(200)
	alice.form("/send/general", "text", "old").want(200)
	w.pass(6 * time.Minute)
	brought("what is old", "", "", "")
}

// TestTheFirstMessageOfAllNotifies: of a conversation that no sidebar has had before.
func TestTheFirstMessageOfAllNotifies(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	alice, page := w.as("alice"), w.as("bob").open("general")
	alice.form("/send/dm:alice:bob", "text", "psst").want(200)
	if got := page.notices(); got != "1 alice" {
		t.Errorf("the page is brought %q", got)
	}
}

// TestDoNotDisturbShowsOnOpenPagesAndEndsByItself: on another's open page as on
// one's own, and not while one appears offline.
func TestDoNotDisturbShowsOnOpenPagesAndEndsByItself(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	alice, bob := w.as("alice"), w.as("bob")
	mark := `presence-dot--undisturbed" data-user="alice"><span class="visually-hidden">Online, do not disturb<`
	alice.json("/presence", `{"state": "active", "tab": "a"}`).want(204)
	mine, theirs := alice.open("general"), bob.open("general")
	bob.get("/c/general").want(200).contains("!presence-dot--undisturbed")
	alice.json("/notifications", `{"minutes": 30}`).want(200)
	mine.follows("do not disturb")
	theirs.follows("do not disturb")
	bob.get("/c/general").want(200).contains(mark)
	alice.get("/ui/account").want(200).contains("Do not disturb until ", mark)

	alice.json("/presence/override", `{"override": "offline"}`).want(204)
	bob.get("/c/general").want(200).contains("!presence-dot--undisturbed")
	alice.get("/ui/account").want(200).contains("Do not disturb until ")
	alice.json("/presence/override", `{"override": null}`).want(204)

	began := w.clock()
	w.pass(30 * time.Minute)
	alice.json("/presence", `{"state": "active", "tab": "a"}`).want(204)
	before := theirs.cursor
	if err := w.store.Sweep(t.Context(), began, w.clock()); err != nil {
		t.Fatal(err)
	}
	mine.follows("the end of do not disturb")
	theirs.follows("the end of do not disturb")
	if theirs.cursor == before {
		t.Error("bob's open page is not told of the end")
	}
	bob.get("/c/general").want(200).contains("!presence-dot--undisturbed")
	alice.get("/ui/account").want(200).contains("!Do not disturb until")
}

func TestARefusedScheduleIsShownBesideIt(t *testing.T) {
	t.Parallel()
	alice := newWorld(t).as("alice")
	alice.cookies[web.ZoneCookie] = "Asia/Tokyo"
	alice.get("/ui/notifications").want(200).contains("By the clock of Asia/Tokyo.")
	alice.form("/ui/notifications", "level", "all", "day", "1", "from", "22:00", "to", "late").want(422).
		contains(wholePage, `id="schedule-error">The times of a schedule are 00:00 to 23:59.`)
	alice.hxPost("/ui/notifications", "level", "loud", "day", "1", "from", "22:00", "to", "07:00").want(422).contains("!" + wholePage)
	alice.form("/ui/notifications", "level", "all", "day", "1", "day", "5", "from", "22:00", "to", "07:00").wantBack("/ui/notifications")
	alice.get("/ui/notifications").want(200).contains(`value="22:00"`, `value="1" checked`, `value="5" checked`, "!"+`value="2" checked`)
	alice.hxPost("/ui/notifications/pause", "minutes", "60").want(200).contains("Do not disturb until", "Turn off")
	alice.hxPost("/ui/notifications/pause", "minutes", "60", "end", "1").want(200).contains("!Turn off")
	alice.hxPost("/ui/notifications/pause", "minutes", "99999").want(422).contains(`id="pause-error"`)
}

// TestWhatWasSilencedIsNotToldLater: a page that hears of a message only once the
// reader has changed what notifies them is told of it by what was set when it came.
func TestWhatWasSilencedIsNotToldLater(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	alice, bob := w.as("alice"), w.as("bob")
	bob.json("/notifications", `{"level": "all"}`).want(200)
	page := bob.open("general")
	for _, c := range []struct{ what, path, silent, loud string }{
		{"do not disturb", "/notifications", `{"minutes": 30}`, `{"minutes": 0}`},
		{"nothing", "/notifications", `{"level": "none"}`, `{"level": "all"}`},
		{"mentions", "/notifications", `{"level": "mentions"}`, `{"level": "all"}`},
		{"a muted channel", "/channel_settings/random", `{"muted": true}`, `{"muted": false}`},
		{"a channel with nothing", "/channel_settings/random", `{"notify": "none"}`, `{"notify": null}`},
		{"somebody blocked", "/blocks", "", ""},
	} {
		set := func(loud bool) {
			if body := map[bool]string{false: c.silent, true: c.loud}[loud]; body != "" {
				bob.json(c.path, body).want(200)
				return
			}
			bob.json(c.path+map[bool]string{false: "/add", true: "/remove"}[loud], `{"username": "alice"}`).want(200)
		}
		hears := func(when string, want bool) {
			t.Helper()
			if got := page.notices(); (got != "") != want {
				t.Errorf("%s: %s the page is brought %q, want any: %v", c.what, when, got, want)
			}
		}
		set(false)
		alice.form("/send/random", "text", "silenced").want(200)
		set(true)
		hears("of what came before it ended", false)
		alice.form("/send/random", "text", "told").want(200)
		hears("of what came then", true)
		alice.form("/send/random", "text", "told").want(200)
		set(false)
		hears("of what came before it began", false)
		set(true)
		hears("once it has ended", false)
	}
	alice.form("/send/random", "text", "@bob").want(200)
	bob.json("/notifications", `{"level": "mentions"}`).want(200)
	bob.json("/channel_settings/random", `{"muted": true}`).want(200)
	if page.notices() == "" {
		t.Error("what notified before as it does after the change is not told")
	}
	bob.json("/notifications", `{"minutes": 1}`).want(200)
	alice.form("/send/random", "text", "@bob").want(200)
	w.pass(2 * time.Minute)
	if got := page.notices(); got != "" {
		t.Errorf("when do not disturb has ended by itself the page is brought %q", got)
	}
}

// TestEveryPageIsToldOnceAScheduleHasEnded: of what comes from the moment on at which
// do not disturb ends by itself, and of nothing that came before it, whether or not a
// page hears of anything, and a sweep is made, in between.
func TestEveryPageIsToldOnceAScheduleHasEnded(t *testing.T) {
	t.Parallel()
	zone, err := time.LoadLocation("Asia/Kathmandu")
	if err != nil {
		t.Fatal(err)
	}
	for _, hearing := range []bool{false, true} {
		for _, sweeps := range []bool{false, true} {
			t.Run(fmt.Sprintf("hearing %v, sweeps %v", hearing, sweeps), func(t *testing.T) {
				t.Parallel()
				w := newWorld(t)
				alice, bob := w.as("alice"), w.as("bob")
				bob.cookies[web.ZoneCookie] = zone.String()
				there := w.browser()
				there.login("bob", testPassword).want(302)
				pages := []*openTab{bob.open("general"), bob.open("random"), there.open("general")}
				end := w.clock().Truncate(time.Minute).Add(3 * time.Minute)
				from, to := end.Add(-8*time.Hour).In(zone), end.In(zone)
				bob.json("/notifications", fmt.Sprintf(`{"schedule": {"days": [0, 1, 2, 3, 4, 5, 6], "from": %q, "to": %q}}`, from.Format("15:04"), to.Format("15:04"))).want(200)
				passTo := func(at time.Time) {
					began := w.clock()
					w.pass(at.Sub(began))
					if sweeps {
						if err := w.store.Sweep(t.Context(), began, w.clock()); err != nil {
							t.Fatal(err)
						}
					}
					for i, page := range pages {
						if got := page.notices(); hearing && got != "" {
							t.Errorf("page %d is brought %q", i, got)
						}
					}
				}
				passTo(end.Add(-time.Millisecond))
				alice.form("/send/random", "text", "@bob before").want(200)
				passTo(end)
				alice.form("/send/random", "text", "@bob after").want(200)
				after, err := w.store.NewestMessageID(t.Context())
				if err != nil {
					t.Fatal(err)
				}
				for i, page := range pages {
					if got := page.notices(); !strings.HasPrefix(got, fmt.Sprint(after, " ")) {
						t.Errorf("page %d is brought %q, not %d alone", i, got, after)
					}
				}
			})
		}
	}
}
