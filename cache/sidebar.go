package cache

import (
	"context"
	"sync"
	"time"

	"minimost/chat"
)

// SidebarChannel is a channel in someone's sidebar.
type SidebarChannel struct {
	// SidebarChannel is the channel as it was read: what is counted on since is beside it, for
	// that is copied with each message somewhere.
	*chat.SidebarChannel
	Unread int
	LastID int64
	Newest chat.Stamp
	// Since is the offset from which on it has been as it is.
	Since   uint64
	arrived []arrival // the unread messages that have come last, oldest first
	looked  int64     // the newest message that has been looked at for that
	was     *Terms    // what may have been set for what is noted as it is read anew; nil: as now
}

// AsCounted is the channel with what has been counted on.
func (c SidebarChannel) AsCounted() chat.SidebarChannel {
	counted := *c.SidebarChannel
	counted.Unread, counted.LastID, counted.Newest = c.Unread, c.LastID, c.Newest
	return counted
}

// Counted is how many messages of the channel the sidebar and the title count.
func (c SidebarChannel) Counted() int { return c.AsCounted().Counted() }

// Sidebar is the channels in someone's sidebar, as the store lists them but that the
// order of the direct ones may be of before.
type Sidebar struct {
	Channels []SidebarChannel
	Settings chat.SidebarSettings
	// Listed is the offset from which on they have been these under these names, and
	// Since the one from which on all of it has been as it is.
	Listed, Since uint64
}

// sidebar is someone's, kept up to date: a message is counted where it is unread,
// instead of all of them again.
type sidebar struct {
	mu     sync.Mutex
	kept   Sidebar
	known  bool
	offset uint64
	readAt chat.Stamp
	// After a change of the topics of these slots it is read anew, after one of messages,
	// which are those of the channels in their order, counted on.
	slots, messages []chat.Slot
	latest          []heldMessages // of the same channels
	lastID          int64          // the newest message, of any channel, when it was read anew
	terms           Terms          // what was set when it was read anew, but for the channels
}

// Sidebar is the channels in the user's sidebar.
func (c *Cache) Sidebar(ctx context.Context, user string, now time.Time) (Sidebar, error) {
	return c.SidebarIn(ctx, nil, user, now)
}

