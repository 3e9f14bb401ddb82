package page

import (
	"slices"

	"github.com/a-h/templ"

	"minimost/cache"
	"minimost/chat"
	"minimost/views"
)

// noticesRegion is what the reader is to be notified of: messages that have come
// since the cursor, in whichever channel.
var noticesRegion = region{
	name:        "notices",
	ofReader:    []func(string) chat.Topic{chat.TopicPerson},
	onlyIfStale: []chat.Topic{chat.TopicLists},
	inSidebar:   true,
	stale: func(s *screen) (bool, error) {
		kept, err := s.sidebar()
		return kept.Since > s.since.SidebarOffset, err
	},
	build:   buildNotices,
	differs: func(s *screen) bool { return len(s.notices) > 0 },
	render:  func(s *screen) []templ.Component { return []templ.Component{views.Notices(s.notices, true)} },
}

func buildNotices(s *screen) (any, error) {
	// As it opens too: otherwise all pages would read this when the next message comes.
	settings, err := s.cache.Notifications(s.reader.Ctx, s.reader.User.Username, s.reader.Now)
	if err != nil || s.opens || s.delta.everything {
		return nil, err // what it does not know is no news to it
	}
	kept, err := s.sidebar()
	if err != nil {
		return nil, err
	}
	for i := range kept.Channels {
		c := &kept.Channels[i]
		if c.Since <= s.since.SidebarOffset || !c.MayNotify() {
			continue
		}
		all := settings.Notifies(chat.Arrival{Level: c.Settings.Notify, Muted: c.Settings.Muted}, s.reader.Now)
		arrived, err := s.cache.Arrived(s.reader.Ctx, s.reader.User.Username, c, s.since.SidebarOffset, all, s.reader.Now)
		if err != nil {
			return nil, err
		}
		for _, m := range arrived {
			if chat.StampOf(s.reader.Now).Sub(m.SentTS) > chat.NoticeWithin {
				continue
			}
			notifies, err := s.notified(settings, c, m)
			if err != nil {
				return nil, err
			}
			if notifies {
				s.notices = append(s.notices, s.notice(settings, c, m.Message))
			}
		}
	}
	s.notices = s.notices[max(0, len(s.notices)-chat.MaxNotices):]
	return s.notices, nil
}

// notified reports whether the reader is notified of an unread message that has come:
// by what they had set when it did, and by what they have set now.
func (s *screen) notified(settings chat.NotificationSettings, c *cache.SidebarChannel, m cache.Arrived) (bool, error) {
	now := s.termsOf(settings, c)
	then := now
	if m.Was != nil {
		then = *m.Was
	}
	arrival, err := s.arrival(c, m.Message)
	return then.Notifies(arrival, m.Sender, m.SentTS.Time()) && now.Notifies(arrival, m.Sender, s.reader.Now), err
}

func (s *screen) termsOf(settings chat.NotificationSettings, c *cache.SidebarChannel) cache.Terms {
	return cache.Terms{NotificationSettings: settings, Blocked: s.blocks.Blocked, Level: c.Settings.Notify, Muted: c.Settings.Muted}
}

// arrival is an unread message of a channel as it concerns the reader, whatever they
// have set.
func (s *screen) arrival(c *cache.SidebarChannel, m chat.Message) (chat.Arrival, error) {
	arrival := chat.Arrival{
		Own: m.Sender == s.reader.User.Username, System: m.ContentType == chat.ContentSystem, Direct: c.Kind == chat.Direct,
	}
	var err error
	if m.MayMention(s.reader.User.Username) {
		if arrival.Mentioned, err = s.store.IsMentioned(s.reader.Ctx, s.reader.User.Username, m.ID); err != nil {
			return arrival, err
		}
	}
	if m.ReplyToID != 0 && !arrival.Mentioned {
		arrival.Reply, err = s.isReplyToReader(m)
	}
	return arrival, err
}

func (s *screen) isReplyToReader(m chat.Message) (bool, error) {
	quoted, err := s.quotedMessage(m.ReplyToID, s.latest)
	return err == nil && quoted.Sender == s.reader.User.Username, err
}

func (s *screen) notice(settings chat.NotificationSettings, c *cache.SidebarChannel, m chat.Message) views.NoticeProps {
	return views.NoticeProps{
		ID: m.ID, Channel: c.ID, Sender: s.seen.Shown(m.Sender), Where: s.whereOf(c, m.Sender),
		Text: s.Excerpt(s.reader.Language(), m), Sound: settings.Sound,
	}
}

// whereOf names the channel of a message beside its sender, "" for a conversation of
// the two.
func (s *screen) whereOf(c *cache.SidebarChannel, sender string) string {
	if c.Kind != chat.Direct {
		return c.Name
	}
	rest := others(others(c.Participants, s.reader.User.Username), sender)
	return chat.JoinNames(s.seen.AllShown(rest))
}

// Standing are those of the messages of which the reader may have been notified and
// still would be: unread, and not deleted.
func (p *Pages) Standing(reader Reader, ids []int64) (standing []int64, err error) {
	s := &screen{Pages: p, reader: reader}
	if s.blocks, err = p.cache.Blocks(reader.Ctx, reader.User.Username, reader.Now); err != nil {
		return nil, err
	}
	settings, err := p.cache.Notifications(reader.Ctx, reader.User.Username, reader.Now)
	if err != nil {
		return nil, err
	}
	settings.DoNotDisturb = chat.DoNotDisturb{} // what is there may stay
	kept, err := s.sidebar()
	if err != nil {
		return nil, err
	}
	standing = []int64{}
	for _, id := range ids {
		m, err := p.store.Message(reader.Ctx, reader.User.Username, id)
		if chat.CodeOf(err) == chat.NotFound {
			continue
		}
		if err != nil {
			return nil, err
		}
		i := slices.IndexFunc(kept.Channels, func(c cache.SidebarChannel) bool { return c.ID == m.Channel })
		if i < 0 || !m.CountsAsUnread(reader.User.Username, kept.Channels[i].Floor) {
			continue
		}
		arrival, err := s.arrival(&kept.Channels[i], m)
		if err != nil {
			return nil, err
		}
		if s.termsOf(settings, &kept.Channels[i]).Notifies(arrival, m.Sender, reader.Now) {
			standing = append(standing, id)
		}
	}
	return standing, nil
}
