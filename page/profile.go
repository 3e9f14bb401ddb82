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
	if err != nil {
		return nil, err
	}
	showing, err := s.showingAny(messages, names)
	if err != nil || len(showing) == 0 {
		return nil, err
	}
	rows, err := s.rows(messages, s.since.firstUnread)
	for i, row := range rows {
		if showing[messages[i].ID] {
			s.renamed = append(s.renamed, row.Message)
		}
	}
	return nil, err
}

// showingAny are the numbers of the messages that show one of the people, or quote one.
func (s *screen) showingAny(messages []chat.Message, names []string) (map[int64]bool, error) {
	showing := make(map[int64]bool)
	for _, m := range messages {
		shows := showsAny(m, names)
		if !shows && m.ReplyToID != 0 && !m.Deleted {
			quoted, err := s.quotedMessage(m.ReplyToID, messages)
			if err != nil {
				return nil, err
			}
			shows = slices.Contains(names, quoted.Sender)
		}
		if shows {
			showing[m.ID] = true
		}
	}
	return showing, nil
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
