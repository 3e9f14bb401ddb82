package page

import (
	"slices"

	"github.com/a-h/templ"

	"minimost/chat"
)

// profilesRegion draws the messages anew that show somebody who presents themselves
// otherwise by now. Headers, lists and banners have the topic too.
var profilesRegion = region{
	name:       "profiles",
	ofEveryone: []chat.Topic{chat.TopicProfiles},
	build:      buildRenamed,
	differs:    func(s *screen) bool { return len(s.renamed) > 0 },
	render:     func(s *screen) []templ.Component { return redraw(s.renamed) },
}

func buildRenamed(s *screen) (any, error) {
	names := s.seen.Renamed(s.since.Offset)
	if s.delta.everything {
		names = s.seen.Presented()
	}
	if s.opens || len(names) == 0 {
		return nil, nil
	}
	messages, err := s.shownMessages()
	if err != nil || !slices.ContainsFunc(messages, func(m chat.Message) bool { return showsAny(m, names) }) {
		return nil, err
	}
	rows, err := s.rows(messages, s.since.firstUnread)
	for i, row := range rows {
		if showsAny(messages[i], names) {
			s.renamed = append(s.renamed, row.Message)
		}
	}
	return nil, err
}

// showsAny reports whether a message is of one of the people, names them, or has a
// reaction of theirs.
func showsAny(m chat.Message, names []string) bool {
	shown := []string{m.Sender, m.PinnedBy, m.DeletedBy}
	if m.ContentType == chat.ContentSystem {
		shown = append(shown, chat.SystemNames(m.Content)...)
	}
	return slices.ContainsFunc(shown, func(name string) bool { return slices.Contains(names, name) }) || slices.ContainsFunc(m.Reactions, func(r chat.Reaction) bool {
		return slices.ContainsFunc(r.Reactors, func(name string) bool { return slices.Contains(names, name) })
	})
}
