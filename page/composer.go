package page

import (
	"github.com/a-h/templ"

	"minimost/chat"
	"minimost/views"
)

// composerRegion is whether the reader can write in the channel, and why not.
var composerRegion = region{
	name:      "composer",
	ofChannel: []func(string) chat.Topic{chat.TopicMembers},
	ofReader:  []func(string) chat.Topic{chat.TopicAccount},
	build:     buildComposer,
	render: func(s *screen) []templ.Component {
		s.Composer.Closed.OOB = true
		return []templ.Component{views.ComposerClosed(s.Composer.Closed)}
	},
}

func buildComposer(s *screen) (any, error) {
	closed := views.ComposerClosedProps{Channel: s.channel.ID, Join: s.access.Left, Archived: s.access.Archived}
	if closed.Join || closed.Archived {
		closed.Name, closed.Restore = s.room.Name, closed.Archived && s.access.Manages
	}
	s.Composer.Closed = closed
	return s.Composer.Closed, nil
}
