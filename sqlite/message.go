package sqlite

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"zombiezen.com/go/sqlite"

	"minimost/chat"
)

var (
	messageInsert    = load("message/insert")
	messageFind      = load("message/find")
	messageEdit      = load("message/edit")
	messageDelete    = load("message/delete")
	messageNewest    = load("message/newest")
	messageChanged   = load("message/changed")
	messageChangedTS = load("message/changed_ts_after")
	messageAfter     = load("message/after")
	messageBefore    = load("message/before")
	messageFollowing = load("message/following")
	messageNewestTS  = load("message/newest_ts")
	messageAt        = load("message/at")
)

// Send stores a message of the user's and ends their typing there. A reply to
// what the user cannot see in that channel is no reply. It is ErrNoChannel
// without access, Invalid for a direct channel with someone who has no account, and
// ErrAskMentions. What was sent before under the same key is not returned again.
func (s *Store) Send(ctx context.Context, user, channel, content string, replyTo int64, now time.Time) (chat.Message, error) {
	return s.SendFiles(ctx, user, channel, content, replyTo, nil, now)
}

// SendFiles is Send for a message that carries files of the user's that wait to be
// sent; it is ErrFileSpent where one does not.
func (s *Store) SendFiles(ctx context.Context, user, channel, content string, replyTo int64, files []int64, now time.Time) (m chat.Message, err error) {
	access := func(tx *transaction) error {
		_, err := s.postAccess(tx, user, channel)
		return err
	}
	_, err = once(ctx, s, &write{durability: durable, noSavepoint: true}, now, plainChange(access, func(tx *transaction) error {
		r, err := s.postAccess(tx, user, channel)
		if err != nil {
			return err
		}
		if err := s.askMentions(ctx, tx.Conn, r.Channel, content); err != nil {
			return err
		}
		replyTo, err := visibleReply(tx, r, replyTo)
		if err != nil {
			return err
		}
		m = chat.Message{Channel: channel, Sender: user, Content: content, ContentType: chat.ContentText, ReplyToID: replyTo}
		if m.Files, err = filesToSend(tx.Conn, user, files); err != nil {
			return err
		}
		if m, err = insertMessage(tx, r.Channel, m, now); err != nil {
			return err
		}
		if err := sendFiles(tx, &m); err != nil {
			return err
		}
		if err := s.insertMentions(tx, &m, r.Channel, groupsToo, now); err != nil {
			return err
		}
		tx.publishSent(channel)
		tx.remember(m)
		for _, name := range r.Channel.Participants {
			tx.publish(chat.TopicPerson(name)) // a direct channel may be new in their list
		}
		return stopTyping(tx, user, channel)
	}))
	return m, err
}

// insertMessage stores m with the next stamp of its channel.
func insertMessage(tx *transaction, channel chat.Channel, m chat.Message, now time.Time) (chat.Message, error) {
	var err error
	if tx.before, m.TS, err = moveClock(tx, channel, now); err != nil {
		return m, err
	}
	m.SentTS = chat.StampOf(now)
	reply := binding{name: ":reply_to_id", kind: sqlite.TypeNull}
	if m.ReplyToID != 0 {
		reply = whole(":reply_to_id", m.ReplyToID)
	}
	row := []binding{text(":channel", channel.ID), text(":sender", m.Sender), text(":content", m.Content),
		text(":content_type", m.ContentType), real(":ts", m.TS), real(":sent_ts", m.SentTS), reply}
	if counter, ok := tx.Conn.(messageCounter); ok {
		m.ID = counter.NextMessageID()
		return m, messageInsert.later(tx.Conn, append(row, whole(":id", m.ID))...)
	}
	err = messageInsert.exec(tx.Conn, append(row, binding{name: ":id", kind: sqlite.TypeNull})...)
	m.ID = tx.LastInsertRowID()
	return m, err
}

// messageCounter is a connection that numbers messages itself, so that nobody waits for their
// numbers to come from the database.
type messageCounter interface {
	// NextMessageID is the number of the next message of the transaction.
	NextMessageID() int64
}

