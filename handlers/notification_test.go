package handlers

import (
	"testing"
	"time"
)

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
	alice.form("/ui/notifications", "level", "all", "day", "1", "from", "22:00", "to", "late").want(422).
		contains(wholePage, `id="schedule-error">The times of a schedule are 00:00 to 23:59.`)
	alice.hxPost("/ui/notifications", "level", "loud", "day", "1", "from", "22:00", "to", "07:00").want(422).contains("!" + wholePage)
	alice.form("/ui/notifications", "level", "all", "day", "1", "day", "5", "from", "22:00", "to", "07:00").wantBack("/ui/notifications")
	alice.get("/ui/notifications").want(200).contains(`value="22:00"`, `value="1" checked`, `value="5" checked`, "!"+`value="2" checked`)
	alice.hxPost("/ui/notifications/pause", "minutes", "60").want(200).contains("Do not disturb until", "Turn off")
	alice.hxPost("/ui/notifications/pause", "minutes", "60", "end", "1").want(200).contains("!Turn off")
	alice.hxPost("/ui/notifications/pause", "minutes", "99999").want(422).contains(`id="pause-error"`)
}
