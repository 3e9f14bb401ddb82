package message

import (
	"errors"
	"fmt"

	"minimost/handlers/web"

	"github.com/gofiber/fiber/v2"

	"minimost/chat"
	"minimost/page"
	"minimost/views"
)

func (h *Handlers) SendForm(r *web.Request) error {
	// No page could be shown with the error on it.
	if _, err := chat.ParseChannelToPost(r.Channel()); err != nil {
		return err
	}
	form, err := r.BodyFields()
	if err != nil {
		return err
	}
	files, err := fileIDs(form(fileField))
	text := ""
	if err == nil {
		text, err = chat.ParseFileText(form.Text("text"), len(files))
	}
	replyTo := web.ParseID(form.Text("reply_to_id"))
	if err == nil {
		_, err = h.store.SendFiles(tellingAll(r, form.Text(views.TellAllField)), r.User.Username, r.Channel(), text, replyTo, files, r.Now)
	}
	if err == nil {
		r.Set("HX-Trigger", web.TriggerSent)
		return r.Done(page.ChannelURL(r.Channel()))
	}
	asks := errors.Is(err, chat.ErrAskMentions)
	status, sentence, err := h.RefusalWithText(r, err)
	if err != nil {
		return err
	}
	switch {
	case r.HTMX() && asks:
		return web.SendPage(r.HTTP, status, views.AskMentions(sentence))
	case r.HTMX():
		return web.SendPage(r.HTTP, status, views.ComposerError(false, sentence))
	}
	return h.sendDraft(r, status, form, sentence, asks)
}

// sendDraft shows the page with what could not be sent, and why.
func (h *Handlers) sendDraft(r *web.Request, status int, form web.Fields, sentence string, asks bool) error {
	compose := views.ComposerProps{Draft: form.Text("text"), Error: sentence, AsksMentions: asks}
	m, err := h.store.Message(r.Ctx, r.User.Username, web.ParseID(form.Text("reply_to_id")))
	if err == nil && m.Channel == r.Channel() {
		if compose.Reply, err = h.replyPreview(r, m); err != nil {
			return err
		}
	}
	return h.sendChatPage(r, chatPage{channel: r.Channel(), status: status, compose: compose})
}

// SendRateLimited keeps a text that came too soon.
func (h *Handlers) SendRateLimited(r *web.Request, sentence string) error {
	form, err := r.BodyFields()
	if err != nil {
		return err
	}
	return h.sendDraft(r, fiber.StatusTooManyRequests, form, sentence, false)
}

func (h *Handlers) replyPreview(r *web.Request, m chat.Message) (*views.ReplyPreviewProps, error) {
	sender, err := h.Shown(r, m.Sender)
	return &views.ReplyPreviewProps{Channel: m.Channel, MessageID: m.ID, Sender: sender, Excerpt: h.excerpt(r, m)}, err
}

// excerpt says in a line which message it is.
func (h *Handlers) excerpt(r *web.Request, m chat.Message) string {
	if m.Deleted {
		return r.T("This message was deleted.")
	}
	return h.Pages.Excerpt(r.Language(), m)
}

// ShowReply opens the composer on a reply.
func (h *Handlers) ShowReply(r *web.Request) error {
	m, err := h.store.Message(r.Ctx, r.User.Username, r.ID("id"))
	if err != nil {
		return err
	}
	if m.Deleted || m.ContentType == chat.ContentSystem {
		return chat.ErrNoMessage
	}
	if err := h.checkOpen(r, m.Channel, chat.Closed.TakesMessages); err != nil {
		return err
	}
	reply, err := h.replyPreview(r, m)
	if err != nil {
		return err
	}
	if r.HTMX() {
		return web.SendPage(r.HTTP, fiber.StatusOK, views.ReplyPreview(*reply))
	}
	return h.sendChatPage(r, chatPage{channel: m.Channel, status: fiber.StatusOK, compose: views.ComposerProps{Reply: reply}})
}

