package handlers

import (
	"fmt"
	"strings"
	"testing"

	"minimost/handlers/presence"
)

// What a message may cost a page, in bytes of fragments: where its channel is
// open, and elsewhere.
const (
	maxMessageBytes   = 1200
	maxOwnBytes       = 1700 // with the marks of what was read and written
	maxElsewhereBytes = 250
	maxDirectBytes    = 350 // with the notice
)

// pageBytes is a page that polls, and has a socket too.
type pageBytes struct {
	socket *socketClient
	reader *browser
	url    string
	cursor string
	looks  int
}

func (b *browser) measure(channel string) *pageBytes {
	p := &pageBytes{reader: b, url: "/ui/live/" + channel + "?since=", cursor: b.cursorOf(channel)}
	p.socket = b.watch(channel)
	return p
}

// polled is what a poll brings.
func (p *pageBytes) polled() string {
	a := p.reader.get(p.url + p.cursor)
	p.cursor = a.header.Get(presence.LiveSince)
	return a.body
}

// sent is what the socket has brought, once it lacks nothing.
func (p *pageBytes) sent() (all string) {
	p.looks++
	p.socket.say(fmt.Sprint("look ", p.looks)) // the clock stands still, so it does not look by itself
	eventually(p.reader.w.t, "the socket has everything", func() bool { return p.reader.get(p.url+p.socket.cursor()).status == 204 })
	for _, e := range p.socket.received() {
		all += e.data
	}
	p.socket.mu.Lock()
	defer p.socket.mu.Unlock()
	p.socket.events = p.socket.events[len(p.socket.events)-1:]
	p.socket.events[0].data = ""
	return all
}

func (p *pageBytes) want(what string, most int) {
	p.reader.w.t.Helper()
	for how, came := range map[string]string{"polls": p.polled(), "sockets": p.sent()} {
		if len(came) == 0 || len(came) > most {
			p.reader.w.t.Errorf("%s is %d bytes by %s, at most %d are allowed: %s", what, len(came), how, most, came)
		}
	}
}

func TestAMessageIsAFewBytesToEveryPage(t *testing.T) {
	w := newWorld(t)
	writers := []*browser{w.as("alice"), w.as("abcdefghijklmnopqrstuvwxyz012345")}
	bob, carol := w.as("bob"), w.as("carol")
	writers[0].form("/send/general", "text", "Good morning.").want(200)
	writers[0].form("/send/dm:alice:carol", "text", "Good morning.").want(200)
	own, here, elsewhere := writers[0].measure("general"), bob.measure("general"), carol.measure("random")
	// Whoever opens a page is there a moment later, of which the pages hear too.
	eventually(t, "both are there", func() bool {
		online := writers[0].get("/online_users").body
		return strings.Contains(online, `"bob":"active"`) && strings.Contains(online, `"carol":"active"`)
	})
	for _, p := range []*pageBytes{own, here, elsewhere} {
		p.polled()
		p.sent()
	}
	for i := range 24 { // every other one follows one of somebody else
		writers[i/2%2].form("/send/general", "text", fmt.Sprintf("Shall we meet at the station at %d?", i)).want(200)
		own.want("a message at its sender", maxOwnBytes)
		here.want("a message in its channel", maxMessageBytes)
		elsewhere.want("a message elsewhere", maxElsewhereBytes)
	}
	writers[0].form("/send/dm:alice:carol", "text", "Are you there?").want(200)
	elsewhere.want("a direct message", maxDirectBytes)
}
