package handlers

import (
	"strings"
	"testing"
	"time"
)

// TestAnOpenListOfChannelsShowsWhatComesAndGoes: what others make, join, describe, rename
// and archive is brought by socket and by poll, the same.
func TestAnOpenListOfChannelsShowsWhatComesAndGoes(t *testing.T) {
	w := newWorld(t)
	alice, bob, carol := w.as("alice"), w.as("bob"), w.as("carol")
	since := sinceAttribute.FindStringSubmatch(alice.get("/channels", "Accept", "text/html").want(200).body)[1]
	socket := alice.socket("/ui/socket?shows=/channels&since=" + since)
	socket.wait("it is open", func() bool { return len(socket.events) > 0 })
	for _, change := range []struct {
		what  string
		do    func()
		shows string
	}{
		{"one that is made", func() { bob.json("/public_channels/create", `{"name":"plans"}`).want(200) }, "1 member<"},
		{"who joins", func() { carol.json("/public_channels/plans/join", "{}").want(200) }, "2 members<"},
		{"what it is about", func() { bob.json("/topic/plans", `{"topic":"what comes next"}`).want(200) }, "what comes next"},
		{"another name", func() { bob.json("/public_channels/plans/rename", `{"name":"ideas"}`).want(200) }, "ideas"},
		{"who leaves", func() { carol.json("/public_channels/plans/leave", "{}").want(200) }, "1 member<"},
		{"the end of it", func() { bob.json("/public_channels/plans/archive", "{}").want(200) }, "Archived"},
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
				return strings.Contains(pushed, `id="all-channels"`)
			})
			polled := alice.get("/ui/live?shows=/channels&since="+before, "HX-Request", "true").want(200)
			list := fragmentsOf(t, pushed)["morph all-channels"]
			if !strings.Contains(list, change.shows) {
				t.Errorf("it shows %s", list)
			}
			if other := fragmentsOf(t, polled.body)["morph all-channels"]; drawnKey.ReplaceAllString(other, "") != drawnKey.ReplaceAllString(list, "") {
				t.Errorf("a socket brings\n%s\na poll\n%s", list, other)
			}
		})
	}
}
