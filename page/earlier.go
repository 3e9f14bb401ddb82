package page

import (
	"minimost/chat"
	"minimost/views"
)

// Earlier are the messages before those shown, as rows above them. Access to the
// channel has been checked.
func (p *Pages) Earlier(reader Reader, channel string, before chat.Stamp, messages []chat.Message) (views.EarlierProps, error) {
	seen, err := p.cache.Presences(reader.Ctx, reader.Now)
	if err != nil {
		return views.EarlierProps{}, err
	}
	rows, err := (&screen{Pages: p, reader: reader, seen: seen}).earlierRows(messages)
	return views.EarlierProps{
		Channel: channel, Rows: rows, EarlierBefore: earlierBefore(messages), FirstShown: reader.local(before.Time()),
	}, err
}

// OpenEarlier is a page of earlier messages alone, for browsers without scripts.
// It is ErrNoChannel without access.
func (p *Pages) OpenEarlier(reader Reader, channel string, messages []chat.Message) (views.EarlierPageProps, error) {
	s, err := p.look(reader, channel)
	if err != nil {
		return views.EarlierPageProps{}, err
	}
	for _, r := range []region{headerRegion, sidebarRegion, accountRegion} {
		if _, err := r.build(s); err != nil {
			return views.EarlierPageProps{}, err
		}
	}
	rows, err := s.earlierRows(messages)
	return views.EarlierPageProps{
		Page:   views.PageProps{Title: s.room.Name, HasTimes: true, Zone: reader.Zone},
		Shell:  s.Shell,
		Header: s.Header,
		List: views.MessageListProps{
			Channel: channel, Name: s.room.Name, Rows: rows, EarlierBefore: earlierBefore(messages),
			Empty: views.EmptyStateProps{Icon: "message", Title: "There are no earlier messages"},
		},
	}, err
}

func (s *screen) earlierRows(messages []chat.Message) ([]views.MessageRow, error) {
	props, err := s.messageProps(messages, messages)
	return views.ArrangeMessages(props, nil, 0), err
}

// earlierBefore is where the page before messages ends, "" when there is none.
func earlierBefore(messages []chat.Message) string {
	if len(messages) < Messages {
		return ""
	}
	return messages[0].TS.Text()
}
