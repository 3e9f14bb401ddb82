package handlers

import (
	"errors"
	"fmt"

	"github.com/gofiber/fiber/v2"

	"minimost/chat"
	"minimost/page"
	"minimost/views"
)

func (s *server) sendForm(r *request) error {
	// No page could be shown with the error on it.
	if _, err := chat.ParseChannelToPost(r.channel()); err != nil {
		return err
	}
	form, err := r.bodyFields()
	if err != nil {
		return err
	}
	files, err := fileIDs(form(fileField))
	text := ""
	if err == nil {
		text, err = chat.ParseFileText(form.text("text"), len(files))
	}
	replyTo := parseID(form.text("reply_to_id"))
	if err == nil {
		_, err = s.Store.SendFiles(r.tellingAll(form.text(views.TellAllField)), r.user.Username, r.channel(), text, replyTo, files, r.now)
	}
	if err == nil {
		r.Set("HX-Trigger", triggerSent)
		return r.done(page.ChannelURL(r.channel()))
	}
	asks := errors.Is(err, chat.ErrAskMentions)
	status, sentence, err := s.refusalWithText(r, err)
	if err != nil {
		return err
	}
	switch {
	case r.htmx() && asks:
		return sendPage(r.Ctx, status, views.AskMentions(sentence))
	case r.htmx():
		return sendPage(r.Ctx, status, views.ComposerError(false, sentence))
	}
	return s.sendDraft(r, status, form, sentence, asks)
}

// sendDraft shows the page with what could not be sent, and why.
func (s *server) sendDraft(r *request, status int, form fields, sentence string, asks bool) error {
	compose := views.ComposerProps{Draft: form.text("text"), Error: sentence, AsksMentions: asks}
	m, err := s.Store.Message(r.ctx, r.user.Username, parseID(form.text("reply_to_id")))
	if err == nil && m.Channel == r.channel() {
		if compose.Reply, err = s.replyPreview(r, m); err != nil {
			return err
		}
	}
	return s.sendChatPage(r, chatPage{channel: r.channel(), status: status, compose: compose})
}

// sendRateLimited keeps a text that came too soon.
func (s *server) sendRateLimited(r *request, sentence string) error {
	form, err := r.bodyFields()
	if err != nil {
		return err
	}
	return s.sendDraft(r, fiber.StatusTooManyRequests, form, sentence, false)
}

func (s *server) replyPreview(r *request, m chat.Message) (*views.ReplyPreviewProps, error) {
	sender, err := s.shown(r, m.Sender)
	return &views.ReplyPreviewProps{Channel: m.Channel, MessageID: m.ID, Sender: sender, Excerpt: r.excerpt(m)}, err
}

// excerpt says in a line which message it is.
func (r *request) excerpt(m chat.Message) string {
	if m.Deleted {
		return r.T("This message was deleted.")
	}
	return views.Excerpt(views.Line(r.language(), m))
}

// showReply opens the composer on a reply.
func (s *server) showReply(r *request) error {
	m, err := s.Store.Message(r.ctx, r.user.Username, r.id("id"))
	if err != nil {
		return err
	}
	if m.Deleted || m.ContentType == chat.ContentSystem {
		return chat.ErrNoMessage
	}
	reply, err := s.replyPreview(r, m)
	if err != nil {
		return err
	}
	if r.htmx() {
		return sendPage(r.Ctx, fiber.StatusOK, views.ReplyPreview(*reply))
	}
	return s.sendChatPage(r, chatPage{channel: m.Channel, status: fiber.StatusOK, compose: views.ComposerProps{Reply: reply}})
}

// ownMessage is the message in the path, or an error that says why the user
// cannot change it. One that does not exist is somebody else's.
func (s *server) ownMessage(r *request) (chat.Message, error) {
	m, err := s.sentMessage(r)
	if err == nil && m.Deleted {
		err = chat.ErrDeleted
	}
	return m, err
}

// sentMessage is ownMessage for a change that may have been made before: the store
// knows whether a message was deleted by it.
func (s *server) sentMessage(r *request) (chat.Message, error) {
	m, err := s.Store.Message(r.ctx, r.user.Username, r.id("id"))
	if chat.CodeOf(err) == chat.NotFound {
		err = chat.ErrNotSender
	}
	if err == nil {
		err = chat.CheckSender(m, r.user.Username)
	}
	if errors.Is(err, chat.ErrDeleted) {
		err = nil
	}
	return m, err
}

// deletableMessage is the message in the path, or an error that says why the user
// cannot delete it; one that was deleted is none, for that may have been this
// request's doing before.
func (s *server) deletableMessage(r *request) (chat.Message, error) {
	m, err := s.Store.Message(r.ctx, r.user.Username, r.id("id"))
	if chat.CodeOf(err) == chat.NotFound {
		err = chat.ErrNotSender
	}
	if err != nil {
		return m, err
	}
	as, err := s.moderator(r, m)
	if err == nil {
		err = chat.CheckDelete(m, r.user.Username, as)
	}
	if errors.Is(err, chat.ErrDeleted) {
		err = nil
	}
	return m, err
}

