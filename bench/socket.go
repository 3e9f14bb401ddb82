package main

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"slices"
	"strconv"
	"sync"
	"time"

	"github.com/gobwas/ws"
)

const maxFrame = 4 << 20 // bytes

// kinds of change, in the order in which one person makes them.
var kinds = []string{"typing", "reaction", "message", "override"}

// emoji are those that people react with, one after another: a message holds twenty different ones.
var emoji = []string{"👍", "🎉", "😂", "😮", "😢", "🙏", "👀", "🔥", "🚀", "💯", "👏", "😀", "😎", "🤔", "🍕", "🌍", "🐶", "🎈"}

// change is something that one person does in a channel, and how the others' fragments show that it was done.
type change struct {
	kind    string
	request request
	shown   func(fragment []byte) bool
	began   time.Time
	awaited map[*person]bool // by whose sockets have not shown it yet
}

// conversation is a channel with a socket for each of its people, who change something one after the other.
type conversation struct {
	*arrivals
	channel string
	people  []*person
	first   int64 // the message that is reacted to
	changes int   // made so far
}

// arrivals are what is known of changes in all conversations.
type arrivals struct {
	mu      sync.Mutex
	pending []*change
	took    map[string][]time.Duration // to each socket, by kind
	failed  error                      // why a socket has ended
}

func newArrivals() *arrivals { return &arrivals{took: map[string][]time.Duration{}} }

// converse lets someone say something to react to, and all open their pages and sockets, which last as long as ctx.
func (a *arrivals) converse(ctx context.Context, channel string, people []*person) *conversation {
	c, newest := &conversation{arrivals: a, channel: channel, people: people}, []message(nil)
	people[0].ask(messageBy(channel, "Let us begin.").request, 200)
	if people[0].read("/messages/"+channel+"?after=0&limit=1", &newest); len(newest) != 1 {
		fail("%s shows %d messages", channel, len(newest))
	}
	c.first = newest[0].ID
	each(people, func(p *person) { c.open(ctx, p) })
	return c
}

// open opens a page and its socket, and returns when that is open. It is read until ctx ends.
func (c *conversation) open(ctx context.Context, p *person) {
	p.openPage(c.channel)
	address := "ws://" + p.client.Addr + "/ui/socket/" + c.channel + "?" + url.Values{"since": {p.cursor}, "tab": {benchTab}}.Encode()
	dialer := ws.Dialer{ReadBufferSize: 2 << 10, WriteBufferSize: 1 << 10, Timeout: askPatience, Header: ws.HandshakeHeaderHTTP{"Cookie": {p.cookie}}}
	conn, early, _, err := dialer.Dial(ctx, address)
	if err != nil {
		fail("%s as %s: %w: this is no socket", address, p.name, err)
	}
	reader := io.Reader(conn)
	if early != nil {
		reader = early
	}
	go func() {
		defer context.AfterFunc(ctx, func() { _ = conn.Close() })()
		defer func() { _ = conn.Close() }()
		ended := c.listen(p, reader, conn)
		c.end(p, cmp.Or(ctx.Err(), ended))
	}()
}

// listen reads a person's socket until it ends, answers pings, and returns why it ended.
func (a *arrivals) listen(p *person, from io.Reader, to io.Writer) error {
	var payload []byte
	for {
		header, err := ws.ReadHeader(from)
		if err != nil {
			return fmt.Errorf("the socket ended: %w", err)
		}
		if header.Length > maxFrame {
			return fmt.Errorf("a frame of %d bytes", header.Length)
		}
		payload = slices.Grow(payload[:0], int(header.Length))[:header.Length]
		if _, err := io.ReadFull(from, payload); err != nil {
			return fmt.Errorf("the socket ended: %w", err)
		}
		switch header.OpCode {
		case ws.OpText:
			a.receive(p, payload)
		case ws.OpPing:
			if err := ws.WriteFrame(to, ws.MaskFrame(ws.NewPongFrame(payload))); err != nil {
				return fmt.Errorf("answer a ping: %w", err)
			}
		case ws.OpClose:
			return errors.New("the server closed it")
		}
	}
}

// receive looks which of the awaited changes a fragment on a person's socket shows.
func (a *arrivals) receive(p *person, data []byte) {
	now := time.Now()
	a.mu.Lock()
	defer a.mu.Unlock()
	for _, made := range a.pending {
		if made.awaited[p] && made.shown(data) {
			delete(made.awaited, p)
			a.took[made.kind] = append(a.took[made.kind], now.Sub(made.began))
		}
	}
	a.pending = slices.DeleteFunc(a.pending, func(made *change) bool { return len(made.awaited) == 0 })
}

func (a *arrivals) end(p *person, err error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.failed = cmp.Or(a.failed, fmt.Errorf("the socket of %s: %w", p.name, err))
}

// arrived is how long changes of some kinds took to the sockets, how often one has not reached a socket yet, and why a socket has ended.
func (a *arrivals) arrived(kinds ...string) (took []time.Duration, missing int, failed error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	for _, kind := range kinds {
		took = append(took, a.took[kind]...)
	}
	for _, made := range a.pending {
		if slices.Contains(kinds, made.kind) {
			missing += len(made.awaited)
		}
	}
	slices.Sort(took)
	return took, missing, a.failed
}

// next is the next change: each person makes one of each kind, then it is the next one's turn. It fails when
// all emoji were used: reactions would be taken back.
func (c *conversation) next() (by *person, next *change) {
	turn, kind := c.changes/len(kinds), c.changes%len(kinds)
	c.changes++
	lap, by := turn/len(c.people), c.people[turn%len(c.people)]
	if lap >= len(emoji) {
		fail("%d people have no emoji left: there are fewer changes or more sockets to be", len(c.people))
	}
	state := []string{"idle", "active"}[lap%2]
	return by, []*change{
		{kind: "typing", request: post("/typing/"+c.channel, ""), shown: contains(by.name + " is typing")},
		{kind: "reaction", request: post(fmt.Sprint("/react/", c.first), form("reaction", emoji[lap])), shown: counts(emoji[lap], turn%len(c.people)+1)},
		messageBy(c.channel, fmt.Sprintf("Turn %d of %s", turn, c.channel)),
		{kind: "override", request: post("/presence/override", toJSON(map[string]string{"override": state})),
			shown: contains(`presence-dot--` + state + `" data-user="` + by.name + `"`)},
	}[kind]
}

// await notes that everyone but who makes a change waits for it.
func (c *conversation) await(by *person, made *change) {
	made.began, made.awaited = time.Now(), map[*person]bool{}
	for _, p := range c.people {
		if p != by {
			made.awaited[p] = true
		}
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.pending = append(c.pending, made)
}

// make lets a person make a change.
func (c *conversation) make(by *person, made *change) {
	c.await(by, made)
	by.ask(made.request, 200, 204)
}

func messageBy(channel, text string) *change {
	return &change{kind: "message", request: post("/send/"+channel, form("text", text)), shown: contains(text + "<")}
}

func contains(mark string) func([]byte) bool {
	return func(fragment []byte) bool { return bytes.Contains(fragment, []byte(mark)) }
}

// counts finds an emoji's count at a number or above: one fragment may show several changes.
func counts(emoji string, count int) func([]byte) bool {
	return func(fragment []byte) bool {
		_, rest, _ := bytes.Cut(fragment, []byte(`reaction__emoji">`+emoji+`</span><span class="reaction__count">`))
		number, _, _ := bytes.Cut(rest, []byte("<"))
		shown, err := strconv.Atoi(string(number))
		return err == nil && shown >= count
	}
}
