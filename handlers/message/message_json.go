package message

import (
	"context"
	"strconv"
	"time"
	"unicode/utf8"

	"minimost/handlers/web"

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
	ID          int64             `json:"id"`
	Channel     string            `json:"channel"`
	Sender      string            `json:"sender"`
	Content     string            `json:"content"`
	ContentType string            `json:"content_type"`
	TS          web.Stamp         `json:"ts"`
	SentTS      web.Stamp         `json:"sent_ts"`
	Edited      web.Flag          `json:"edited"`
	EditedTS    web.OptionalStamp `json:"edited_ts"`
	Deleted     web.Flag          `json:"deleted"`
	DeletedTS   web.OptionalStamp `json:"deleted_ts"`
	DeletedBy   string            `json:"deleted_by,omitempty"` // somebody other than the sender
	ReplyToID   web.OptionalID    `json:"reply_to_id"`
	Reactions   *string           `json:"reactions"` // a JSON text of its own
	ReactionsTS web.OptionalStamp `json:"reactions_ts"`
	Mentions    []string          `json:"mentions,omitempty"` // accounts, "@here", "@channel"
	Files       []FileJSON        `json:"files,omitempty"`
}

func newMessageJSON(m chat.Message) messageJSON {
	j := messageJSON{
		ID:          m.ID,
		Channel:     m.Channel,
		Sender:      m.Sender,
		Content:     m.Content,
		ContentType: m.ContentType,
		TS:          web.Stamp(m.TS),
		SentTS:      web.Stamp(m.SentTS),
		Edited:      web.Flag(m.Edited),
		EditedTS:    web.OptionalStamp(m.EditedTS),
		Deleted:     web.Flag(m.Deleted),
		DeletedTS:   web.OptionalStamp(m.DeletedTS),
		DeletedBy:   m.DeletedBy,
		ReplyToID:   web.OptionalID(m.ReplyToID),
		ReactionsTS: web.OptionalStamp(m.ReactionsTS),
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

func sendMessages(r *web.Request, messages []chat.Message) error {
	return web.SendList(r, newMessagesJSON(messages))
}

func (h *Handlers) Messages(r *web.Request) error {
	after, ok := chat.ParseStamp(r.Query("after"))
	if !ok {
		after = 0
	}
	limit := web.ParseLimit(r.Query("limit"), chat.MaxMessagesPage)
	if after <= 0 && limit > 0 && limit <= cache.RecentMessages {
		return h.sendNewest(r, limit)
	}
	if after > 0 {
		limit = 0 // who follows a channel is given all that it owes
	}
	release, err := h.Making.Take(r.Ctx, r.User.Username)
	if err != nil {
		return err
	}
	defer release()
	messages, err := h.store.MessagesAfter(r.Ctx, r.User.Username, r.Channel(), max(after, 0), limit)
	if err != nil {
		return err
	}
	return sendMessages(r, messages)
}

// sendNewest answers with the newest page, which most clients begin with.
func (h *Handlers) sendNewest(r *web.Request, limit int) error {
	channel := r.Channel()
	return h.SendCached(r, web.AnswerID{What: "messages " + strconv.Itoa(limit), User: r.User.Username, About: channel}, func() (cache.Read[any], error) {
		access, err := h.Cache.Access(r.Ctx, r.User.Username, channel, r.Now)
		if err != nil {
			return cache.Read[any]{}, err
		}
		messages, err := h.Cache.NewestMessages(r.Ctx, &cache.Seat{}, access, r.Now)
		return cache.Read[any]{
			Value:  newMessagesJSON(messages[max(0, len(messages)-limit):]),
			Topics: []chat.Topic{chat.TopicMessages(channel), chat.TopicMembers(channel)},
		}, err
	})
}

func (h *Handlers) MessagesBefore(r *web.Request) error {
	before, ok := chat.ParseStamp(r.Query("before"))
	if !ok {
		return errBadCursor
	}
	limit := web.ParseLimit(r.Query("limit"), chat.MaxMessagesBeforePage)
	if limit == 0 {
		limit = chat.MessagesBeforePage
	}
	release, err := h.Making.Take(r.Ctx, r.User.Username)
	if err != nil {
		return err
	}
	defer release()
	messages, err := h.store.MessagesBefore(r.Ctx, r.User.Username, r.Channel(), before, limit)
	if err != nil {
		return err
	}
	return sendMessages(r, messages)
}

func (h *Handlers) Message(r *web.Request) error {
	m, err := h.store.Message(r.Ctx, r.User.Username, r.ID("msg_id"))
	if err != nil {
		return err
	}
	return r.JSON(newMessageJSON(m))
}

func (h *Handlers) Send(r *web.Request) error {
	form, err := r.BodyFields()
	if err != nil {
		return err
	}
	files, err := fileIDs(form(fileField))
	if err != nil {
		return err
	}
	text, err := chat.ParseFileText(form.Text("text"), len(files))
	if err != nil {
		return err
	}
	replyTo := form.Text("reply_to_id")
	if !utf8.ValidString(replyTo) {
		return web.ErrNotUTF8
	}
	_, err = h.store.SendFiles(tellingAll(r, form.Text(views.TellAllField)), r.User.Username, r.Channel(), text, web.ParseID(replyTo), files, r.Now)
	return web.SendOK(r, err)
}

// tellingAll is the context of a message that may mention many in a large channel, as
// its sender says.
func tellingAll(r *web.Request, confirmed string) context.Context {
	if confirmed == "1" {
		return chat.ConfirmMentions(r.Ctx)
	}
	return r.Ctx
}

func (h *Handlers) Edit(r *web.Request) error {
	fields, err := r.FormBody()
	if err != nil {
		return err
	}
	raw, _ := fields("text")
	text, err := chat.ParseMessageText(raw)
	if err != nil {
		return err
	}
	version, err := fields.Text(views.VersionField)
	if err != nil {
		return err
	}
	return web.SendOK(r, h.editMessage(r, r.ID("msg_id"), version, text))
}

// editMessage edits a message. It has to be of the version, where one is named.
func (h *Handlers) editMessage(r *web.Request, id int64, version, text string) error {
	if version == "" {
		return h.store.EditMessage(r.Ctx, r.User.Username, id, text, r.Now)
	}
	edited, ok := chat.ParseStamp(version)
	if !ok {
		return errBadVersion
	}
	return h.store.EditMessageFrom(r.Ctx, r.User.Username, id, edited, text, r.Now)
}

func (h *Handlers) DeleteMessage(r *web.Request) error {
	return web.SendOK(r, h.store.DeleteMessage(h.Audited(r), r.User.Username, r.ID("msg_id"), r.Now))
}
