package main

import (
	"bytes"
	"context"
	"fmt"
	"strconv"
	"time"

	"golang.org/x/sync/errgroup"
)

// kinds of change, in the order in which one person makes them.
var kinds = []string{"typing", "reaction", "message", "override"}

// emoji are those that people react with, one after another: a message holds twenty different ones.
var emoji = []string{"👍", "🎉", "😂", "😮", "😢", "🙏", "👀", "🔥", "🚀", "💯", "👏", "😀", "😎", "🤔", "🍕", "🌍", "🐶", "🎈"}

// change is something that one person does in a channel, and how the others' fragments show that it was done.
type change struct {
	kind    string
	request request
	shown   func(fragment []byte) bool
}

// conversation is a channel with a stream for each of its people.
type conversation struct {
	channel string
	streams []*stream
	first   int64 // the message that is reacted to
	changes int   // made so far
}

// converse lets people come online, one of them say something to react to, and all open their pages and streams.
func converse(ctx context.Context, channel string, people []*person) (*conversation, error) {
	c, client := &conversation{channel: channel}, streamClient()
	for _, p := range people {
		c.streams = append(c.streams, &stream{person: p, channel: channel})
	}
	if err := each(ctx, people, func(s *script, p *person) { s.report(p, "active") }); err != nil {
		return nil, err
	}
	s := &script{Context: ctx}
	s.ask(people[0], messageBy(channel, "Let us begin.").request, 200)
	var newest []message
	s.read(people[0], "/messages/"+channel+"?after=0&limit=1", &newest)
	if len(newest) != 1 {
		s.fail("%s shows %d messages", channel, len(newest))
		return nil, s.err
	}
	c.first = newest[0].ID
	// The streams last as long as ctx, and so longer than what opens them.
	return c, each(ctx, c.streams, func(s *script, st *stream) { st.open(s, ctx, client) })
}

// each does something for every one of a list, a few at a time.
func each[T any](ctx context.Context, list []T, do func(*script, T)) error {
	all, ctx := errgroup.WithContext(ctx)
	all.SetLimit(atOnce)
	for _, one := range list {
		all.Go(func() error {
			s := &script{Context: ctx}
			do(s, one)
			return s.err
		})
	}
	return all.Wait()
}

// next is the next change: each person makes one of each kind, then it is the next one's turn. It is an error when
// all emoji were used: reactions would be taken back.
func (c *conversation) next() (by *stream, next change, err error) {
	turn, n := c.changes/len(kinds), len(c.streams)
	kind := kinds[c.changes%len(kinds)]
	c.changes++
	by = c.streams[turn%n]
	switch kind {
	case "typing":
		next = change{request: post("/typing/"+c.channel, ""), shown: contains(by.name + " is typing")}
	case "reaction":
		if turn/n >= len(emoji) {
			return nil, next, fmt.Errorf("%d people have no emoji left: there are fewer changes or more streams to be", n)
		}
		next = change{request: post(fmt.Sprint("/react/", c.first), form("reaction", emoji[turn/n])), shown: counts(emoji[turn/n], turn%n+1)}
	case "message":
		next = messageBy(c.channel, fmt.Sprintf("Turn %d of %s", turn, c.channel))
	case "override":
		state := []string{"idle", "active"}[turn/n%2]
		next = change{request: post("/presence/override", toJSON(map[string]string{"override": state})),
			shown: contains(`presence-dot--` + state + `" data-user="` + by.name + `"`)}
	}
	next.kind = kind
	return by, next, nil
}

func messageBy(channel, text string) change {
	return change{kind: "message", request: post("/send/"+channel, form("text", text)), shown: contains(text + "<")}
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

// arrival is a change on its way to one stream.
type arrival struct {
	change
	stream *stream
	began  time.Time
	took   time.Duration // 0: it has not come
}

// await notes that a change is on its way to everyone but who makes it.
func (c *conversation) await(by *stream, next change) (arrivals []*arrival) {
	now := time.Now()
	for _, st := range c.streams {
		if st != by {
			arrivals = append(arrivals, st.await(&arrival{change: next, stream: st, began: now}))
		}
	}
	return arrivals
}

// failure is why the first of the streams that ended did.
func (c *conversation) failure() error {
	for _, st := range c.streams {
		if err := st.failure(); err != nil {
			return fmt.Errorf("the stream of %s: %w", st.name, err)
		}
	}
	return nil
}