// moderator is what the user is in the channel of a message.
func (s *server) moderator(r *request, m chat.Message) (chat.Moderator, error) {
	access, err := s.cache.Access(r.ctx, r.user.Username, m.Channel, r.now)
	if err != nil {
		return chat.NoModerator, err
	}
	room, err := s.pages.Room(r.reader(), access.Channel)
	return chat.ModeratorOf(r.user, access.Channel, room.Owner), err
}

// messageURL is the page that shows a message.
func (r *request) messageURL(m chat.Message) string {
	return fmt.Sprintf("%s#message-%d", r.cameFrom(page.ChannelURL(m.Channel)), m.ID)
}

// showEdit opens the composer on a message that was sent.
func (s *server) showEdit(r *request) error {
	m, err := s.ownMessage(r)
	if err != nil {
		return err
	}
	return s.sendEdit(r, fiber.StatusOK, views.EditFormProps{
		Channel: m.Channel, MessageID: m.ID, Version: m.EditedTS.Text(), Text: m.Content,
	})
}

func (s *server) sendEdit(r *request, status int, edit views.EditFormProps) error {
	if r.htmx() {
		return sendPage(r.Ctx, status, views.EditForm(edit))
	}
	return s.sendChatPage(r, chatPage{channel: edit.Channel, status: status, compose: views.ComposerProps{Edit: &edit}})
}

func (s *server) editForm(r *request) error {
	form, err := r.bodyFields()
	if err != nil {
		return err
	}
	m, err := s.sentMessage(r)
	if err != nil {
		return s.refuseEdit(r, err)
	}
	text, err := chat.ParseMessageText(form.text("text"))
	if chat.SameInField(text, m.Content) {
		text = m.Content
	}
	if err == nil {
		err = s.editMessage(r, m.ID, form.text(views.VersionField), text)
	}
	if err == nil {
		return r.done(r.messageURL(m))
	}
	if errors.Is(err, chat.ErrEdited) {
		return s.showBothTexts(r, form.text("text"))
	}
	status, sentence, failure := s.refusalWithText(r, err)
	if failure != nil || r.htmx() || m.Deleted {
		return s.refuseEdit(r, err)
	}
	return s.sendEdit(r, status, views.EditFormProps{
		Channel: m.Channel, MessageID: m.ID, Version: form.text(views.VersionField), Text: form.text("text"), Error: sentence,
	})
}

var errTwoTexts = chat.Errorf(chat.Conflict, "The message was edited elsewhere meanwhile. Your text is not saved: saving it now replaces the other one.")

// showBothTexts shows what a message says by now beside what its sender wants it to
// say; to save that once more is to know of the other.
func (s *server) showBothTexts(r *request, mine string) error {
	m, err := s.ownMessage(r)
	if err != nil {
		return s.refuseEdit(r, err)
	}
	edit := views.EditFormProps{
		Channel: m.Channel, MessageID: m.ID, Version: m.EditedTS.Text(), Text: mine, Theirs: m.Content, Error: r.says(errTwoTexts),
	}
	if r.htmx() {
		return sendPage(r.Ctx, fiber.StatusUnprocessableEntity, views.EditConflict(edit))
	}
	return s.sendEdit(r, fiber.StatusUnprocessableEntity, edit)
}

// editRateLimited keeps an edit that came too soon.
func (s *server) editRateLimited(r *request, sentence string) error {
	form, err := r.bodyFields()
	if err != nil {
		return err
	}
	m, err := s.ownMessage(r)
	if err != nil {
		return err
	}
	return s.sendEdit(r, fiber.StatusTooManyRequests, views.EditFormProps{
		Channel: m.Channel, MessageID: m.ID, Version: form.text(views.VersionField), Text: form.text("text"), Error: sentence,
	})
}

// refuseEdit says beside the edit form, where there is one, what is wrong.
func (s *server) refuseEdit(r *request, err error) error {
	sentence, failure := r.refusal(err)
	if failure != nil || !r.htmx() {
		return err
	}
	return sendPage(r.Ctx, fiber.StatusUnprocessableEntity, views.ComposerError(true, sentence))
}

func (s *server) showDelete(r *request) error {
	m, err := s.deletableMessage(r)
	if err == nil && m.Deleted {
		err = chat.ErrDeleted
	}
	if err != nil {
		return err
	}
	return s.sendDelete(r, fiber.StatusOK, m, "")
}

func (s *server) sendDelete(r *request, status int, m chat.Message, failure string) error {
	props := views.DeleteMessageProps{BackURL: r.backURL(page.ChannelURL(m.Channel)), MessageID: m.ID, Excerpt: r.excerpt(m), Error: failure}
	if m.Sender != r.user.Username {
		var err error
		if props.Sender, err = s.shown(r, m.Sender); err != nil {
			return err
		}
	}
	return s.sendDialog(r, status, r.T("Delete a message"), views.DeleteMessageDialog(props))
}

func (s *server) deleteForm(r *request) error {
	m, err := s.deletableMessage(r)
	if err == nil {
		err = s.Store.DeleteMessage(s.audited(r), r.user.Username, m.ID, r.now)
	}
	if err == nil {
		return r.closeDialog(r.messageURL(m))
	}
	sentence, err := r.refusal(err)
	if err != nil {
		return err
	}
	return s.sendDelete(r, fiber.StatusUnprocessableEntity, m, sentence)
}
