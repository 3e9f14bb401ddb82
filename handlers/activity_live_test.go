package handlers

import (
	"strings"
	"testing"
	"time"
)

// TestAnOpenListOfActivityShowsWhatComesAndGoes: whatever makes the list another is
// brought by socket and by poll, at once and the same, and what does not concern it is not.
func TestAnOpenListOfActivityShowsWhatComesAndGoes(t *testing.T) {
	w := newWorld(t)
	alice, bob, carol := w.as("alice"), w.as("bob"), w.as("carol")
	alice.form("/send/general", "text", "my plan").want(200)
	mine := newestID(bob, "general")
	list := alice.openList("/activity", "activity")
	for _, change := range []struct {
		what        string
		do          func()
		shows, gone string
	}{
		{"a reaction", func() { carol.form("/react/"+mine, "reaction", "🎉").want(200) }, "reacted to your message with 🎉", ""},
		{"one that is taken back", func() { carol.form("/react/"+mine, "reaction", "🎉").want(200) }, "", "reacted"},
		{"a reply", func() { bob.form("/send/general", "text", "good", "reply_to_id", mine).want(200) }, "replied to you", ""},
		{"one that is edited", func() { bob.form("/edit/"+newestID(bob, "general"), "text", "better").want(200) }, "better", "good"},
		{"one that is deleted", func() { bob.json("/delete/"+newestID(bob, "general"), "").want(200) }, "", "replied"},
		{"a mention", func() { carol.form("/send/random", "text", "see @alice").want(200) }, "mentioned you", ""},
		{"one that is taken out", func() { carol.form("/edit/"+newestID(carol, "random"), "text", "see me").want(200) }, "", "mentioned"},
		{"a mention of everybody", func() { carol.form("/send/random", "text", "see @channel").want(200) }, "mentioned you", ""},
		{"a name", func() { carol.json("/profile", `{"display_name":"Carol the clever"}`).want(200) }, "Carol the clever", ""},
		{"one who is blocked", func() { alice.json("/blocks/add", `{"username":"carol"}`).want(200) }, "", "mentioned"},
	} {
		t.Run(change.what, func(t *testing.T) {
			shown := list.after(change.do)
			if !strings.Contains(shown, change.shows) || change.gone != "" && strings.Contains(shown, change.gone) {
				t.Errorf("it shows %s", shown)
			}
		})
	}
	t.Run("what concerns others", func(t *testing.T) {
		w.pass(time.Second)
		seen := len(list.received())
		bob.form("/send/general", "text", "nothing for her").want(200)
		list.wait("the count of the channel comes", func() bool {
			return len(list.events) > seen && strings.Contains(list.events[len(list.events)-1].data, "unread:/c/general")
		})
		for _, event := range list.received()[seen:] {
			if strings.Contains(event.data, `id="activity"`) {
				t.Error("the list is drawn again")
			}
		}
	})
}

// newestID is the id of a channel's newest message.
func newestID(b *browser, channel string) string {
	b.w.t.Helper()
	ids := messageID.FindAllStringSubmatch(b.get("/messages/"+channel).want(200).body, -1)
	return ids[len(ids)-1][1]
}
