package sqlite

import (
	"encoding/json"

	"minimost/chat"
)

// Touched are the rows of the row cache that a commit has changed: those that the caches
// of other servers are to forget. The zero value is none.
type Touched struct {
	// Everything says that any row may have changed.
	Everything bool
	presences  map[string]bool
	typing     map[userChannel]bool
	messages   map[int64]bool
	clocks     map[string]chat.Stamp // the newest stamps that were handed out
}

// touchedText is how Touched is written.
type touchedText struct {
	Presences []string           `json:"presences,omitempty"`
	Typing    [][2]string        `json:"typing,omitempty"` // user, channel
	Messages  []int64            `json:"messages,omitempty"`
	Clocks    map[string]float64 `json:"clocks,omitempty"` // s, by channel
}

// String is empty for everything.
func (t Touched) String() string {
	if t.Everything {
		return ""
	}
	text := touchedText{Clocks: make(map[string]float64, len(t.clocks))}
	for user := range t.presences {
		text.Presences = append(text.Presences, user)
	}
	for k := range t.typing {
		text.Typing = append(text.Typing, [2]string{k.user, k.channel})
	}
	for id := range t.messages {
		text.Messages = append(text.Messages, id)
	}
	for channel, last := range t.clocks {
		text.Clocks[channel] = float64(last)
	}
	written, err := json.Marshal(text)
	if err != nil {
		return ""
	}
	return string(written)
}

// Add adds what String wrote. What cannot be read is everything.
func (t *Touched) Add(written string) {
	var text touchedText
	if err := json.Unmarshal([]byte(written), &text); err != nil {
		t.Everything = true
	}
	for _, user := range text.Presences {
		note(&t.presences, user, true)
	}
	for _, at := range text.Typing {
		note(&t.typing, userChannel{at[0], at[1]}, true)
	}
	for _, id := range text.Messages {
		note(&t.messages, id, true)
	}
	for channel, last := range text.Clocks {
		note(&t.clocks, channel, max(t.clocks[channel], chat.Stamp(last)))
	}
}

func note[K comparable, V any](m *map[K]V, key K, value V) {
	if *m == nil {
		*m = make(map[K]V)
	}
	(*m)[key] = value
}

// forget takes the rows that somebody else has changed out of the cache. Of a channel it
// keeps the newest stamp.
func (c *rowCache) forget(t Touched) {
	if t.Everything {
		c.clear()
		return
	}
	for user := range t.presences {
		delete(c.presences, user)
	}
	for k := range t.typing {
		delete(c.typing, k)
	}
	for id := range t.messages {
		delete(c.messages, id)
	}
	for channel, last := range t.clocks {
		if known, ok := c.clocks[channel]; ok {
			known.last = max(known.last, last)
			c.clocks[channel] = known
		}
	}
}

// The following keep a row as it was changed.

func (c *rowCache) keepPresence(p chat.Presence) {
	c.presences[p.User] = p
	note(&c.touched.presences, p.User, true)
}

func (c *rowCache) keepTyping(k userChannel, t chat.Typing) {
	c.typing[k] = t
	note(&c.touched.typing, k, true)
}

func (c *rowCache) keepMessage(m reacted) {
	c.messages[m.ID] = m
	note(&c.touched.messages, m.ID, true)
}

func (c *rowCache) keepClock(channel string, known clock) {
	c.clocks[channel] = known
	note(&c.touched.clocks, channel, known.last)
}
