package handlers

import (
	"context"
	"strconv"
	"time"
	"unicode/utf8"

	"minimost/cache"
	"minimost/chat"
	"minimost/views"
)

type messageStore interface {
	// Send is Invalid for a misspelled channel or a direct channel with a name
	// that has no account, or Forbidden. The text was parsed.
	Send(ctx context.Context, user, channel, text string, replyTo int64, now time.Time) (chat.Message, error)
	// EditMessage and DeleteMessage are ErrNotSender or ErrDeleted.
	EditMessage(ctx context.Context, user string, id int64, text string, now time.Time) error
	// EditMessageFrom is ErrEdited too, where a message has another version.
	EditMessageFrom(ctx context.Context, user string, id int64, version chat.Stamp, text string, now time.Time) error
	DeleteMessage(ctx context.Context, user string, id int64, now time.Time) error
}

var errBadVersion = chat.Errorf(chat.Invalid, `"edited_ts" is that of the message, 0 for one that was not edited.`)

var errBadCursor = chat.Errorf(chat.Invalid, `"before" is the ts of a message.`)

type messageJSON struct {
	ID          int64         `json:"id"`
	Channel     string        `json:"channel"`
	Sender      string        `json:"sender"`
	Content     string        `json:"content"`
	ContentType string        `json:"content_type"`
	TS          stamp         `json:"ts"`
	SentTS      stamp         `json:"sent_ts"`
	Edited      flag          `json:"edited"`
	EditedTS    optionalStamp `json:"edited_ts"`
	Deleted     flag          `json:"deleted"`
	DeletedTS   optionalStamp `json:"deleted_ts"`
	DeletedBy   string        `json:"deleted_by,omitempty"` // somebody other than the sender
	ReplyToID   optionalID    `json:"reply_to_id"`
	Reactions   *string       `json:"reactions"` // a JSON text of its own
	ReactionsTS optionalStamp `json:"reactions_ts"`
	Mentions    []string      `json:"mentions,omitempty"` // accounts, "@here", "@channel"
	Files       []fileJSON    `json:"files,omitempty"`
}

func newMessageJSON(m chat.Message) messageJSON {
	j := messageJSON{
		ID:          m.ID,
		Channel:     m.Channel,
		Sender:      m.Sender,
		Content:     m.Content,
		ContentType: m.ContentType,
		TS:          stamp(m.TS),
		SentTS:      stamp(m.SentTS),
		Edited:      flag(m.Edited),
		EditedTS:    optionalStamp(m.EditedTS),
		Deleted:     flag(m.Deleted),
		DeletedTS:   optionalStamp(m.DeletedTS),
		DeletedBy:   m.DeletedBy,
		ReplyToID:   optionalID(m.ReplyToID),
		ReactionsTS: optionalStamp(m.ReactionsTS),
		Mentions:    m.Mentions,
	}
	if len(m.Files) > 0 {
		j.Files = newFilesJSON(m.Files)
	}
	if len(m.Reactions) > 0 {
		text := string(reactionsJSON(m.Reactions))
		j.Reactions = &text
	}
	return j
}

func newMessagesJSON(messages []chat.Message) []messageJSON {
	list := make([]messageJSON, len(messages))
	for i, m := range messages {
		list[i] = newMessageJSON(m)
	}
	return list
}

func sendMessages(r *request, messages []chat.Message) error {
	return sendList(r, newMessagesJSON(messages))
}

func (s *server) messages(r *request) error {
	after, ok := chat.ParseStamp(r.Query("after"))
	if !ok {
		after = 0
	}
	limit := parseLimit(r.Query("limit"), chat.MaxMessagesPage)
	if after <= 0 && limit > 0 && limit <= cache.RecentMessages {
		return s.sendNewest(r, limit)
	}
	if after > 0 {
		limit = 0 // who follows a channel is given all that it owes
	}
	release, err := s.making.take(r.ctx, r.user.Username)
	if err != nil {
		return err
	}
	defer release()
	messages, err := s.Store.MessagesAfter(r.ctx, r.user.Username, r.channel(), max(after, 0), limit)
	if err != nil {
		return err
	}
	return sendMessages(r, messages)
}

// sendNewest answers with the newest page, which most clients begin with.
func (s *server) sendNewest(r *request, limit int) error {
	channel := r.channel()
	return s.sendCached(r, answerID{"messages " + strconv.Itoa(limit), r.user.Username, channel}, func() (cache.Read[any], error) {
		access, err := s.cache.Access(r.ctx, r.user.Username, channel, r.now)
		if err != nil {
			return cache.Read[any]{}, err
		}
		messages, err := s.cache.NewestMessages(r.ctx, access, r.now)
		return cache.Read[any]{
			Value:  newMessagesJSON(messages[max(0, len(messages)-limit):]),
			Topics: []chat.Topic{chat.TopicMessages(channel), chat.TopicMembers(channel)},
		}, err
	})
}

func (s *server) messagesBefore(r *request) error {
	before, ok := chat.ParseStamp(r.Query("before"))
	if !ok {
		return errBadCursor
	}
	limit := parseLimit(r.Query("limit"), chat.MaxMessagesBeforePage)
	if limit == 0 {
		limit = chat.MessagesBeforePage
	}
	release, err := s.making.take(r.ctx, r.user.Username)
	if err != nil {
		return err
	}
	defer release()
	messages, err := s.Store.MessagesBefore(r.ctx, r.user.Username, r.channel(), before, limit)
	if err != nil {
		return err
	}
	return sendMessages(r, messages)
}

func (s *server) message(r *request) error {
	m, err := s.Store.Message(r.ctx, r.user.Username, r.id("msg_id"))
	if err != nil {
		return err
	}
	return r.JSON(newMessageJSON(m))
}

func (s *server) send(r *request) error {
	form, err := r.bodyFields()
	if err != nil {
		return err
	}
	files, err := fileIDs(form(fileField))
	if err != nil {
		return err
	}
	text, err := chat.ParseFileText(form.text("text"), len(files))
	if err != nil {
		return err
	}
	replyTo := form.text("reply_to_id")
	if !utf8.ValidString(replyTo) {
		return errNotUTF8
	}
	_, err = s.Store.SendFiles(r.tellingAll(form.text(views.TellAllField)), r.user.Username, r.channel(), text, parseID(replyTo), files, r.now)
	return sendOK(r, err)
}

// tellingAll is the context of a message that may mention many in a large channel, as
// its sender says.
func (r *request) tellingAll(confirmed string) context.Context {
	if confirmed == "1" {
		return chat.ConfirmMentions(r.ctx)
	}
	return r.ctx
}

func (s *server) edit(r *request) error {
	fields, err := r.formBody()
	if err != nil {
		return err
	}
	raw, _ := fields("text")
	text, err := chat.ParseMessageText(raw)
	if err != nil {
		return err
	}
	version, err := fields.text(views.VersionField)
	if err != nil {
		return err
	}
	return sendOK(r, s.editMessage(r, r.id("msg_id"), version, text))
}

// editMessage edits a message. It has to be of the version, where one is named.
func (s *server) editMessage(r *request, id int64, version, text string) error {
	if version == "" {
		return s.Store.EditMessage(r.ctx, r.user.Username, id, text, r.now)
	}
	edited, ok := chat.ParseStamp(version)
	if !ok {
		return errBadVersion
	}
	return s.Store.EditMessageFrom(r.ctx, r.user.Username, id, edited, text, r.now)
}

func (s *server) deleteMessage(r *request) error {
	return sendOK(r, s.Store.DeleteMessage(s.audited(r), r.user.Username, r.id("msg_id"), r.now))
}
