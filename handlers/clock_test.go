package handlers

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"minimost/handlers/web"

	"minimost/chat"
)

// steps are how far a clock is set at once.
var steps = []time.Duration{-time.Hour, time.Hour}

// eachStep plays with three people, alice's page about to be lost while she
// types, and sets the clock.
func eachStep(t *testing.T, play func(*testing.T, *randomOps)) {
	for _, step := range steps {
		t.Run(fmt.Sprint("set by ", step), func(t *testing.T) {
			p := newRandomOps(t, 0)
			alice, bob := p.people[0], p.people[1]
			for _, b := range []*browser{alice, bob} {
				b.json("/presence", `{"state": "active", "tab": "a"}`).want(204)
				b.form("/send/general", "text", "before").want(200)
			}
			alice.json("/typing/general", "").want(204)
			p.follow("the start")
			p.moveOn(step)
			p.follow("the step")
			play(t, p)
		})
	}
}

func (p *randomOps) follow(after string) {
	p.t.Helper()
	for _, b := range p.people {
		b.agrees(after)
	}
	for _, page := range p.pages {
		page.follows(after)
	}
}

func TestNobodyTypesOnAfterTheClockWasSet(t *testing.T) {
	t.Parallel()
	eachStep(t, func(t *testing.T, p *randomOps) {
		bob := p.people[1]
		bob.get("/typing/general").wantBody(200, "[]")
		// It comes again to where it was set back from.
		for range 3 {
			p.moveOn(30 * time.Minute)
			bob.get("/typing/general").wantBody(200, "[]")
			p.follow("half an hour")
		}
		p.people[0].json("/typing/general", "").want(204)
		bob.get("/typing/general").wantBody(200, `["alice"]`)
		p.follow("a keystroke")
	})
}

func TestAClockThatWasSetIsWrongAboutNobodyLongerThanALease(t *testing.T) {
	t.Parallel()
	eachStep(t, func(t *testing.T, p *randomOps) {
		bob := p.people[1]
		p.moveOn(30 * time.Second)
		bob.json("/presence", `{"state": "active", "tab": "a"}`).want(204)
		p.follow("a heartbeat")
		if seen := presenceOf(p, "bob"); seen != chat.Active {
			t.Errorf("bob, whose page goes on, is %s", seen)
		}
		p.moveOn(chat.Lease - 20*time.Second)
		p.follow("a lease")
		if seen := presenceOf(p, "alice"); seen != chat.Offline {
			t.Errorf("alice, whose page is gone, is %s", seen)
		}
		if seen := presenceOf(p, "bob"); seen != chat.Active {
			t.Errorf("bob is %s within his lease", seen)
		}
	})
}

func presenceOf(p *randomOps, name string) chat.State {
	p.t.Helper()
	known, err := p.store.Presence(p.t.Context(), name)
	if err != nil {
		p.t.Fatal(err)
	}
	return known.Seen(p.clock())
}

func TestMessagesAndSessionsOutliveAClockThatWasSet(t *testing.T) {
	t.Parallel()
	eachStep(t, func(t *testing.T, p *randomOps) {
		for i := range 3 {
			p.people[i%2].form("/send/general", "text", fmt.Sprint("after ", i)).want(200)
			p.follow("a message")
		}
		messages, err := p.store.MessagesAfter(t.Context(), "alice", "general", 0, 50)
		if err != nil || len(messages) != 5 {
			t.Fatalf("%d messages, %v", len(messages), err)
		}
		for i := 1; i < len(messages); i++ {
			if messages[i].TS <= messages[i-1].TS || messages[i].ID <= messages[i-1].ID {
				t.Errorf("%q comes after %q", messages[i-1].Content, messages[i].Content)
			}
		}
		p.people[2].form("/mark_read/general").want(204)
		p.people[2].get("/channel_unreads").wantBody(200, `{"general":0,"random":0}`)
		p.follow("reading")
	})
}

// A clock that was four days ahead until now leaves the stamps of its channel
// there.
func TestPeopleSeeWhenAMessageWasSentAfterTheClockWasAhead(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.now = time.Date(2026, time.March, 8, 10, 0, 0, 0, time.UTC)
	alice := w.as("alice")
	alice.cookies[web.ZoneCookie] = "UTC"
	alice.form("/send/general", "text", "ahead").want(200)
	w.pass(-4 * 24 * time.Hour)
	cursor := alice.cursorOf("general")
	alice.form("/send/general", "text", "one").want(200)
	w.pass(time.Minute)
	alice.form("/send/general", "text", "two").want(200)
	alice.form("/edit/2", "text", "one, edited").want(200)

	page := alice.get("/c/general").want(200).body
	wantTexts(t, "dividers", textsOf(dividerText, page), "Sunday, 8 March 2026", "Wednesday, 4 March 2026")
	wantTexts(t, "times", textsOf(clockText, page), "10:00", "10:00", "10:01")
	if !strings.Contains(page, `message__edited" title="Wednesday, 4 March 2026, 10:01:00 UTC"`) {
		t.Error("the edit shows another time")
	}
	live := alice.get("/ui/live/general?since=" + cursor).want(200).body
	wantTexts(t, "dividers that came live", textsOf(dividerText, live), "Wednesday, 4 March 2026")

	messages, err := w.store.MessagesAfter(t.Context(), "alice", "general", 0, 0)
	if err != nil || len(messages) != 3 || messages[2].TS < messages[0].TS {
		t.Fatalf("%+v, %v", messages, err)
	}
	// The divider of the first message shown goes where the day now begins.
	earlier := alice.get("/ui/messages/general/before?before="+messages[2].TS.Text(), "HX-Request", "true").want(200)
	earlier.contains(`<div id="day-3" hx-swap-oob="delete">`)
	if list := alice.get("/ui/messages/general/before?before="+messages[1].TS.Text(), "HX-Request", "true").want(200); strings.Contains(list.body, `"delete"`) {
		t.Error("the divider of another day goes")
	}
}
