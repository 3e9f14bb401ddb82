package page

import (
	"slices"
	"strings"
	"time"

	"github.com/a-h/templ"

	"minimost/cache"
	"minimost/chat"
	"minimost/views"
)

const (
	// Messages is how many messages a page opens with, and how many each page of
	// earlier ones has.
	Messages = cache.RecentMessages
	// UpdateMessages is how many changed messages one update carries; the next
	// brings the rest.
	UpdateMessages = 200
)

var messagesRegion = region{
	name:      "messages",
	ofChannel: []func(string) chat.Topic{chat.TopicMessages, chat.TopicMembers},
	watch:     senders,
	build:     buildMessages,
	differs: func(s *screen) bool {
		return len(s.messages.added)+len(s.messages.redrawn)+len(s.messages.plain) > 0
	},
	render: renderMessages,
}

// messageChanges are the rows that a page lacks.
type messageChanges struct {
	sent    []chat.Message     // those of the added rows
	added   []views.MessageRow // below those that it has
	plain   []plainRow         // in place of both, where they look alike to many
	redrawn []views.MessageProps
}

func senders(s *screen) (names []string, err error) {
	for _, m := range s.latest {
		names = append(names, m.Sender)
	}
	return names, nil
}

// buildMessages finds the new messages and those that changed where the page
// shows them.
func buildMessages(s *screen) (any, error) {
	if s.opens {
		return nil, s.buildMessageList()
	}
	changed, err := s.cache.MessagesSince(s.reader.Ctx, &s.seat.Seat, s.reader.User.Username, s.access, s.since.changed, UpdateMessages, s.reader.Now)
	if err != nil {
		return nil, err
	}
	s.next.advance(changed)
	if chat.FillAnswer(changed, UpdateMessages) {
		s.next.Offset = 0 // there may be more
	}
	if s.next.Oldest == 0 && len(changed) > 0 {
		s.next.Oldest = changed[0].TS
	}
	return nil, s.sortMessages(changed)
}

// sortMessages takes messages in the order of their stamps, and keeps them.
func (s *screen) sortMessages(changed []chat.Message) (err error) {
	from := 0
	for from < len(changed) && changed[from].TS <= s.since.newest {
		from++
	}
	for i := range changed[:from] {
		if !s.since.shows(changed[i].TS) {
			continue
		}
		row, err := s.rows(changed[i:i+1], s.since.firstUnread)
		if err != nil {
			return err
		}
		s.messages.redrawn = append(s.messages.redrawn, row[0].Message)
	}
	if s.since.end != 0 { // below a gap one would seem to follow what is above
		return nil
	}
	added := changed[from:]
	if slices.ContainsFunc(added, isDeleted) {
		added = slices.DeleteFunc(slices.Clone(added), isDeleted) // others are shown them too
	}
	s.messages.plain = s.plainRows(added)
	if len(added) > 0 && s.messages.plain == nil {
		s.messages.sent = added
		s.messages.added, err = s.rows(added, 0)
	}
	return err
}

func isDeleted(m chat.Message) bool { return m.Deleted }

func renderMessages(s *screen) (fragments []templ.Component) {
	for i := range s.messages.plain {
		fragments = append(fragments, s.drawPlain(&s.messages.plain[i]))
	}
	for i := range s.messages.added {
		fragments = append(fragments, s.newMessage(&s.messages.sent[i], s.messages.added[i:i+1]))
	}
	return append(fragments, redraw(s.messages.redrawn)...)
}

// redraw draws messages where they stand.
func redraw(messages []views.MessageProps) (fragments []templ.Component) {
	for _, m := range messages {
		m.OOB = true
		fragments = append(fragments, views.Message(m))
	}
	return fragments
}

// rows arranges messages below the one that the channel has before them.
func (s *screen) rows(messages []chat.Message, firstUnread int64) ([]views.MessageRow, error) {
	before, err := s.messageBefore(messages[0])
	if err != nil {
		return nil, err
	}
	props, err := s.messageProps(messages, s.latest)
	if err != nil {
		return nil, err
	}
	var above *views.MessageAbove
	if len(before) > 0 {
		above = s.above(&before[0])
	}
	return views.ArrangeMessages(props, above, firstUnread, s.today()), nil
}

// above is what rows go by of the visible message before them.
func (s *screen) above(m *chat.Message) *views.MessageAbove {
	return &views.MessageAbove{Sender: m.Sender, Sent: s.reader.local(m.SentTS.Time()), Line: m.ContentType == chat.ContentSystem}
}

// today is the moment that the reader's days are named by.
func (s *screen) today() time.Time { return s.reader.local(s.reader.Now) }

// messageBefore is the visible message before m, if there is one. It is looked
// for among the latest first.
func (s *screen) messageBefore(m chat.Message) ([]chat.Message, error) {
	for i, earlier := range slices.Backward(s.latest) {
		if earlier.TS < m.TS && !earlier.Deleted {
			return s.latest[i : i+1], nil
		}
	}
	if len(s.latest) < cache.RecentMessages {
		return nil, nil
	}
	return s.store.MessagesBefore(s.reader.Ctx, s.reader.User.Username, m.Channel, m.TS, 1)
}