// insertSystemMessage leaves a system message in a channel.
func insertSystemMessage(tx *transaction, channel chat.Channel, content string, now time.Time) error {
	tx.publishSent(channel.ID)
	_, err := insertMessage(tx, channel, chat.Message{
		Channel: channel.ID, Sender: chat.SystemSender, Content: content, ContentType: chat.ContentSystem,
	}, now)
	return err
}

// EditMessage replaces the text of one of the user's own messages; the same text
// changes nothing. It is ErrNotSender for anything else and ErrDeleted for a deleted
// one.
func (s *Store) EditMessage(ctx context.Context, user string, id int64, content string, now time.Time) error {
	return s.editMessage(ctx, user, id, content, now, func(chat.Message) bool { return true })
}

// EditMessageFrom is EditMessage for a text that was made from the one of version,
// the message's EditedTS. It is ErrEdited where the message has another by now.
func (s *Store) EditMessageFrom(ctx context.Context, user string, id int64, version chat.Stamp, content string, now time.Time) error {
	return s.editMessage(ctx, user, id, content, now, func(m chat.Message) bool { return m.EditedTS == version })
}

func (s *Store) editMessage(ctx context.Context, user string, id int64, content string, now time.Time, current func(chat.Message) bool) error {
	own := func(_ *transaction, m chat.Message, _ reader) error { return chat.CheckSender(m, user) }
	return s.changeMessage(ctx, user, id, now, own, func(tx *transaction, m chat.Message, r reader) error {
		switch closed := r.Closed(); {
		case !closed.TakesChanges():
			return closed.Refusal("")
		case m.Content == content:
			return nil
		case !current(m):
			return chat.ErrEdited
		}
		ts, err := nextStamp(tx, r.Channel, now)
		if err != nil {
			return err
		}
		tx.publish(chat.TopicMessages(m.Channel), chat.TopicLists)
		if err := publishListed(tx, m); err != nil {
			return err
		}
		err = messageEdit.exec(tx.Conn, whole(":id", id), text(":content", content), real(":ts", ts),
			real(":edited_at_ts", chat.StampOf(now)))
		if err != nil {
			return err
		}
		m.Content = content
		return s.changeMentions(tx, m, r.Channel)
	})
}

// changeMessage makes a change of a message that may allows.
func (s *Store) changeMessage(ctx context.Context, user string, id int64, now time.Time, may, change func(*transaction, chat.Message, reader) error) error {
	find := func(tx *transaction) (chat.Message, reader, error) {
		m, r, err := s.visibleMessage(tx.Conn, user, id)
		if chat.CodeOf(err) == chat.NotFound {
			err = chat.ErrNotSender
		}
		return m, r, err
	}
	access := func(tx *transaction) error {
		_, _, err := find(tx)
		return err
	}
	return s.onceWrite(ctx, now, access, func(tx *transaction) error {
		m, r, err := find(tx)
		if err != nil {
			return err
		}
		if err := may(tx, m, r); err != nil {
			return err
		}
		return change(tx, m, r)
	})
}

// Message returns one message with its reactions, or ErrNoMessage where there
// is none that the user can see.
func (s *Store) Message(ctx context.Context, user string, id int64) (m chat.Message, err error) {
	err = s.read(ctx, func(conn Conn) error {
		if m, _, err = s.visibleMessage(conn, user, id); err != nil {
			return err
		}
		return s.fill(conn, []*chat.Message{&m})
	})
	return m, err
}

// MessageAt returns the message of a stamp, without its reactions, or
// ErrNoMessage where there is none that the user can see. It is ErrNoChannel
// without access.
func (s *Store) MessageAt(ctx context.Context, user, channel string, ts chat.Stamp) (m chat.Message, err error) {
	err = s.read(ctx, func(conn Conn) error {
		r, err := s.access(conn, user, channel)
		if err != nil {
			return err
		}
		found, err := messageAt.one(conn, func(stmt Stmt) { m = scanMessage(stmt) }, text(":channel", channel), real(":ts", ts))
		if err == nil && (!found || !r.Sees(m.TS)) {
			m, err = chat.Message{}, chat.ErrNoMessage
		}
		return err
	})
	return m, err
}

