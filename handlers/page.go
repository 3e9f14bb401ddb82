package handlers

import (
	"time"

	"github.com/gofiber/fiber/v2"

	"minimost/chat"
	"minimost/views"
)

const (
	// pageMessages is how many messages a page opens with.
	pageMessages = 50

	lastChannelCookie = "minimost_channel"
	lastChannelKept   = 365 * 24 * time.Hour

	noticeGone = "You no longer have access to that channel."
)

// chatPage is a page of the chat before it is drawn: a channel, and what a
// browser without scripts brings back to it.
type chatPage struct {
	channel string
	status  int
	notice  string
	// compose is what the composer holds: a draft with its error, a reply or an
	// edit.
	compose views.ComposerProps
}

// home opens the last channel, or the first public one.
func (s *server) home(r *request) error {
	page := chatPage{status: fiber.StatusOK, channel: r.Cookies(lastChannelCookie)}
	if r.Query("gone") != "" {
		page.notice = noticeGone
	}
	_, err := s.Store.CheckAccess(r.ctx, r.user.Username, page.channel)
	if chat.CodeOf(err) == chat.Forbidden {
		page.channel, err = s.Store.PublicChannels()[0], nil
	}
	if err != nil {
		return err
	}
	return s.sendChatPage(r, page)
}

// channelPage opens one channel.
func (s *server) channelPage(r *request) error {
	return s.sendChatPage(r, chatPage{status: fiber.StatusOK, channel: r.channel()})
}

// sendChatPage draws the chat. It is ErrNoChannel without access.
func (s *server) sendChatPage(r *request, page chatPage) error {
	props, err := s.chatPageProps(r, page)
	if err != nil {
		return err
	}
	r.Cookie(&fiber.Cookie{
		Name: lastChannelCookie, Value: page.channel, Path: "/", HTTPOnly: true, SameSite: "Lax",
		Secure: s.Secure, Expires: r.now.Add(lastChannelKept),
	})
	return sendPage(r.Ctx, page.status, views.ChatPage(props))
}

func (s *server) chatPageProps(r *request, page chatPage) (p views.ChatPageProps, err error) {
	// Before anything is read: a change meanwhile is then asked for again.
	seq := s.Changes.Offset()
	access, err := s.access(&r.viewer, page.channel)
	if err != nil {
		return p, err
	}
	messages, err := s.newestMessages(&r.viewer, access)
	if err != nil {
		return p, err
	}
	state, err := s.liveState(&r.viewer, access.Channel, messages)
	if err != nil {
		return p, err
	}
	last, err := s.Store.LastRead(r.ctx, r.user.Username, page.channel)
	if err != nil {
		return p, err
	}
	firstUnread := firstUnread(messages, r.user.Username, access.UnreadFloor(last))
	list, err := s.messageListProps(r, access.Channel, state, messages, firstUnread)
	if err != nil {
		return p, err
	}
	cursor := newCursor(s.holder(r.user.Username, page.channel), seq, messages, firstUnread)
	for part := range numParts {
		cursor.settle(part, &state)
	}
	p = views.ChatPageProps{
		Page:     s.pageProps(state.room.name),
		Shell:    views.ShellProps{Sidebar: state.sidebar},
		Channel:  page.channel,
		User:     r.user.Username,
		Rules:    chat.RulesOfPages(),
		Since:    cursor.String(),
		Newest:   stampText(cursor.newest),
		Unread:   firstUnread != 0,
		Notice:   page.notice,
		Header:   state.header,
		List:     list,
		Typing:   state.typing,
		Composer: page.compose,
	}
	p.Page.App = true
	p.Page.Unread = state.sidebar.Unread
	p.Composer.Channel, p.Composer.Name = page.channel, state.room.name
	return p, nil
}

func firstUnread(messages []chat.Message, reader string, floor chat.Stamp) int64 {
	for _, m := range messages {
		if m.CountsAsUnread(reader, floor) {
			return m.ID
		}
	}
	return 0
}

func (s *server) messageListProps(r *request, channel chat.Channel, state liveState, messages []chat.Message, firstUnread int64) (views.MessageListProps, error) {
	p := views.MessageListProps{Channel: channel.ID, Name: state.room.name, Empty: emptyChannel(state.room)}
	rows := make([]views.MessageProps, len(messages))
	for i, m := range messages {
		var err error
		if rows[i], err = s.messageProps(&r.viewer, m, state.seen, messages); err != nil {
			return p, err
		}
		if m.ID == state.receipts.MessageID {
			rows[i].Receipts = &state.receipts
		}
	}
	p.Rows = views.ArrangeMessages(rows, nil, firstUnread)
	if len(messages) == pageMessages {
		p.EarlierBefore = stampText(messages[0].TS)
	}
	return p, nil
}

func emptyChannel(room room) views.EmptyStateProps {
	title := "No messages in " + room.name + " yet"
	if room.channel.Kind == chat.Direct {
		title = "No messages with " + room.name + " yet"
	}
	return views.EmptyStateProps{Icon: "send", Title: title, Message: "Write the first one below."}
}
