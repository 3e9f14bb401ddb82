package page

import (
	"github.com/a-h/templ"

	"minimost/chat"
	"minimost/views"
)

// unreadRegion is how far the reader has read, wherever they did, and what is
// unread beyond the messages on the page: by it scripts count and place what is
// new.
var unreadRegion = region{
	name:     "unread",
	ofReader: []func(string) chat.Topic{chat.TopicPerson},
	stale: func(s *screen) (bool, error) {
		return s.since.end != 0 && s.delta.changed(s.since.Offset, chat.TopicMessages(s.channel.ID)), nil
	},
	build: buildUnread,
	render: func(s *screen) []templ.Component {
		s.Unread.OOB = true
		return []templ.Component{views.UnreadMark(s.Unread)}
	},
}

func buildUnread(s *screen) (any, error) {
	ctx, user := s.reader.Ctx, s.reader.User.Username
	if !s.opens {
		last, err := s.store.LastRead(ctx, user, s.channel.ID)
		if err != nil {
			return nil, err
		}
		s.readUpTo = s.access.UnreadFloor(last)
	}
	s.Unread = views.UnreadMarkProps{ReadUpTo: s.readUpTo.Text()}
	if err := s.buildMarked(); err != nil {
		return nil, err
	}
	if s.next.end == 0 {
		return s.Unread, nil
	}
	var err error
	s.Unread.Later, err = s.store.UnreadAfter(ctx, user, s.channel.ID, s.next.end)
	return s.Unread, err
}

// buildMarked is whether the reader has marked the channel as unread.
func (s *screen) buildMarked() error {
	kept, err := s.sidebar()
	for _, c := range kept.Channels {
		if c.ID == s.channel.ID && c.Settings.MarkedUnread != 0 {
			s.Unread.Marked = c.Settings.MarkedUnread.Text()
		}
	}
	return err
}
