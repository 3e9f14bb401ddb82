package page

import (
	"github.com/a-h/templ"

	"minimost/chat"
	"minimost/views"
)

// draftsRegion is what the reader has begun to write, in any tab or device: a script marks
// the channels, and puts the text of this one into the composer where nobody writes in it.
var draftsRegion = region{
	name:     "drafts",
	ofReader: []func(string) chat.Topic{chat.TopicDrafts},
	build: func(s *screen) (any, error) {
		drafts, err := s.store.Drafts(s.reader.Ctx, s.reader.User.Username)
		if err != nil {
			return nil, err
		}
		s.Drafts = views.DraftsProps{}
		for _, d := range drafts {
			s.Drafts.URLs = append(s.Drafts.URLs, ChannelURL(d.Channel))
			if d.Channel == s.channel.ID {
				s.Drafts.Text = d.Text
			}
		}
		return s.Drafts, nil
	},
	differs: func(*screen) bool { return true }, // than after the change that had it built
	render:  func(s *screen) []templ.Component { return []templ.Component{views.Drafts(s.Drafts, true)} },
}
