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
	since := sinceAttribute.FindStringSubmatch(alice.get("/activity", "Accept", "text/html").want(200).body)[1]
	socket := alice.socket("/ui/socket?shows=/activity&since=" + since)
	socket.wait("it is open", func() bool { return len(socket.events) > 0 })
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
			w.pass(time.Second)
			before, seen := socket.cursor(), len(socket.received())
			change.do()
			var pushed string
			socket.wait("the list comes", func() bool {
				pushed = ""
				for _, event := range socket.events[seen:] {
					pushed += event.data
				}
				return strings.Contains(pushed, `id="activity"`)
			})
			polled := alice.get("/ui/live?shows=/activity&since="+before, "HX-Request", "true").want(200)
			got, want := fragmentsOf(t, pushed), fragmentsOf(t, polled.body)
			list := got["morph activity"]
			if !strings.Contains(list, change.shows) || change.gone != "" && strings.Contains(list, change.gone) {
				t.Errorf("it shows %s", list)
			}
			if want["morph activity"] != list {
				t.Errorf("a socket brings\n%s\na poll\n%s", list, want["morph activity"])
			}
		})
	}
	t.Run("what concerns others", func(t *testing.T) {
		w.pass(time.Second)
		seen := len(socket.received())
		bob.form("/send/general", "text", "nothing for her").want(200)
		socket.wait("the count of the channel comes", func() bool {
			return len(socket.events) > seen && strings.Contains(socket.events[len(socket.events)-1].data, "unread:/c/general")
		})
		for _, event := range socket.received()[seen:] {
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
