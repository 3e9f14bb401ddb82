package page

import (
	"slices"

	"github.com/a-h/templ"

	"minimost/chat"
	"minimost/views"
)

// presenceRegion is the dots of the people who look different, wherever the page
// has them.
var presenceRegion = region{
	name:       "presence",
	ofEveryone: []chat.Topic{chat.TopicPresence},
	stale:      func(*screen) (bool, error) { return true, nil }, // the delta says who
	build:      buildDots,
	differs:    func(s *screen) bool { return len(s.dots) > 0 },
	render: func(s *screen) []templ.Component {
		return []templ.Component{views.PresenceStates(s.dots, true)}
	},
}

// allDots is up to how many people every changed dot is sent; beyond, only those
// of the people on a page as it opens.
const allDots = 200

func buildDots(s *screen) (any, error) {
	names := s.delta.appeared
	if s.delta.anybody {
		names = s.seen.Names()
	}
	if len(names) > allDots {
		var err error
		if names, err = s.watchlist(); err != nil {
			return nil, err
		}
	}
	if s.delta.anybody || len(s.delta.appeared) > allDots {
		kept, err := s.sidebar()
		if err != nil {
			return nil, err
		}
		names = slices.Concat(names, kept.Partners())
	}
	names = slices.Clone(names)
	slices.Sort(names)
	for _, name := range slices.Compact(names) {
		s.dots = append(s.dots, views.PresenceDotProps{
			User: name, State: s.seen.Dot(name), Status: s.reader.status(s.seen, name),
		})
	}
	return s.dots, nil
}
