package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

const maxEventLine = 4 << 20 // bytes

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
	awaited map[*person]bool // by whose streams have not shown it yet
}

// conversation is a channel with an event stream for each of its people, who change something one after the other.
type conversation struct {
	channel string
	people  []*person
	first   int64 // the message that is reacted to
	changes int   // made so far

	mu      sync.Mutex
	pending []*change
	took    map[string][]time.Duration // to each stream, by kind
	failed  error                      // why a stream has ended
}

// converse lets someone say something to react to, and all open their pages and streams, which last as long as ctx.
func converse(ctx context.Context, channel string, people []*person) (*conversation, error) {
	c, s, newest := &conversation{channel: channel, people: people, took: map[string][]time.Duration{}}, &script{}, []message(nil)
	s.ask(people[0], messageBy(channel, "Let us begin.").request, 200)
	if s.read(people[0], "/messages/"+channel+"?after=0&limit=1", &newest); len(newest) != 1 {
		s.fail("%s shows %d messages", channel, len(newest))
		return nil, s.err
	}
	c.first = newest[0].ID
	return c, each(people, func(s *script, p *person) { c.open(ctx, s, p) })
}

// streamClient opens a connection for each stream.
var streamClient = &http.Client{Transport: &http.Transport{DisableKeepAlives: true, DisableCompression: true, ReadBufferSize: 2 << 10, WriteBufferSize: 2 << 10}}

// open opens a page and its event stream, and returns when that is answered. The stream is read until ctx ends.
func (c *conversation) open(ctx context.Context, s *script, p *person) {
	s.openPage(p, c.channel)
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+p.client.Addr+"/ui/events/"+c.channel+"?since="+url.QueryEscape(p.cursor), nil)
	if s.err = errors.Join(s.err, err); s.err != nil {
		return
	}
	req.Header = http.Header{"Cookie": {p.cookie}, "Accept": {"text/event-stream"}}
	res, err := streamClient.Do(req)
	if s.err = err; err != nil {
		return
	}
	if kind := res.Header.Get("Content-Type"); res.StatusCode != http.StatusOK || !strings.HasPrefix(kind, "text/event-stream") {
		s.fail("%s as %s: %s, %q: this is no event stream", req.URL, p.name, res.Status, kind)
		_ = res.Body.Close()
		return
	}
	go func() {
		defer func() { _ = res.Body.Close() }()
		c.listen(p, res.Body)
	}()
}

// listen reads a person's stream until it ends. What shows a change is within one line of a fragment, and so of its event.
func (c *conversation) listen(p *person, body io.Reader) {
	lines := bufio.NewScanner(body)
	lines.Buffer(make([]byte, 0, 4<<10), maxEventLine)
	for lines.Scan() {
		if data, found := bytes.CutPrefix(lines.Bytes(), []byte("data:")); found {
			c.receive(p, data)
		} else if string(lines.Bytes()) == "event: close" {
			c.end(p, errors.New("the server closed it"))
		}
	}
	c.end(p, errors.Join(lines.Err(), errors.New("the event stream ended")))
}

// receive looks which of the awaited changes a fragment on a person's stream shows.
func (c *conversation) receive(p *person, data []byte) {
	now := time.Now()
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, made := range c.pending {
		if made.awaited[p] && made.shown(data) {
			delete(made.awaited, p)
			c.took[made.kind] = append(c.took[made.kind], now.Sub(made.began))
		}
	}
	c.pending = slices.DeleteFunc(c.pending, func(made *change) bool { return len(made.awaited) == 0 })
}

func (c *conversation) end(p *person, err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.failed == nil {
		c.failed = fmt.Errorf("the stream of %s: %w", p.name, err)
	}
}

// arrived is how long changes of a kind took to the streams, how often one has not reached a stream yet, and why a stream has ended.
func (c *conversation) arrived(kind string) (took []time.Duration, missing int, failed error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, made := range c.pending {
		if made.kind == kind {
			missing += len(made.awaited)
		}
	}
	return slices.Clone(c.took[kind]), missing, c.failed
}

// next is the next change: each person makes one of each kind, then it is the next one's turn. It is an error when
// all emoji were used: reactions would be taken back.
func (c *conversation) next() (by *person, next *change, err error) {
	turn, n := c.changes/len(kinds), len(c.people)
	kind, by, lap := kinds[c.changes%len(kinds)], c.people[turn%n], turn/n
	c.changes++
	switch kind {
	case "typing":
		next = &change{request: post("/typing/"+c.channel, ""), shown: contains(by.name + " is typing")}
	case "reaction":
		if lap >= len(emoji) {
			return nil, nil, fmt.Errorf("%d people have no emoji left: there are fewer changes or more streams to be", n)
		}
		next = &change{request: post(fmt.Sprint("/react/", c.first), form("reaction", emoji[lap])), shown: counts(emoji[lap], turn%n+1)}
	case "message":
		next = messageBy(c.channel, fmt.Sprintf("Turn %d of %s", turn, c.channel))
	case "override":
		state := []string{"idle", "active"}[lap%2]
		next = &change{request: post("/presence/override", toJSON(map[string]string{"override": state})),
			shown: contains(`presence-dot--` + state + `" data-user="` + by.name + `"`)}
	}
	next.kind = kind
	return by, next, nil
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
func (c *conversation) make(by *person, made *change) error {
	c.await(by, made)
	return inScript(func(s *script) { s.ask(by, made.request, 200, 204) })
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