// ownMessage is the message in the path, or an error that says why the user
// cannot change it. One that does not exist is somebody else's.
func (h *Handlers) ownMessage(r *web.Request) (chat.Message, error) {
	m, err := h.sentMessage(r)
	if err == nil && m.Deleted {
		err = chat.ErrDeleted
	}
	return m, err
}

// sentMessage is ownMessage for a change that may have been made before: the store
// knows whether a message was deleted by it.
func (h *Handlers) sentMessage(r *web.Request) (chat.Message, error) {
	m, err := h.store.Message(r.Ctx, r.User.Username, r.ID("id"))
	if chat.CodeOf(err) == chat.NotFound {
		err = chat.ErrNotSender
	}
	if err == nil {
		err = chat.CheckSender(m, r.User.Username)
	}
	if errors.Is(err, chat.ErrDeleted) {
		err = nil
	}
	return m, err
}

// deletableMessage is the message in the path, or an error that says why the user
// cannot delete it; one that was deleted is none, for that may have been this
// request's doing before.
func (h *Handlers) deletableMessage(r *web.Request) (chat.Message, error) {
	m, err := h.store.Message(r.Ctx, r.User.Username, r.ID("id"))
	if chat.CodeOf(err) == chat.NotFound {
		err = chat.ErrNotSender
	}
	if err != nil {
		return m, err
	}
	as, err := h.moderator(r, m)
	if err == nil {
		err = chat.CheckDelete(m, r.User.Username, as)
	}
	if errors.Is(err, chat.ErrDeleted) {
		err = nil
	}
	return m, err
}

// moderator is what the user is in the channel of a message.
func (h *Handlers) moderator(r *web.Request, m chat.Message) (chat.Moderator, error) {
	access, err := h.Cache.Access(r.Ctx, r.User.Username, m.Channel, r.Now)
	if err != nil {
		return chat.NoModerator, err
	}
	room, err := h.Pages.Room(r.Reader(), access.Channel)
	return chat.ModeratorOf(r.User, access.Channel, room.Owner), err
}

// messageURL is the page that shows a message.
func messageURL(r *web.Request, m chat.Message) string {
	return fmt.Sprintf("%s#message-%d", r.CameFrom(page.ChannelURL(m.Channel)), m.ID)
}

// ShowEdit opens the composer on a message that was sent.
func (h *Handlers) ShowEdit(r *web.Request) error {
	m, err := h.ownMessage(r)
	if err == nil {
		err = h.checkOpen(r, m.Channel, chat.Closed.TakesChanges)
	}
	if err != nil {
		return err
	}
	return h.sendEdit(r, fiber.StatusOK, views.EditFormProps{
		Channel: m.Channel, MessageID: m.ID, Version: m.EditedTS.Text(), Text: m.Content,
	})
}

func (h *Handlers) sendEdit(r *web.Request, status int, edit views.EditFormProps) error {
	if r.HTMX() {
		return web.SendPage(r.HTTP, status, views.EditForm(edit))
	}
	return h.sendChatPage(r, chatPage{channel: edit.Channel, status: status, compose: views.ComposerProps{Edit: &edit}})
}

func (h *Handlers) EditForm(r *web.Request) error {
	form, err := r.BodyFields()
	if err != nil {
		return err
	}
	m, err := h.sentMessage(r)
	if err != nil {
		return h.refuseEdit(r, err)
	}
	text, err := chat.ParseMessageText(form.Text("text"))
	if chat.SameInField(text, m.Content) {
		text = m.Content
	}
	if err == nil {
		err = h.editMessage(r, m.ID, form.Text(views.VersionField), text)
	}
	if err == nil {
		return h.edited(r, m, text)
	}
	if errors.Is(err, chat.ErrEdited) {
		return h.showBothTexts(r, form.Text("text"))
	}
	status, sentence, failure := h.RefusalWithText(r, err)
	if failure != nil || r.HTMX() || m.Deleted {
		return h.refuseEdit(r, err)
	}
	return h.sendEdit(r, status, views.EditFormProps{
		Channel: m.Channel, MessageID: m.ID, Version: form.Text(views.VersionField), Text: form.Text("text"), Error: sentence,
	})
}

