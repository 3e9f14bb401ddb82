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
	s.Composer.Closed = views.ComposerClosedProps{Channel: s.channel.ID, Name: s.room.Name, Join: s.access.Left, Archived: s.access.Archived}
	s.Composer.Closed.Restore = s.access.Archived && s.access.Manages
	return s.Composer.Closed, nil
}
