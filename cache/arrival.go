package cache

import (
	"context"
	"maps"
	"slices"
	"time"

	"minimost/chat"
)

// Terms are what somebody has set by which a message of a channel notifies them.
type Terms struct {
	chat.NotificationSettings
	Blocked map[string]chat.Stamp // by name, with since when
	Level   chat.NotifyLevel
	Muted   bool
}

func (c *Cache) terms(ctx context.Context, user string, now time.Time) (Terms, error) {
	settings, err := c.Notifications(ctx, user, now)
	if err != nil {
		return Terms{}, err
	}
	blocks, err := c.Blocks(ctx, user, now)
	return Terms{NotificationSettings: settings, Blocked: blocks.Blocked}, err
}

func (t Terms) equal(other Terms) bool {
	return t.NotificationSettings == other.NotificationSettings && maps.Equal(t.Blocked, other.Blocked)
}

func (t Terms) in(c chat.ChannelSettings) Terms {
	t.Level, t.Muted = c.Notify, c.Muted
	return t
}

// Notifies reports whether a message notified at a moment whoever had set this; what of
// the arrival depends on that is filled in.
func (t Terms) Notifies(m chat.Arrival, sender string, at time.Time) bool {
	_, m.Blocked = t.Blocked[sender]
	m.Level, m.Muted = t.Level, t.Muted
	return t.NotificationSettings.Notifies(m, at)
}

// Settle notes what has come for the user under what they have set. Whoever does so
// before that changes, and after, has none of it told that was not to be.
func (c *Cache) Settle(ctx context.Context, user string, now time.Time) error {
	s, err := c.sidebars.Get(c.changes, now, user, func() (Read[*sidebar], error) { return Read[*sidebar]{Value: &sidebar{}}, nil })
	if err != nil || !s.isKnown() {
		return err // what no page has asked for is no news to any
	}
	_, err = c.Sidebar(ctx, user, now)
	return err
}

func (s *sidebar) isKnown() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.known
}

// keepTerms has what has come, as far as is known, judged by what had been set.
func (c *SidebarChannel) keepTerms(was Terms) {
	c.was = &was
	c.arrived = slices.Clone(c.arrived) // those before it have it too
	for i := range c.arrived {
		if c.arrived[i].was == nil {
			c.arrived[i].was = &was
		}
	}
}

// arrival is unread messages that have come together, those after one up to another, and
// the offset as of which they are known. Some may be meant for the reader.
type arrival struct {
	after, upTo int64
	since       uint64
	meant       bool
	was         *Terms // what was set when it came; nil: what is set now
}

// noteArrivals notes what has come where something is unread.
func (c *Cache) noteArrivals(ctx context.Context, s *sidebar, user string, offset uint64, now time.Time) error {
	for i := range s.kept.Channels {
		channel := &s.kept.Channels[i]
		if channel.Unread == 0 {
			continue
		}
		latest, err := c.recentMessages(ctx, channel.ID, now)
		if err != nil {
			return err
		}
		if channel.arrive(latest, user, offset) {
			s.kept.Since = offset
		}
	}
	return nil
}

// arrive notes the unread ones of a channel's newest messages that it has not looked
// at, and reports whether there are any.
func (c *SidebarChannel) arrive(latest Messages, user string, offset uint64) (any bool) {
	come := arrival{after: c.looked, upTo: c.looked, since: offset, was: c.was}
	latest.after(c.looked, func(m *chat.Message) {
		come.upTo = max(come.upTo, m.ID)
		if m.CountsAsUnread(user, c.Floor) {
			come.meant, any = come.meant || c.isMeant(m, user), true
		}
	})
	c.note(come, any, nil)
	return any
}

// isMeant reports whether an unread message may be meant for the user.
func (c *SidebarChannel) isMeant(m *chat.Message, user string) bool {
	return c.Kind == chat.Direct || m.ReplyToID != 0 || m.MayMention(user)
}

// note takes note of what has come, if anything. Those before it share what it appends
// to, which they do not see. Of what came while those terms were set, where they are known, only
// that is kept which could notify.
func (c *SidebarChannel) note(come arrival, any bool, terms *Terms) {
	c.looked = come.upTo
	if !any {
		return
	}
	c.Since = come.since
	if terms == nil || come.meant || terms.NotifiesOfAll(c.Settings) {
		c.arrived = append(c.arrived, come)
		c.arrived = c.arrived[max(0, len(c.arrived)-chat.MaxNotices):]
	}
}

// MayNotify reports whether anything has come that the reader could be notified of.
func (c *SidebarChannel) MayNotify() bool { return len(c.arrived) > 0 }

// Arrived is an unread message that has come, and what had been set then, nil for what is set now.
type Arrived struct {
	chat.Message
	Was *Terms
}

// Arrived are the unread messages of a channel in the user's sidebar that have come
// after an offset, oldest first: all of them, or those that reply to somebody, may
// mention the user or are in a conversation.
func (c *Cache) Arrived(ctx context.Context, user string, channel *SidebarChannel, offset uint64, all bool, now time.Time) (messages []Arrived, err error) {
	wanted := func(a arrival) bool { return a.since > offset && (all || a.meant) }
	if !slices.ContainsFunc(channel.arrived, wanted) {
		return nil, nil
	}
	latest, err := c.recentMessages(ctx, channel.ID, now)
	for _, a := range channel.arrived {
		if !wanted(a) {
			continue
		}
		latest.after(a.after, func(m *chat.Message) {
			if m.ID <= a.upTo && m.CountsAsUnread(user, channel.Floor) && (all || channel.isMeant(m, user)) {
				messages = append(messages, Arrived{*m, a.was})
			}
		})
	}
	return messages, err
}