// messageProps are messages as the reader sees them. A quoted message, where
// there is one, is looked up among those at hand first.
func (s *screen) messageProps(messages, atHand []chat.Message) ([]views.MessageProps, error) {
	props := make([]views.MessageProps, len(messages))
	for i, m := range messages {
		var err error
		if props[i], err = s.oneMessage(m, atHand); err != nil {
			return nil, err
		}
	}
	return props, nil
}

func (s *screen) oneMessage(m chat.Message, atHand []chat.Message) (views.MessageProps, error) {
	bar, err := s.ReactionBar(s.seen, m, s.reader.User.Username, s.reader.Language())
	if err != nil {
		return views.MessageProps{}, err
	}
	p := views.MessageProps{
		ID: m.ID, Channel: m.Channel, Sender: m.Sender, SenderState: s.seen.Dot(m.Sender),
		SenderShown: s.seen.Shown(m.Sender), SenderPicture: s.seen.Picture(m.Sender), SenderHue: views.AvatarHue(s.seen.Place(m.Sender)), SenderStatus: s.reader.status(s.seen, m.Sender),
		TS: m.TS.Text(), Sent: s.reader.local(m.SentTS.Time()), Mine: m.Sender == s.reader.User.Username,
		Deleted: m.Deleted, CountsAsUnread: m.CountsAsUnread(s.reader.User.Username, s.access.UnreadFloor(0)), Reactions: bar,
	}
	if p.MentionsReader, err = s.isMentioned(m); err != nil {
		return p, err
	}
	if !m.Deleted {
		p.Files = views.ShowFiles(m.Files)
	}
	p.Blocked = s.blocks.Has(m.Sender)
	p.MentionsReader = p.MentionsReader && !p.Blocked
	if m.PinnedBy != "" {
		p.PinnedBy = avatar(s.seen, m.PinnedBy)
	}
	p.Closed = s.closed()
	p.Reactions.Closed = !p.Closed.TakesChanges()
	p.Moderates = !p.Mine && s.moderator() != chat.NoModerator
	switch {
	case m.Deleted && m.DeletedBy != "":
		p.DeletedBy = s.deletedBy(m)
	case m.ContentType == chat.ContentSystem:
		p.Line = views.SystemLine(m.Content, s.seen.Shown)
	case !m.Deleted:
		p.Long = views.IsLong(m.Content)
		p.Body = s.markdownText(s.codeTime(), m.Content, markedNames(m.Mentions), s.reader.Now)
	}
	if m.Edited {
		p.EditedAt = s.reader.local(m.EditedAtTS.Time())
	}
	if m.ReplyToID != 0 && !m.Deleted {
		p.Quote, err = s.quoteProps(m.ReplyToID, atHand)
	}
	return p, err
}

// isMentioned asks the store of messages to many alone: whom these mention is not in
// them.
func (s *screen) isMentioned(m chat.Message) (bool, error) {
	user := s.reader.User.Username
	if slices.Contains(m.Mentions, user) || m.Sender == user || !m.MayMention(user) {
		return slices.Contains(m.Mentions, user), nil
	}
	return s.store.IsMentioned(s.reader.Ctx, user, m.ID)
}

// markedNames are mentions as they stand in the text, without the "@".
func markedNames(mentions []string) []string {
	names := make([]string, len(mentions))
	for i, name := range mentions {
		names[i] = strings.TrimPrefix(name, "@")
	}
	return names
}

func (s *screen) quoteProps(id int64, atHand []chat.Message) (*views.QuoteProps, error) {
	m, err := s.quotedMessage(id, atHand)
	if err != nil || m.ID == 0 {
		return nil, err
	}
	return s.quoteOf(m), nil
}

// quotedMessage is one of those at hand, or of the store's; none where the reader sees none by
// that number.
func (s *screen) quotedMessage(id int64, atHand []chat.Message) (chat.Message, error) {
	if i := slices.IndexFunc(atHand, func(m chat.Message) bool { return m.ID == id }); i >= 0 {
		return atHand[i], nil
	}
	m, err := s.store.Message(s.reader.Ctx, s.reader.User.Username, id)
	if chat.CodeOf(err) == chat.NotFound {
		return chat.Message{}, nil
	}
	return m, err
}

func (s *screen) quoteOf(m chat.Message) *views.QuoteProps {
	quote := &views.QuoteProps{ID: m.ID, Sender: s.seen.Shown(m.Sender)}
	if quote.Blocked = s.blocks.Has(m.Sender); !quote.Blocked {
		quote.Text = s.Excerpt(s.reader.Language(), m)
	}
	return quote
}

// deletedBy is who deleted a message of somebody else.
func (s *screen) deletedBy(m chat.Message) string {
	if m.DeletedAs == chat.ByOwner {
		return s.reader.T("the owner %s", views.Isolate(s.seen.Shown(m.DeletedBy)))
	}
	return s.reader.T("the administrator %s", views.Isolate(s.seen.Shown(m.DeletedBy)))
}
