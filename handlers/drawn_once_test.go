package handlers

import (
	"strings"
	"testing"
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
			cursors[name] = a.header.Get(liveSince)
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
