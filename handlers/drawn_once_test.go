package handlers

import (
	"slices"
	"strings"
	"testing"

	"minimost/handlers/presence"
)

// TestAMessageThatIsDrawnOnceIsRightForEachReader: what was drawn for one is never
// shown to another to whom it looks different.
func TestAMessageThatIsDrawnOnceIsRightForEachReader(t *testing.T) {
	w := newWorld(t)
	alice, bob, carol, dave := w.as("alice"), w.as("bob"), w.as("carol"), w.as("dave")
	alice.form("/send/general", "text", "Good morning.").want(200)
	people := map[string]*browser{"alice": alice, "bob": bob, "carol": carol, "dave": dave}
	zones := map[string]string{"alice": "Asia/Tokyo", "bob": "Europe/Vienna", "carol": "Asia/Tokyo", "dave": "Europe/Vienna"}
	cursors := map[string]string{}
	for name, b := range people {
		cursors[name] = b.cursorOf("general")
	}
	drawn := map[string]string{}
	for _, text := range []string{"first", "second"} {
		if text == "second" {
			alice.form("/react/2", "reaction", "👍").want(200)
		}
		alice.form("/send/general", "text", text, "reply_to_id", "1").want(200)
		for name, b := range people {
			a := b.get("/ui/live/general?since="+cursors[name], "Time-Zone", zones[name]).want(200)
			cursors[name] = a.header.Get(presence.LiveSince)
			_, rest, _ := strings.Cut(a.body, "<article")
			drawn[name], _, _ = strings.Cut(rest, "</article>")
			if !strings.Contains(a.body, ">"+text+"</p>") || strings.Contains(a.body, " data-mine") != (name == "alice") {
				t.Errorf("to %s %q is %s", name, text, a.body)
			}
		}
		if text == "first" && (drawn["bob"] != drawn["dave"] || drawn["bob"] == drawn["carol"] || drawn["carol"] == drawn["alice"]) {
			t.Errorf("drawn as %q", drawn)
		}
	}
	if strings.Contains(drawn["bob"], `value="dave"`) || strings.Contains(drawn["dave"], `value="bob"`) {
		t.Errorf("a form of somebody else's is in %q", drawn)
	}
}

// TestAPlainMessageIsRightForEachReader: a message without anything that looks different
// to some is drawn once for those to whom it looks alike, whoever is the first to see it.
func TestAPlainMessageIsRightForEachReader(t *testing.T) {
	w := newWorld(t)
	alice := w.as("alice")
	names := []string{"bob", "dave", "tokyo", "german", "blocks", "blocked", "admin"} // to the first two it looks alike
	people := map[string]*browser{}
	for _, name := range names {
		people[name] = w.as(name)
	}
	people["german"].json("/look", `{"language":"de"}`).want(200)
	people["blocks"].json("/blocks/add", `{"username":"alice"}`).want(200)
	alice.json("/presence", `{"state":"active"}`).want(204)
	alice.json("/blocks/add", `{"username":"blocked"}`).want(200)
	if err := w.store.SetAdministrator(tContext(), "", "admin", true, w.clock()); err != nil {
		t.Fatal(err)
	}
	cursors := map[string]string{}
	for _, name := range names {
		cursors[name] = people[name].cursorOf("general")
	}
	for _, text := range []string{"first", "second"} {
		alice.form("/send/general", "text", text).want(200)
		drawn := map[string]string{}
		for _, name := range names {
			zone := "Europe/Vienna"
			if name == "tokyo" {
				zone = "Asia/Tokyo"
			}
			a := people[name].get("/ui/live/general?since="+cursors[name], "Time-Zone", zone).want(200)
			cursors[name] = a.header.Get(presence.LiveSince)
			_, rest, _ := strings.Cut(a.body, "<article")
			drawn[name], _, _ = strings.Cut(rest, "</article>")
			if !strings.Contains(drawn[name], ">"+text+"</p>") {
				t.Errorf("to %s %q is %s", name, text, a.body)
			}
		}
		for _, name := range names {
			// Whom alice has blocked sees another dot, where there is a face.
			if alike := name == "bob" || name == "dave" || name == "blocked" && text == "second"; alike != (drawn[name] == drawn["bob"]) {
				t.Errorf("to %s %q is %s\nto bob %s", name, text, drawn[name], drawn["bob"])
			}
		}
		slices.Reverse(names) // who it looks different to is the first next time
	}
}
