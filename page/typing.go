package page

import (
	"github.com/a-h/templ"

	"minimost/chat"
	"minimost/views"
)

var typingRegion = region{
	name:       "typing",
	ofChannel:  []func(string) chat.Topic{chat.TopicTyping},
	ofEveryone: []chat.Topic{chat.TopicSharing, chat.TopicBlocks, chat.TopicProfiles},
	build:      buildTyping,
	render:     renderTyping,
}

func buildTyping(s *screen) (any, error) {
	rows, err := s.cache.Typing(s.reader.Ctx, s.channel.ID, s.reader.Now)
	s.Typing = views.TypingBannerProps{Channel: s.channel.ID, Names: s.seen.AllShown(s.seen.Typists(rows, s.reader.User.Username))}
	return s.Typing, err
}

func renderTyping(s *screen) []templ.Component {
	s.Typing.OOB = true
	return []templ.Component{views.TypingBanner(s.Typing)}
}
