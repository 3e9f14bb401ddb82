package handlers

import (
	"github.com/gofiber/fiber/v2"

	"minimost/chat"
	"minimost/views"
)

// showEarlier is the page of messages before a stamp: above those shown for
// htmx, else a page of its own.
func (s *server) showEarlier(r *request) error {
	before, ok := parseStamp(r.Query("before"))
	if !ok {
		return errBadCursor
	}
	access, err := s.Store.CheckAccess(r.ctx, r.user.Username, r.channel())
	if err != nil {
		return err
	}
	messages, err := s.Store.MessagesBefore(r.ctx, r.user.Username, r.channel(), before, pageMessages)
	if err != nil {
		return err
	}
	if !r.htmx() {
		return s.sendEarlierPage(r, access.Channel, messages)
	}
	seen, err := s.people(&r.viewer)
	if err != nil {
		return err
	}
	rows, err := s.earlierRows(r, seen, messages)
	if err != nil {
		return err
	}
	return sendPage(r.Ctx, fiber.StatusOK, views.EarlierMessages(views.EarlierProps{
		Channel: r.channel(), Rows: rows, EarlierBefore: earlierBefore(messages), FirstShown: before.Time().Local(),
	}))
}

func (s *server) earlierRows(r *request, seen people, messages []chat.Message) ([]views.MessageRow, error) {
	props := make([]views.MessageProps, len(messages))
	for i, m := range messages {
		var err error
		if props[i], err = s.messageProps(&r.viewer, m, seen, messages); err != nil {
			return nil, err
		}
	}
	return views.ArrangeMessages(props, nil, 0), nil
}

// earlierBefore is where the page before messages ends, "" when there is none.
func earlierBefore(messages []chat.Message) string {
	if len(messages) < pageMessages {
		return ""
	}
	return stampText(messages[0].TS)
}

func (s *server) sendEarlierPage(r *request, channel chat.Channel, messages []chat.Message) error {
	state, err := s.liveState(&r.viewer, channel, nil)
	if err != nil {
		return err
	}
	rows, err := s.earlierRows(r, state.seen, messages)
	if err != nil {
		return err
	}
	return sendPage(r.Ctx, fiber.StatusOK, views.EarlierPage(views.EarlierPageProps{
		Page:   s.pageProps(state.room.name),
		Shell:  views.ShellProps{Sidebar: state.sidebar},
		Header: state.header,
		List: views.MessageListProps{
			Channel: channel.ID, Name: state.room.name, Rows: rows, EarlierBefore: earlierBefore(messages),
			Empty: views.EmptyStateProps{Icon: "message", Title: "There are no earlier messages"},
		},
	}))
}
