package page

import (
	"minimost/chat"
	"minimost/views"
)

// Earlier are the messages before those shown, as rows above them. It is
// ErrNoChannel without access.
func (p *Pages) Earlier(reader Reader, channel string, before chat.Stamp, messages []chat.Message) (views.EarlierProps, error) {
	s, err := p.look(reader, channel)
	if err != nil {
		return views.EarlierProps{}, err
	}
	earlier := views.EarlierProps{Channel: channel, EarlierBefore: earlierBefore(messages)}
	first, err := p.store.MessageAt(reader.Ctx, reader.User.Username, channel, before)
	if err == nil {
		earlier.FirstShown, earlier.FirstShownSent = first.ID, reader.local(first.SentTS.Time())
	} else if chat.CodeOf(err) != chat.NotFound {
		return views.EarlierProps{}, err
	}
	earlier.Rows, err = s.topRows(messages)
	return earlier, err
}

// Later are the messages after those shown, as rows below them. It is
// ErrNoChannel without access.
func (p *Pages) Later(reader Reader, channel string, messages []chat.Message) (later views.LaterProps, err error) {
	later = views.LaterProps{Channel: channel, LaterAfter: laterAfter(messages)}
	s, err := p.look(reader, channel)
	if err == nil && len(messages) > 0 {
		later.Rows, err = s.rows(messages, 0)
	}
	return later, err
}

// NewestLog is the newest messages, in place of those shown. It is ErrNoChannel
// without access.
func (p *Pages) NewestLog(reader Reader, channel string) (views.MessageListProps, error) {
	s, err := p.look(reader, channel)
	if err != nil {
		return views.MessageListProps{}, err
	}
	s.place = Place{Newest: true}
	return s.List, s.buildMessageList()
}

// OpenHistory is a page of messages alone, earlier or later ones than somebody
// has come from, for browsers without scripts. It is ErrNoChannel without access.
func (p *Pages) OpenHistory(reader Reader, channel string, messages []chat.Message, earlier bool) (views.HistoryPageProps, error) {
	s, err := p.look(reader, channel)
	if err != nil {
		return views.HistoryPageProps{}, err
	}
	for _, r := range []region{headerRegion, publicRegion, accountRegion} {
		if _, err := r.build(s); err != nil {
			return views.HistoryPageProps{}, err
		}
	}
	rows, err := s.topRows(messages)
	history := views.HistoryPageProps{
		Page:   views.PageProps{Title: s.room.Name, HasTimes: true, Zone: reader.Zone},
		Shell:  s.Shell,
		Header: s.Header,
		List: views.MessageListProps{
			Channel: channel, Name: s.room.Name, Rows: rows,
			Empty: views.EmptyStateProps{Icon: "archive", Title: reader.T("There are no earlier messages")},
		},
	}
	if len(messages) > 0 && (!earlier || len(messages) >= Messages) {
		history.List.EarlierBefore = messages[0].TS.Text()
	}
	if len(messages) > 0 && (earlier || len(messages) >= Messages) {
		history.LaterAfter = messages[len(messages)-1].TS.Text()
	}
	return history, err
}

// topRows are rows with none above them.
func (s *screen) topRows(messages []chat.Message) ([]views.MessageRow, error) {
	props, err := s.messageProps(messages, messages)
	return views.ArrangeMessages(props, nil, 0, s.today()), err
}

// earlierBefore is where the page before messages ends, "" when there is none.
func earlierBefore(messages []chat.Message) string {
	if len(messages) < Messages {
		return ""
	}
	return messages[0].TS.Text()
}

// laterAfter is where the page after messages begins, "" when there is none.
func laterAfter(messages []chat.Message) string {
	if len(messages) < Messages {
		return ""
	}
	return messages[len(messages)-1].TS.Text()
}