// SidebarIn is Sidebar with its channels in the room of others, as far as that goes.
func (c *Cache) SidebarIn(ctx context.Context, room []SidebarChannel, user string, now time.Time) (Sidebar, error) {
	s, err := c.sidebars.Get(c.changes, now, user, func() (Read[*sidebar], error) { return Read[*sidebar]{Value: &sidebar{}}, nil })
	if err != nil {
		return Sidebar{}, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	err = c.refreshSidebar(ctx, s, user, now)
	handedOut := s.kept
	handedOut.Channels = append(room[:0], s.kept.Channels...)
	return handedOut, err
}

func (c *Cache) refreshSidebar(ctx context.Context, s *sidebar, user string, now time.Time) error {
	// Before anything is read: a change meanwhile is then looked for again.
	offset := c.changes.Offset()
	if s.known && fresh(now, s.readAt, 0) && !c.changes.ChangedIn(s.offset, s.slots...) {
		counted, err := c.countOn(ctx, s, user, offset, now)
		if counted || err != nil {
			return err
		}
	}
	settings, err := c.store.SidebarSettings(ctx, user)
	if err != nil {
		return err
	}
	terms, err := c.terms(ctx, user, now)
	if err != nil {
		return err
	}
	channels, err := c.store.Sidebar(ctx, user)
	if err != nil {
		return err
	}
	s.replace(c.changes, channels, settings, terms, user, offset)
	s.known, s.offset, s.readAt = true, offset, chat.StampOf(now)
	return c.noteArrivals(ctx, s, user, offset, now)
}

// countOn counts the messages that came since, as of an offset. It reports false
// where that cannot be told from the latest messages.
func (c *Cache) countOn(ctx context.Context, s *sidebar, user string, offset uint64, now time.Time) (counted bool, err error) {
	if !c.changes.ChangedIn(s.offset, s.messages...) {
		s.offset = offset
		return true, nil
	}
	for i, slot := range s.messages {
		if !c.changes.ChangedIn(s.offset, slot) {
			continue
		}
		before := &s.kept.Channels[i]
		latest, err := c.recentMessagesIn(ctx, &s.latest[i], before.ID, now)
		if err != nil {
			return false, err
		}
		channel := *before // as before where it cannot be told
		if !channel.countOn(latest, user, &s.terms, offset, now) {
			return false, nil
		}
		if channel.Unread != before.Unread || channel.Mentions != before.Mentions || channel.Newest != before.Newest {
			channel.Since, s.kept.Since = offset, offset
		}
		*before = channel
	}
	s.offset, s.readAt = offset, chat.StampOf(now)
	return true, nil
}

// countOn counts those of a channel's newest messages that it has not counted, and notes
// them as of an offset. It reports false where there may be more of them, or others before the
// newest, and where whom one mentions is not in it.
func (c *SidebarChannel) countOn(latest Messages, user string, terms *Terms, offset uint64, now time.Time) bool {
	if newest := latest.newest; len(newest) >= RecentMessages && (newest[0].ID > c.LastID || newest[0].TS > chat.StampOf(now)) {
		return false
	}
	last, known, any := c.LastID, true, false
	come := arrival{after: c.looked, upTo: c.looked, since: offset}
	latest.after(min(c.LastID, c.looked), func(m *chat.Message) {
		unread, counts := m.CountsAsUnread(user, c.Floor), m.ID > c.LastID
		if counts && c.ByNewest {
			c.Newest = max(c.Newest, m.TS)
		}
		if counts && unread {
			known = known && !m.MayMention(user)
			c.Unread++
		}
		if unread && m.ID > c.looked {
			come.meant, any = come.meant || c.isMeant(m, user), true
		}
		last, come.upTo = max(last, m.ID), max(come.upTo, m.ID)
	})
	if c.LastID = last; known {
		c.note(come, any, terms)
	}
	return known
}

// replace takes the channels that were read as of an offset.
func (s *sidebar) replace(changes Changes, channels []chat.SidebarChannel, settings chat.SidebarSettings, terms Terms, user string, offset uint64) {
	before := make(map[string]*SidebarChannel, len(s.kept.Channels))
	for i := range s.kept.Channels {
		before[s.kept.Channels[i].ID] = &s.kept.Channels[i]
	}
	unknown := &SidebarChannel{SidebarChannel: &chat.SidebarChannel{}}
	next := Sidebar{Channels: make([]SidebarChannel, len(channels)), Settings: settings, Listed: s.kept.Listed, Since: s.kept.Since}
	// That a channel is new in the sidebar is published as the person's.
	topics, messages := []chat.Topic{chat.TopicPerson(user)}, make([]chat.Topic, len(channels))
	for i := range channels {
		c := &channels[i]
		kept, ok := before[c.ID]
		if !ok {
			kept = unknown
		}
		if !ok || kept.Name != c.Name || kept.Settings != c.Settings {
			next.Listed = offset
		}
		since := kept.Since
		if !ok || kept.Unread != c.Unread || kept.Mentions != c.Mentions || kept.Newest != c.Newest || kept.Settings.Muted != c.Settings.Muted {
			since, next.Since = offset, offset
		}
		next.Channels[i] = SidebarChannel{
			SidebarChannel: c, Unread: c.Unread, LastID: c.LastID, Newest: c.Newest, Since: since, arrived: kept.arrived, looked: kept.looked,
		}
		if s.known && (!terms.equal(s.terms) || !kept.Settings.NotifyAs(c.Settings)) {
			next.Channels[i].keepTerms(s.terms.in(kept.Settings))
		}
		if !ok && s.known {
			next.Channels[i].looked = s.lastID
		} else if !ok {
			next.Channels[i].looked = c.LastID
		}
		messages[i] = chat.TopicMessages(c.ID)
		topics = append(topics, chat.TopicRemovals(c.ID))
		if c.Kind == chat.Private {
			topics = append(topics, chat.TopicMembers(c.ID))
		}
	}
	s.terms = terms
	s.slots, s.messages, s.latest = changes.Slots(topics...), changes.Slots(messages...), make([]heldMessages, len(channels))
	if len(channels) != len(before) || settings != s.kept.Settings {
		next.Listed = offset
	}
	next.Since = max(next.Since, next.Listed)
	if s.kept = next; len(channels) > 0 {
		s.lastID = channels[0].LastID
	}
}

// Partners are those whom the person writes with directly.
func (s Sidebar) Partners() (names []string) {
	for _, c := range s.Channels {
		names = append(names, c.Participants...)
	}
	return names
}

// Unread is how many messages the person has not read, of muted channels those that
// mention them.
func (s Sidebar) Unread() (n int) {
	for _, c := range s.Channels {
		n += c.Counted()
	}
	return n
}
