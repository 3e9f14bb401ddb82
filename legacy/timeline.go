package legacy

import (
	"cmp"
	"slices"
	"time"

	"minimost/chat"
)

// message is what a move keeps in mind of a message.
type message struct {
	row       int // of those that there are
	from      chat.Origin
	sender    string     // there
	id        int64      // here; 0: gone since an earlier move took it
	ts        chat.Stamp // here
	edited    chat.Stamp
	deleted   chat.Stamp
	reactions chat.Stamp
	changed   chat.Stamp // what readers' cursors go by
	gone      bool       // deleted there
	earlier   bool       // an earlier move took it
	revised   bool       // and it was edited or deleted there since
	withFiles bool       // it has its files here, or is deleted
	line      *timeline
}

// newest is the newest of the message's own stamps.
func (m *message) newest() chat.Stamp { return max(m.ts, m.edited, m.deleted, m.reactions) }

// timeline is a channel's messages in their order.
type timeline struct {
	channel  string
	messages []*message
}

// noTime is before every stamp: the next one depends on the last alone.
var noTime = time.Unix(0, 0)

func (t *timeline) sort() {
	slices.SortFunc(t.messages, func(a, b *message) int {
		return cmp.Or(cmp.Compare(a.from.TS, b.from.TS), cmp.Compare(a.from.ID, b.from.ID))
	})
}

// place gives each new message a time that no other of the channel has, in the
// order of the original, and returns how many had to move on.
func (t *timeline) place(taken map[chat.Stamp]bool) (moved int) {
	var last chat.Stamp
	for _, m := range t.messages {
		if m.earlier {
			last = max(last, m.ts)
			continue
		}
		m.ts = m.from.TS
		for m.ts <= last || taken[m.ts] {
			m.ts = chat.NextStamp(noTime, max(m.ts, last))
		}
		if m.ts != m.from.TS {
			moved++
		}
		last = m.ts
	}
	return moved
}

// date gives each message that is new or revised the stamp that readers' cursors go by: its newest
// one, each message another, and all later than what readers may have seen. One
// of a message's own stamps moves along, for readers go on from those.
func (t *timeline) date(seen chat.Stamp) {
	fresh := slices.DeleteFunc(slices.Clone(t.messages), func(m *message) bool { return m.earlier && !m.revised })
	slices.SortStableFunc(fresh, func(a, b *message) int { return cmp.Compare(a.newest(), b.newest()) })
	for _, m := range fresh {
		m.changed = m.newest()
		if m.changed <= seen {
			m.changed = chat.NextStamp(noTime, seen)
			m.reactions = m.changed
		}
		seen = m.changed
	}
}

// before is how many messages the original has before ts, or up to it.
func (t *timeline) before(ts chat.Stamp, included bool) int {
	if t == nil {
		return 0
	}
	n, _ := slices.BinarySearchFunc(t.messages, ts, func(m *message, ts chat.Stamp) int {
		if m.from.TS < ts || included && m.from.TS == ts {
			return -1
		}
		return 1
	})
	return n
}

// at are the messages that the original has at ts.
func (t *timeline) at(ts chat.Stamp) []*message {
	if t == nil {
		return nil
	}
	return t.messages[t.before(ts, false):t.before(ts, true)]
}

// through is ts as the end of a span: it takes in what it did in the original.
func (t *timeline) through(ts chat.Stamp) chat.Stamp {
	n := t.before(ts, true)
	if ts == 0 || n == 0 {
		return ts
	}
	return max(ts, t.messages[n-1].ts)
}

// from is ts as the beginning of a span: it leaves out what it did in the
// original.
func (t *timeline) from(ts chat.Stamp) chat.Stamp {
	n := t.before(ts, false)
	switch {
	case ts == 0 || n == 0 || t.messages[n-1].ts < ts:
		return ts
	case n < len(t.messages):
		return t.messages[n].ts
	}
	return chat.NextStamp(noTime, t.messages[n-1].ts)
}
