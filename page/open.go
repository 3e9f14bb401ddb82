package page

import (
	"minimost/chat"
	"minimost/views"
)

// Open is the page of a channel as it opens: every region, and the cursor that
// says so. What the browser brings back to it, such as a draft, is not in it. It
// is ErrNoChannel without access.
func (p *Pages) Open(reader Reader, channel string) (views.ChatPageProps, error) {
	// Before anything is read: a change meanwhile is then asked for again.
	offset := p.changes.Offset()
	s, err := p.look(reader, channel)
	if err != nil {
		return views.ChatPageProps{}, err
	}
	open, err := p.openPage(reader.User.Username, channel, reader.Now)
	if err != nil {
		return views.ChatPageProps{}, err
	}
	s.opens, s.next = true, newCursor(open.token, offset, s.latest, 0)
	if err := s.buildAll(); err != nil {
		return views.ChatPageProps{}, err
	}
	for i, m := range s.latest {
		if m.ID == s.receipts.MessageID {
			s.List.Rows[i].Message.Receipts = &s.receipts
		}
	}
	s.Page.Title, s.Page.App, s.Page.Unread = s.room.Name, true, s.Shell.Sidebar.Unread
	s.Page.HasTimes, s.Page.Zone = true, reader.Zone
	s.Channel, s.User, s.Rules = channel, reader.User.Username, chat.RulesOfPages()
	s.Since, s.Newest, s.Unread = s.next.String(), s.next.newest.Text(), s.next.firstUnread != 0
	s.Composer.Channel, s.Composer.Name = channel, s.room.Name
	return s.ChatPageProps, nil
}

func (s *screen) buildAll() error {
	print := 0
	for i := range regions {
		shown, err := regions[i].build(s)
		if err != nil {
			return err
		}
		if regions[i].fingerprinted() {
			s.next.setFingerprint(print, shown)
			print++
		}
	}
	return nil
}

// buildMessageList lists the messages that the page opens with.
func (s *screen) buildMessageList() error {
	user := s.reader.User.Username
	last, err := s.store.LastRead(s.reader.Ctx, user, s.channel.ID)
	if err != nil {
		return err
	}
	s.next.firstUnread = firstUnread(s.latest, user, s.access.UnreadFloor(last))
	rows, err := s.messageProps(s.latest, s.latest)
	if err != nil {
		return err
	}
	s.List = views.MessageListProps{
		Channel: s.channel.ID, Name: s.room.Name, Rows: views.ArrangeMessages(rows, nil, s.next.firstUnread),
		EarlierBefore: earlierBefore(s.latest), Empty: emptyChannel(s.room),
	}
	return nil
}

func firstUnread(messages []chat.Message, reader string, floor chat.Stamp) int64 {
	for _, m := range messages {
		if m.CountsAsUnread(reader, floor) {
			return m.ID
		}
	}
	return 0
}

func emptyChannel(room Room) views.EmptyStateProps {
	title := "No messages in " + views.Isolate(room.Name) + " yet"
	if room.Channel.Kind == chat.Direct {
		title = "No messages with " + views.Isolate(room.Name) + " yet"
	}
	return views.EmptyStateProps{Icon: "send", Title: title, Message: "Write the first one below."}
}
