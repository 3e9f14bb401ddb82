package cache

import (
	"cmp"
	"context"
	"slices"
	"time"

	"minimost/chat"
)

const (
	// RecentMessages is how many of a channel's newest messages, and of those that
	// changed last, are kept.
	RecentMessages = 50
	// firstStamp comes before that of any message.
	firstStamp = chat.Stamp(1e-6)
)

type messageStore interface {
	// RecentMessages are a channel's newest messages and those that changed last, up
	// to limit of each.
	RecentMessages(ctx context.Context, channel string, limit int) (newest, changed []chat.Message, err error)
	// MessagesSent are up to limit messages of a channel after a stamp, oldest first,
	// without deleted ones.
	MessagesSent(ctx context.Context, channel string, after chat.Stamp, limit int) ([]chat.Message, error)
	// MessagesAfter lists what changed after a stamp, oldest first; after 0 with
	// a limit it is the newest page, limit 0 is MaxMessagesPage. It is ErrNoChannel
	// without access.
	MessagesAfter(ctx context.Context, user, channel string, after chat.Stamp, limit int) ([]chat.Message, error)
}

// Messages are a channel's newest, and those that changed last, each oldest
// change first.
type Messages struct {
	newest, changed []chat.Message
	ids             []int64 // of newest: everybody's sidebar looks for those that are new to it
	upTo            []int64 // the largest of ids up to each
}

// after calls each with the newest messages that come after an id.
func (m Messages) after(id int64, each func(*chat.Message)) {
	from := len(m.ids)
	for from > 0 && m.upTo[from-1] > id {
		from--
	}
	for i := from; i < len(m.ids); i++ {
		if m.ids[i] > id {
			each(&m.newest[i])
		}
	}
}

func (c *Cache) recentMessages(ctx context.Context, channel string, now time.Time) (Messages, error) {
	latest, _, err := c.messages.Renewed(c.changes, now, channel, func(before Messages, known uint64) (Read[Messages], error) {
		return c.readMessages(ctx, channel, before, known)
	})
	return latest, err
}

// heldMessages are a channel's recentMessages, for whoever asks for them with each message.
type heldMessages = Held[string, Messages]

func (c *Cache) recentMessagesIn(ctx context.Context, held *heldMessages, channel string, now time.Time) (Messages, error) {
	latest, _, err := c.messages.RenewedIn(held, c.changes, now, channel, func(before Messages, known uint64) (Read[Messages], error) {
		return c.readMessages(ctx, channel, before, known)
	})
	return latest, err
}

// readMessages goes on from those of before, as of the offset known.
func (c *Cache) readMessages(ctx context.Context, channel string, before Messages, known uint64) (Read[Messages], error) {
	topics := []chat.Topic{chat.TopicMessages(channel)}
	if len(before.newest) > 0 && !c.changes.Changed(known, chat.TopicRevisions(channel)) {
		sent, err := c.store.MessagesSent(ctx, channel, before.newest[len(before.newest)-1].TS, RecentMessages)
		if err != nil || len(sent) < RecentMessages {
			return Read[Messages]{Value: before.and(sent), Topics: topics}, err
		}
	}
	newest, changed, err := c.store.RecentMessages(ctx, channel, RecentMessages)
	slices.SortFunc(changed, byChange)
	return Read[Messages]{Value: newMessages(newest, changed), Topics: topics}, err
}

func newMessages(newest, changed []chat.Message) Messages {
	m := Messages{newest, changed, make([]int64, len(newest)), make([]int64, len(newest))}
	var largest int64
	for i := range newest {
		largest = max(largest, newest[i].ID)
		m.ids[i], m.upTo[i] = newest[i].ID, largest
	}
	return m
}

// and is m with those that were sent since, which nobody has changed yet. It appends to
// what m has, of which m does not see it: only the latest of them may be gone on from.
func (m Messages) and(sent []chat.Message) Messages {
	newest, changed := append(m.newest, sent...), append(m.changed, sent...)
	if !slices.IsSortedFunc(changed[max(0, len(m.changed)-1):], byChange) {
		changed = slices.SortedStableFunc(slices.Values(changed), byChange)
	}
	return newMessages(newest[max(0, len(newest)-RecentMessages):], changed[max(0, len(changed)-RecentMessages):])
}

// NewestMessages is the newest page of a channel, as far as access reaches.
func (c *Cache) NewestMessages(ctx context.Context, seat *Seat, access chat.Access, now time.Time) ([]chat.Message, error) {
	recent, err := c.recentMessagesIn(ctx, &seat.messages, access.Channel.ID, now)
	return slices.Clip(visible(recent.newest, access)), err
}

// MessagesSince lists visible messages that changed after a stamp, oldest first:
// those that changed first, if there are more than limit or than an answer holds,
// and at least RecentMessages. Nobody changes them: others have the same.
func (c *Cache) MessagesSince(ctx context.Context, seat *Seat, user string, access chat.Access, after chat.Stamp, limit int, now time.Time) ([]chat.Message, error) {
	recent, err := c.recentMessagesIn(ctx, &seat.messages, access.Channel.ID, now)
	if err != nil {
		return nil, err
	}
	all := len(recent.changed) < RecentMessages
	if !all && recent.changed[0].ChangedTS() > after {
		// After none at all the store would answer with the newest page.
		return c.store.MessagesAfter(ctx, user, access.Channel.ID, max(after, firstStamp), limit)
	}
	from := len(recent.changed)
	for from > 0 && recent.changed[from-1].ChangedTS() > after {
		from--
	}
	changed := visible(recent.changed[from:], access)
	if !slices.IsSortedFunc(changed, byTS) {
		changed = slices.SortedFunc(slices.Values(changed), byTS)
	}
	return slices.Clip(changed), nil
}

func byTS(a, b chat.Message) int { return cmp.Compare(a.TS, b.TS) }

func byChange(a, b chat.Message) int { return cmp.Compare(a.ChangedTS(), b.ChangedTS()) }

// visible leaves out what lies before the reader's time.
func visible(messages []chat.Message, access chat.Access) []chat.Message {
	hidden := false
	for i := range messages { // none is copied: every look at a page comes here
		hidden = hidden || !access.Sees(messages[i].TS)
	}
	if !hidden {
		return messages
	}
	return slices.DeleteFunc(slices.Clone(messages), func(m chat.Message) bool { return !access.Sees(m.TS) })
}
