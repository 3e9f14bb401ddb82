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
	list := alice.openList("/channels", "all-channels")
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
			if shown := list.after(change.do); !strings.Contains(shown, change.shows) {
				t.Errorf("it shows %s", shown)
			}
		})
	}
}

// openedList is a page of a list, such as /channels, that is open with a socket.
type openedList struct {
	*socketClient
	of           *browser
	address, own string
}

// openList opens the page of a list, whose element has that id.
func (b *browser) openList(address, id string) *openedList {
	b.w.t.Helper()
	since := sinceAttribute.FindStringSubmatch(b.get(address, "Accept", "text/html").want(200).body)[1]
	l := &openedList{b.socket("/ui/socket?shows=" + address + "&since=" + since), b, address, id}
	l.wait("it is open", func() bool { return len(l.events) > 0 })
	return l
}

// after is the list after a change, which a socket and a poll bring alike.
func (l *openedList) after(change func()) string {
	t := l.of.w.t
	t.Helper()
	l.of.w.pass(time.Second)
	before, seen := l.cursor(), len(l.received())
	change()
	var pushed string
	l.wait("the list comes", func() bool {
		pushed = ""
		for _, event := range l.events[seen:] {
			pushed += event.data
		}
		return strings.Contains(pushed, `id="`+l.own+`"`)
	})
	polled := l.of.get("/ui/live?shows="+l.address+"&since="+before, "HX-Request", "true").want(200).body
	list, other := fragmentsOf(t, pushed)["morph "+l.own], fragmentsOf(t, polled)["morph "+l.own]
	if drawnKey.ReplaceAllString(other, "") != drawnKey.ReplaceAllString(list, "") {
		t.Errorf("a socket brings\n%s\na poll\n%s", list, other)
	}
	return list
}
