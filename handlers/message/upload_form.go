package message

import (
	"github.com/gofiber/fiber/v2"

	"minimost/handlers/web"

	"minimost/chat"
	"minimost/page"
	"minimost/views"
)

// ShowUpload is the form that files are chosen in without scripts.
func (h *Handlers) ShowUpload(r *web.Request) error { return h.sendUpload(r, fiber.StatusOK, "") }

func (h *Handlers) sendUpload(r *web.Request, status int, sentence string) error {
	if _, err := h.Cache.Access(r.Ctx, r.User.Username, r.Channel(), r.Now); err != nil {
		return err
	}
	return h.SendDialog(r, status, r.T("Attach files"), views.UploadDialog(views.UploadDialogProps{
		BackURL: r.BackURL(page.ChannelURL(r.Channel())), Channel: r.Channel(), Person: r.User.Username, Error: sentence,
		MaxSize: chat.FileSize(h.uploads.MaxFile),
	}))
}

// UploadForm stores files that wait in the composer to be sent.
func (h *Handlers) UploadForm(r *web.Request) error {
	if _, err := h.Cache.Access(r.Ctx, r.User.Username, r.Channel(), r.Now); err != nil {
		return err
	}
	files, err := h.takeFiles(r, r.Channel())
	if err == nil && r.HTMX() {
		return web.SendPage(r.HTTP, fiber.StatusOK, views.ComposerFiles(views.ShowFiles(files)))
	}
	if err == nil {
		return r.Redirect(page.ChannelURL(r.Channel()), fiber.StatusSeeOther)
	}
	if r.HTMX() {
		return err
	}
	switch chat.CodeOf(err) {
	case chat.Invalid, chat.Conflict, chat.TooLarge, chat.Full:
		return h.sendUpload(r, web.Statuses[chat.CodeOf(err)], r.Says(err))
	}
	return err
}

// DropFile takes a file back that waits to be sent. Without scripts the page comes back
// with what was typed.
func (h *Handlers) DropFile(r *web.Request) error {
	form, err := r.BodyFields()
	if err != nil {
		return err
	}
	f, err := h.store.File(r.Ctx, r.User.Username, r.ID("id"))
	if err == nil && (f.Uploader != r.User.Username || f.MessageID != 0) {
		err = chat.ErrNoFile
	}
	if err == nil {
		err = h.store.DropFile(r.Ctx, r.User.Username, f.ID)
	}
	if err != nil {
		return err
	}
	if r.HTMX() || f.Channel == "" {
		return r.Done(web.CleanURL)
	}
	return h.sendChatPage(r, chatPage{
		channel: f.Channel, status: fiber.StatusOK, compose: views.ComposerProps{Draft: form.Text("text")},
	})
}
