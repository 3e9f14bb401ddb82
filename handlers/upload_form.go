package handlers

import (
	"github.com/gofiber/fiber/v2"

	"minimost/chat"
	"minimost/page"
	"minimost/views"
)

// showUpload is the form that files are chosen in without scripts.
func (s *server) showUpload(r *request) error { return s.sendUpload(r, fiber.StatusOK, "") }

func (s *server) sendUpload(r *request, status int, sentence string) error {
	if _, err := s.cache.Access(r.ctx, r.user.Username, r.channel(), r.now); err != nil {
		return err
	}
	return s.sendDialog(r, status, r.T("Attach files"), views.UploadDialog(views.UploadDialogProps{
		BackURL: r.backURL(page.ChannelURL(r.channel())), Channel: r.channel(), Person: r.user.Username, Error: sentence,
		MaxSize: chat.FileSize(s.uploads.MaxFile),
	}))
}

// uploadForm stores files that wait in the composer to be sent.
func (s *server) uploadForm(r *request) error {
	if _, err := s.cache.Access(r.ctx, r.user.Username, r.channel(), r.now); err != nil {
		return err
	}
	files, err := s.takeFiles(r, r.channel())
	if err == nil && r.htmx() {
		return sendPage(r.Ctx, fiber.StatusOK, views.ComposerFiles(views.ShowFiles(files)))
	}
	if err == nil {
		return r.Redirect(page.ChannelURL(r.channel()), fiber.StatusSeeOther)
	}
	if r.htmx() {
		return err
	}
	switch chat.CodeOf(err) {
	case chat.Invalid, chat.Conflict, chat.TooLarge, chat.Full:
		return s.sendUpload(r, statuses[chat.CodeOf(err)], r.says(err))
	}
	return err
}

// dropFile takes a file back that waits to be sent. Without scripts the page comes back
// with what was typed.
func (s *server) dropFile(r *request) error {
	form, err := r.bodyFields()
	if err != nil {
		return err
	}
	f, err := s.Store.File(r.ctx, r.user.Username, r.id("id"))
	if err == nil && (f.Uploader != r.user.Username || f.MessageID != 0) {
		err = chat.ErrNoFile
	}
	if err == nil {
		err = s.Store.DropFile(r.ctx, r.user.Username, f.ID)
	}
	if err != nil {
		return err
	}
	if r.htmx() || f.Channel == "" {
		return r.done(cleanURL)
	}
	return s.sendChatPage(r, chatPage{
		channel: f.Channel, status: fiber.StatusOK, compose: views.ComposerProps{Draft: form.text("text")},
	})
}
