package page

import (
	"errors"

	"github.com/a-h/templ"

	"minimost/chat"
	"minimost/views"
)

// composerRegion is whether the reader can write in the channel, and why not.
var composerRegion = region{
	name:      "composer",
	ofChannel: []func(string) chat.Topic{chat.TopicMembers},
	ofReader:  []func(string) chat.Topic{chat.TopicAccount, chat.TopicPerson},
	build:     buildComposer,
	render: func(s *screen) []templ.Component {
		s.Composer.Closed.OOB = true
		return []templ.Component{views.ComposerClosed(s.Composer.Closed)}
	},
}

func buildComposer(s *screen) (any, error) {
	closed := views.ComposerClosedProps{Channel: s.channel.ID, Closed: s.closed()}
	switch closed.Closed {
	case "":
	case chat.ClosedBlocked, chat.ClosedRemoved:
		closed.Why = s.closedWhy(closed.Closed)
	default:
		closed.Name, closed.Restore = s.room.Name, s.access.Archived && s.access.Manages
	}
	s.Composer.Closed = closed
	return s.Composer.Closed, nil
}

// closedWhy says why the channel is closed.
func (s *screen) closedWhy(closed chat.Closed) string {
	partner := views.Isolate(s.seen.Shown(s.channel.Partner(s.reader.User.Username)))
	why, _ := errors.AsType[*chat.Error](closed.Refusal(partner))
	return why.Said.In(s.reader.T)
}
