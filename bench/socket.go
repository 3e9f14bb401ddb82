package main

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"fmt"
	"io"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/gobwas/ws"
	"github.com/gobwas/ws/wsutil"
)

type twoWays struct {
	io.Reader
	io.Writer
}

var kinds = []string{"typing", "message"}

// change is something that one person does in a channel, and how the others' fragments show that it was done.
type change struct {
	kind    string
	request request
	shown   []byte
	began   time.Time
	awaited map[*person]bool // by whose sockets have not shown it yet
}

// conversation is a channel with a socket for each of its people, who change something one after the other.
type conversation struct {
	*arrivals
	channel string
	people  []*person
	kinds   []string
	hub     bool
	changes int // made so far
}

type arrivals struct {
	mu      sync.Mutex
	pending map[string][]*change       // by channel
	bytes   int                        // that came on all sockets
	took    map[string][]time.Duration // to each socket, by kind
	failed  error                      // why a socket has ended
}

func newArrivals() *arrivals {
	return &arrivals{took: map[string][]time.Duration{}, pending: map[string][]*change{}}
}

// open opens a page, where there are any, and its socket, and returns when that is open. It is read until ctx ends.
func (c *conversation) open(ctx context.Context, p *person) {
	if !c.hub {
		p.openPage(c.channel)
	}
	address := "ws://" + p.client.Addr + "/ui/socket/" + c.channel + "?" + url.Values{"since": {p.cursor}, "tab": {benchTab}}.Encode()
	dialer := ws.Dialer{ReadBufferSize: 2 << 10, WriteBufferSize: 1 << 10, Timeout: askPatience, Header: ws.HandshakeHeaderHTTP{"Cookie": {p.cookie}}}
	conn, early, _, err := dialer.Dial(ctx, address)
	if err != nil {
		fail("%s as %s: %w: this is no socket", address, p.name, err)
	}
	if c.hub { // the channel is the connection's name there
		require(wsutil.WriteClientText(conn, []byte(toJSON(map[string]any{"id": 1, "connect": map[string]string{"name": c.channel}}))))
	}
	both := twoWays{cmp.Or(early, bufio.NewReaderSize(conn, 2<<10)), conn}
	go func() {
		defer context.AfterFunc(ctx, func() { _ = conn.Close() })()
		defer func() { _ = conn.Close() }()
		ended := c.listen(p, both)
		c.mu.Lock()
		defer c.mu.Unlock()
		c.failed = cmp.Or(c.failed, fmt.Errorf("the socket of %s: %w", p.name, cmp.Or(ctx.Err(), ended)))
	}()
}

// listen reads a person's socket until it ends, answers pings, and returns why it ended.
func (c *conversation) listen(p *person, socket io.ReadWriter) error {
	for {
		data, _, err := wsutil.ReadServerData(socket)
		if c.receive(p, data); c.hub && isHubPing(data) {
			err = wsutil.WriteClientText(socket, []byte(hubPing))
		}
		if err != nil {
			return fmt.Errorf("it ended: %w", err)
		}
	}
}

// hubPing is the hub's own ping, and the answer to it.
const hubPing = "{}"

// isHubPing reports whether the hub asks with what it says whether its client lives: beside a message, it may be a line of the same frame.
func isHubPing(data []byte) bool {
	return slices.Contains(strings.Split(string(data), "\n"), hubPing)
}

// receive looks which of the awaited changes a fragment on a person's socket shows.
func (c *conversation) receive(p *person, data []byte) {
	now := time.Now()
	c.mu.Lock()
	defer c.mu.Unlock()
	c.bytes += len(data)
	for _, made := range c.pending[c.channel] {
		if made.awaited[p] && bytes.Contains(data, made.shown) {
			delete(made.awaited, p)
			c.took[made.kind] = append(c.took[made.kind], now.Sub(made.began))
		}
	}
	c.pending[c.channel] = slices.DeleteFunc(c.pending[c.channel], func(made *change) bool { return len(made.awaited) == 0 })
}

// forget begins to count bytes anew.
func (a *arrivals) forget() {
	a.mu.Lock()
	a.bytes = 0
	a.mu.Unlock()
}

// heard is how many bytes have come since.
func (a *arrivals) heard() int {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.bytes
}

// arrived is how long changes of some kinds took to the sockets, how often one has not reached a socket yet, and why a socket has ended.
func (a *arrivals) arrived(kinds ...string) (took []time.Duration, missing int, failed error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	for _, kind := range kinds {
		took = append(took, a.took[kind]...)
	}
	for _, pending := range a.pending {
		for _, made := range pending {
			if slices.Contains(kinds, made.kind) {
				missing += len(made.awaited)
			}
		}
	}
	slices.Sort(took)
	return took, missing, a.failed
}

// next is the next change: each person makes one of each kind, then it is the next one's turn.
func (c *conversation) next() (by *person, next *change) {
	turn, kind := c.changes/len(c.kinds), c.kinds[c.changes%len(c.kinds)]
	c.changes++
	if by = c.people[turn%len(c.people)]; kind == "message" {
		return by, messageBy(c.channel, fmt.Sprintf("Turn %d of %s", turn, c.channel))
	}
	return by, &change{kind: kind, request: post("/typing/"+c.channel, ""), shown: []byte(">" + by.name + " is typing")}
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
	c.pending[c.channel] = append(c.pending[c.channel], made)
}

func (c *conversation) make(by *person, made *change) {
	c.await(by, made)
	by.ask(made.request, 200, 204)
}

func messageBy(channel, text string) *change {
	return &change{kind: "message", request: post("/send/"+channel, form("text", text)), shown: []byte(text + "<")}
}
