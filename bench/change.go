package main

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"strconv"
	"time"
)

// The kinds of change, in the order in which one person makes them.
const (
	kindTyping   = "typing"
	kindReaction = "reaction"
	kindMessage  = "message"
	kindOverride = "override"
)

var kinds = []string{kindTyping, kindReaction, kindMessage, kindOverride}

// emoji are those that people react with, one after another: a message holds
// twenty different ones.
var emoji = []string{"👍", "🎉", "😂", "😮", "😢", "🙏", "👀", "🔥", "🚀", "💯", "👏", "😀", "😎", "🤔", "🍕", "🌍", "🐶", "🎈"}

// change is something that one person does in a channel, and how the others see
// that it was done.
type change struct {
	kind  string
	began time.Time
	make  func(context.Context) error
	shown func(data []byte) bool
}

// conversation is a channel with a stream for each of its people.
type conversation struct {
	channel string
	streams []*stream
	base    int64 // the message that is reacted to
	changes int   // made so far
}

// begin lets somebody say something to react to.
func (c *conversation) begin(ctx context.Context) error {
	first := c.streams[0].person
	if err := first.post(ctx, http.StatusOK, "/send/"+c.channel, formType, form("text", "Let us begin.")); err != nil {
		return err
	}
	var newest []message
	if err := first.read(ctx, "/messages/"+c.channel+"?after=0&limit=1", &newest); err != nil {
		return err
	}
	if len(newest) != 1 {
		return fmt.Errorf("%s shows %d messages", c.channel, len(newest))
	}
	c.base = newest[0].ID
	return nil
}

// longest is how many changes can be made before the emoji are used up.
func (c *conversation) longest() int { return len(kinds) * len(emoji) * len(c.streams) }

// next is the next change: each person does one of each kind, then it is the
// next one's turn.
func (c *conversation) next() (by *stream, next *change) {
	turn := c.changes / len(kinds)
	kind := kinds[c.changes%len(kinds)]
	c.changes++
	by = c.streams[turn%len(c.streams)]
	switch kind {
	case kindTyping:
		next = typingBy(by.person, c.channel)
	case kindReaction:
		next = reactionBy(by.person, c.base, emoji[turn/len(c.streams)], turn%len(c.streams)+1)
	case kindMessage:
		next = messageBy(by.person, c.channel, fmt.Sprintf("Turn %d of %s", turn, c.channel))
	case kindOverride:
		next = overrideBy(by.person, []string{"idle", "active"}[turn/len(c.streams)%2])
	}
	next.kind = kind
	return by, next
}

func typingBy(p *person, channel string) *change {
	return &change{
		make:  func(ctx context.Context) error { return p.post(ctx, http.StatusNoContent, "/typing/"+channel, "", "") },
		shown: contains(p.name + " is typing"),
	}
}

// reactionBy makes the emoji's count reach a number. A fragment with a higher
// one shows it as well.
func reactionBy(p *person, messageID int64, emoji string, count int) *change {
	mark := []byte(`reaction__emoji">` + emoji + `</span><span class="reaction__count">`)
	return &change{
		make: func(ctx context.Context) error {
			return p.post(ctx, http.StatusOK, fmt.Sprint("/react/", messageID), formType, form("reaction", emoji))
		},
		shown: func(data []byte) bool {
			_, rest, found := bytes.Cut(data, mark)
			number, _, _ := bytes.Cut(rest, []byte("<"))
			shown, err := strconv.Atoi(string(number))
			return found && err == nil && shown >= count
		},
	}
}

func messageBy(p *person, channel, text string) *change {
	return &change{
		make: func(ctx context.Context) error {
			return p.post(ctx, http.StatusOK, "/send/"+channel, formType, form("text", text))
		},
		shown: contains(text + "<"),
	}
}

func overrideBy(p *person, state string) *change {
	return &change{
		make: func(ctx context.Context) error {
			return p.post(ctx, http.StatusNoContent, "/presence/override", jsonType, toJSON(map[string]string{"override": state}))
		},
		shown: contains(`presence-dot--` + state + `" data-user="` + p.name + `"`),
	}
}

func contains(mark string) func([]byte) bool {
	return func(data []byte) bool { return bytes.Contains(data, []byte(mark)) }
}