// visibleMessage returns a message and the user's access to its channel, or
// ErrNoMessage where there is none that the user can see.
func (s *Store) visibleMessage(conn Conn, user string, id int64) (chat.Message, reader, error) {
	m, found, err := findMessage(conn, id)
	if err != nil || !found {
		return m, reader{}, cmp.Or(err, error(chat.ErrNoMessage))
	}
	r, err := s.access(conn, user, m.Channel)
	if chat.CodeOf(err) == chat.Forbidden || err == nil && !r.Sees(m.TS) {
		return chat.Message{}, reader{}, chat.ErrNoMessage
	}
	return m, r, err
}

func findMessage(conn Conn, id int64) (m chat.Message, found bool, err error) {
	found, err = messageFind.one(conn, func(stmt Stmt) { m = scanMessage(stmt) }, whole(":id", id))
	return m, found, err
}

// MessagesAfter returns up to limit visible messages that changed after the
// cursor, oldest first; the first of those that changed, so that a reader who
// goes on from the newest stamp received misses none. With no cursor and a
// limit it is the newest page. Limit 0 means chat.MaxMessagesPage. There are
// fewer where their content reaches chat.MaxAnswerContent. It is ErrNoChannel
// without access.
func (s *Store) MessagesAfter(ctx context.Context, user, channel string, after chat.Stamp, limit int) ([]chat.Message, error) {
	q, entire, bound := messageAfter, 1, real(":after", after)
	bindings := []binding{bound}
	if after <= 0 && limit > 0 {
		q, entire, bindings = messageNewest, chat.MessagesBeforePage, nil
	}
	if limit <= 0 || limit > chat.MaxMessagesPage {
		limit = chat.MaxMessagesPage
	}
	return s.page(ctx, user, channel, entire, limit, q, bindings...)
}

// MessagesBefore returns the page of up to limit visible messages before a
// stamp, oldest first, without deleted ones; beyond chat.MessagesBeforePage of them
// only until their content reaches chat.MaxAnswerContent. It is ErrNoChannel without
// access.
func (s *Store) MessagesBefore(ctx context.Context, user, channel string, before chat.Stamp, limit int) ([]chat.Message, error) {
	if limit <= 0 {
		limit = chat.MessagesBeforePage
	}
	return s.page(ctx, user, channel, chat.MessagesBeforePage, min(limit, chat.MaxMessagesBeforePage), messageBefore, real(":before", before))
}

// MessagesFollowing returns the page of up to limit visible messages after a
// stamp, as MessagesBefore does. It is ErrNoChannel without access.
func (s *Store) MessagesFollowing(ctx context.Context, user, channel string, after chat.Stamp, limit int) ([]chat.Message, error) {
	return s.page(ctx, user, channel, chat.MessagesBeforePage, min(limit, chat.MaxMessagesBeforePage), messageFollowing, real(":after", after))
}

// RecentMessages returns the newest messages of a channel, and those that
// changed last, up to limit of each and oldest first, whoever asks.
func (s *Store) RecentMessages(ctx context.Context, channel string, limit int) (newest, changed []chat.Message, err error) {
	of, most := text(":channel", channel), whole(":limit", int64(limit))
	err = s.read(ctx, func(conn Conn) error {
		if newest, err = s.findMessages(conn, limit, messageNewest, of, most, real(":history_start_ts", 0)); err != nil {
			return err
		}
		if same, err := areChangedLast(conn, channel, newest, limit); err != nil || same {
			changed = slices.Clone(newest)
			return err
		}
		changed, err = s.findMessages(conn, limit, messageChanged, of, most)
		return err
	})
	return newest, changed, err
}

// MessagesSent returns up to limit messages of a channel after a stamp, oldest first,
// whoever asks, without deleted ones.
func (s *Store) MessagesSent(ctx context.Context, channel string, after chat.Stamp, limit int) (messages []chat.Message, err error) {
	if sent, known := s.writer.sent.since(channel, after, limit); known {
		return sent, nil
	}
	err = s.read(ctx, func(conn Conn) error {
		messages, err = s.findMessages(conn, limit, messageFollowing, text(":channel", channel), whole(":limit", int64(limit)),
			real(":history_start_ts", 0), real(":after", after))
		return err
	})
	return messages, err
}