// edited says which version was made of a message, for what was typed on meanwhile,
// unless that was edited elsewhere since.
func (h *Handlers) edited(r *web.Request, m chat.Message, text string) error {
	now, err := h.store.Message(r.Ctx, r.User.Username, m.ID)
	if err == nil && now.Content == text {
		r.Set("Edited-TS", now.EditedTS.Text())
	}
	return r.Done(messageURL(r, m))
}

// ErrTwoTexts is Conflict: the text was changed elsewhere since the edit began.
var ErrTwoTexts = chat.Errorf(chat.Conflict, "The message was edited elsewhere meanwhile. Your text is not saved: saving it now replaces the other one.")

// showBothTexts shows what a message says by now beside what its sender wants it to
// say; to save that once more is to know of the other.
func (h *Handlers) showBothTexts(r *web.Request, mine string) error {
	m, err := h.ownMessage(r)
	if err != nil {
		return h.refuseEdit(r, err)
	}
	edit := views.EditFormProps{
		Channel: m.Channel, MessageID: m.ID, Version: m.EditedTS.Text(), Text: mine, Theirs: m.Content, Error: r.Says(ErrTwoTexts),
	}
	if r.HTMX() {
		return web.SendPage(r.HTTP, fiber.StatusUnprocessableEntity, views.EditConflict(edit))
	}
	return h.sendEdit(r, fiber.StatusUnprocessableEntity, edit)
}

// EditRateLimited keeps an edit that came too soon.
func (h *Handlers) EditRateLimited(r *web.Request, sentence string) error {
	form, err := r.BodyFields()
	if err != nil {
		return err
	}
	m, err := h.ownMessage(r)
	if err != nil {
		return err
	}
	return h.sendEdit(r, fiber.StatusTooManyRequests, views.EditFormProps{
		Channel: m.Channel, MessageID: m.ID, Version: form.Text(views.VersionField), Text: form.Text("text"), Error: sentence,
	})
}

// refuseEdit says beside the edit form, where there is one, what is wrong.
func (h *Handlers) refuseEdit(r *web.Request, err error) error {
	sentence, failure := r.Refusal(err)
	if failure != nil || !r.HTMX() {
		return err
	}
	return web.SendPage(r.HTTP, fiber.StatusUnprocessableEntity, views.ComposerError(true, sentence))
}

func (h *Handlers) ShowDelete(r *web.Request) error {
	m, err := h.deletableMessage(r)
	if err == nil && m.Deleted {
		err = chat.ErrDeleted
	}
	if err != nil {
		return err
	}
	return h.sendDelete(r, fiber.StatusOK, m, "")
}

func (h *Handlers) sendDelete(r *web.Request, status int, m chat.Message, failure string) error {
	props := views.DeleteMessageProps{BackURL: r.BackURL(page.ChannelURL(m.Channel)), MessageID: m.ID, Excerpt: h.excerpt(r, m), Error: failure}
	if m.Sender != r.User.Username {
		var err error
		if props.Sender, err = h.Shown(r, m.Sender); err != nil {
			return err
		}
	}
	return h.SendDialog(r, status, r.T("Delete a message"), views.DeleteMessageDialog(props))
}

func (h *Handlers) DeleteForm(r *web.Request) error {
	m, err := h.deletableMessage(r)
	if err == nil {
		err = h.store.DeleteMessage(h.Audited(r), r.User.Username, m.ID, r.Now)
	}
	if err == nil {
		return r.CloseDialog(messageURL(r, m))
	}
	sentence, err := r.Refusal(err)
	if err != nil {
		return err
	}
	return h.sendDelete(r, fiber.StatusUnprocessableEntity, m, sentence)
}
