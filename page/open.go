package page

import (
	"cmp"
	"slices"

	"minimost/chat"
	"minimost/views"
)

// Open is the page of a channel as it opens: every region, and the cursor that
// says so. What the browser brings back to it, such as a draft, is not in it. It
// is ErrNoChannel without access.
func (p *Pages) Open(reader Reader, channel string, place Place) (views.ChatPageProps, error) {
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
	s.opens, s.place, s.next = true, place, newCursor(open.token, offset, s.latest)
	if err := s.buildAll(); err != nil {
		return views.ChatPageProps{}, err
	}
	for i := range s.List.Rows {
		if m := &s.List.Rows[i].Message; m.ID == s.receipts.MessageID {
			m.Receipts = &s.receipts
		}
	}
	s.Page.Title, s.Page.App, s.Page.Unread = s.room.Name, true, s.Shell.Sidebar.Unread
	s.Page.HasTimes, s.Page.Zone = true, reader.Zone
	if place.Message != 0 {
		// The marked message takes the focus once; the messages after it would push it away if they came later.
		s.Page.DrawnWith = views.ComposerID
	}
	s.Shell.Writes = true
	s.Channel, s.User, s.Rules = channel, reader.User.Username, chat.RulesOfPages()
	s.Since, s.Newest, s.AnyUnread = s.next.String(), cmp.Or(s.next.end, s.next.newest).Text(), s.next.firstUnread != 0
	s.Composer.Channel, s.Composer.Name = channel, s.room.Name
	return s.ChatPageProps, nil
}

func (s *screen) buildAll() error {
	print := 0
	for i := range s.table {
		shown, err := s.table[i].build(s)
		if err != nil {
			return err
		}
		if s.table[i].fingerprinted() {
			s.next.setFingerprint(print, shown)
			print++
		}
	}
	return nil
}

// buildMessageList lists the messages that the page opens with.
func (s *screen) buildMessageList() error {
	w, err := s.openWindow(s.place)
	if err != nil {
		return err
	}
	s.next.show(w)
	rows, err := s.messageProps(w.messages, w.messages)
	if err != nil {
		return err
	}
	s.List = views.MessageListProps{
		Channel: s.channel.ID, Name: s.room.Name, Rows: views.ArrangeMessages(rows, nil, w.firstUnread, s.today()), Empty: s.emptyChannel(),
	}
	for i := range s.List.Rows {
		m := &s.List.Rows[i].Message
		m.Marked = m.ID == s.place.Message
	}
	if w.earlier {
		s.List.EarlierBefore = s.next.Oldest.Text()
	}
	if w.later {
		s.List.LaterAfter = s.next.end.Text()
	} else {
		noteLastToRead(s.List.Rows)
	}
	return nil
}

// noteLastToRead marks the rows at the end from which nothing could be marked as unread. Scripts keep that as the log grows.
func noteLastToRead(rows []views.MessageRow) {
	for i := range slices.Backward(rows) {
		m := &rows[i].Message
		if m.CountsAsUnread {
			return
		}
		m.PastUnread = true
	}
}

// emptyChannel introduces a channel in which nobody has written yet.
func (s *screen) emptyChannel() views.EmptyStateProps {
	t, name := s.reader.T, views.Isolate(s.room.Name)
	empty := views.EmptyStateProps{Icon: "hash", Title: t("This is the beginning of %s", name)}
	switch s.room.Channel.Kind {
	case chat.Public:
		empty.Message = t("Everybody can find this channel and read what is written here.")
	case chat.Private:
		empty.Icon, empty.Message = "lock", t("Only its members see what is written here.")
	case chat.Direct:
		empty.Title = t("This is the beginning of your conversation with %s", name)
		empty.Message = t("Only the two of you see what is written here.")
		if n := len(s.room.Members); n != 2 {
			empty.Message = s.reader.Language().N(n, "Only you see what is written here.", "Only the %d of you see what is written here.", n)
		}
		for _, face := range Faces(s.seen, others(s.room.Members, s.reader.User.Username), views.FacesShown) {
			face.Size = "large"
			empty.Faces = append(empty.Faces, face)
		}
	}
	return empty
}