// areChangedLast reports whether the newest messages are those that changed last, as
// in a channel where nobody edits or reacts: they need not be read twice.
func areChangedLast(conn Conn, channel string, newest []chat.Message, limit int) (same bool, err error) {
	if len(newest) < limit {
		return true, nil // there are no others
	}
	least := newest[0].ChangedTS()
	for _, m := range newest {
		least = min(least, m.ChangedTS())
	}
	same = true
	_, err = messageChangedTS.one(conn, func(stmt Stmt) { same = getStamp(stmt, "changed_ts") < least },
		text(":channel", channel), whole(":limit", int64(limit)))
	return same, err
}

// page reads up to limit messages, of which so many come whatever they hold.
func (s *Store) page(ctx context.Context, user, channel string, entire, limit int, q query, bindings ...binding) (messages []chat.Message, err error) {
	err = s.read(ctx, func(conn Conn) error {
		r, err := s.access(conn, user, channel)
		if err != nil {
			return err
		}
		bindings = append(bindings, text(":channel", channel), real(":history_start_ts", r.HistoryStart), whole(":limit", int64(limit)))
		messages, err = s.findMessages(conn, entire, q, bindings...)
		return err
	})
	return messages, err
}

var errEnough = errors.New("an answer is full")

// findMessages reads messages with their reactions, oldest first: so many, and
// more until their content reaches the bound of an answer.
func (s *Store) findMessages(conn Conn, entire int, q query, bindings ...binding) (messages []chat.Message, err error) {
	content := 0
	err = q.each(conn, func(stmt Stmt) error {
		if len(messages) >= entire && content >= chat.MaxAnswerContent {
			return errEnough
		}
		messages = append(messages, scanMessage(stmt))
		content += len(messages[len(messages)-1].Content)
		return nil
	}, bindings...)
	if err != nil && !errors.Is(err, errEnough) {
		return nil, err
	}
	pointers := make([]*chat.Message, len(messages))
	for i := range messages {
		pointers[i] = &messages[i]
	}
	slices.SortFunc(messages, func(a, b chat.Message) int { return cmp.Compare(a.TS, b.TS) })
	return messages, s.fill(conn, pointers)
}

// fill adds what is stored beside the messages.
func (s *Store) fill(conn Conn, messages []*chat.Message) error {
	return cmp.Or(s.fillReactions(conn, messages), fillMentions(conn, messages), fillFiles(conn, messages), fillPins(conn, messages))
}

// scanMessage reads a message; a deleted one comes without its content.
func scanMessage(stmt Stmt) chat.Message {
	m := chat.Message{
		ID:          stmt.GetInt64("id"),
		Channel:     stmt.GetText("channel"),
		Sender:      stmt.GetText("sender"),
		Content:     stmt.GetText("content"),
		ContentType: stmt.GetText("content_type"),
		TS:          getStamp(stmt, "ts"),
		SentTS:      getStamp(stmt, "sent_ts"),
		Edited:      stmt.GetBool("edited"),
		EditedTS:    getStamp(stmt, "edited_ts"),
		EditedAtTS:  getStamp(stmt, "edited_at_ts"),
		Deleted:     stmt.GetBool("deleted"),
		DeletedTS:   getStamp(stmt, "deleted_ts"),
		DeletedBy:   stmt.GetText("deleted_by"),
		DeletedAs:   chat.Moderator(stmt.GetText("deleted_as")),
		ReplyToID:   stmt.GetInt64("reply_to_id"),
		ReactionsTS: getStamp(stmt, "reactions_ts"),
	}
	if n := stmt.GetInt64("mentions"); n > 0 {
		m.Mentions = make([]string, 0, n) // filled by fillMentions
	}
	if n := stmt.GetInt64("files"); n > 0 && !m.Deleted {
		m.Files = make([]chat.File, 0, n) // filled by fillFiles
	}
	if m.Deleted {
		m.Content = ""
	}
	return m
}
