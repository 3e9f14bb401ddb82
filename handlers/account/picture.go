package account

import (
	"context"
	"errors"
	"io"
	"strconv"
	"strings"
	"time"

	"minimost/handlers/web"

	"github.com/gofiber/fiber/v2"

	"minimost/chat"
	"minimost/images"
)

type pictureStore interface {
	// Picture is NotFound for somebody without one.
	Picture(ctx context.Context, username string) (chat.Picture, error)
	// SavePicture takes it away with the zero Picture.
	SavePicture(ctx context.Context, username string, p chat.Picture, now time.Time) error
}

// KeptPicture is how long a picture of a number is kept: it never changes.
const KeptPicture = "private, max-age=31536000, immutable"

var (
	errNoPictureSent  = chat.Errorf(chat.Invalid, "Choose a picture.")
	errNotAPicture    = chat.Errorf(chat.Invalid, "That is no picture that can be shown. Choose a JPEG, PNG, GIF or WebP.")
	errPictureTooWide = chat.Errorf(chat.Invalid, "The picture has too many pixels. Choose a smaller one.")
)

// Picture is that of the account in the path.
func (h *Handlers) Picture(r *web.Request) error {
	p, err := h.store.Picture(r.Ctx, r.Params("name"))
	if err != nil {
		return err
	}
	if r.Query("v") == strconv.FormatInt(p.Number, 10) {
		r.Set(fiber.HeaderCacheControl, KeptPicture)
	}
	r.Set(fiber.HeaderContentType, p.Kind)
	return r.Send(p.Data)
}

// SetPicture stores the picture in a form, or takes it away.
func (h *Handlers) SetPicture(r *web.Request) error { return web.SendOK(r, h.savePicture(r)) }

func (h *Handlers) savePicture(r *web.Request) error {
	p, err := pictureIn(r)
	if err != nil {
		return err
	}
	return h.store.SavePicture(r.Ctx, r.User.Username, p, r.Now)
}

// pictureIn reads the field "picture" of a form, cropped to a square, or the field
// "remove", for which it is the zero Picture.
func pictureIn(r *web.Request) (p chat.Picture, err error) {
	form, err := r.BodyFields()
	if err != nil {
		return p, err
	}
	if form.Text("remove") != "" {
		return p, nil
	}
	data, err := fileIn(r, "picture")
	if err != nil {
		return p, err
	}
	p.Data, p.Kind, err = images.Square(data, chat.PictureSide)
	if errors.Is(err, images.ErrTooLarge) {
		return p, errPictureTooWide
	}
	if err != nil {
		return p, errNotAPicture
	}
	return p, nil
}

// fileIn is the content of a form's file. The request is bounded already.
func fileIn(r *web.Request, field string) ([]byte, error) {
	if !strings.HasPrefix(r.Get(fiber.HeaderContentType), fiber.MIMEMultipartForm) {
		return nil, errNoPictureSent
	}
	header, err := r.FormFile(field)
	if err != nil || header.Size == 0 {
		return nil, errNoPictureSent
	}
	file, err := header.Open()
	if err != nil {
		return nil, err
	}
	data, err := io.ReadAll(file)
	return data, errors.Join(err, file.Close())
}

// PictureForm is that of the profile's dialog.
func (h *Handlers) PictureForm(r *web.Request) error {
	err := h.savePicture(r)
	if err == nil && !r.HTMX() {
		return r.Redirect(profilePage, fiber.StatusSeeOther)
	}
	if err == nil {
		return h.sendSavedProfile(r)
	}
	sentence, err := r.Refusal(err)
	if err != nil {
		return err
	}
	props, err := h.profileProps(r)
	if err != nil {
		return err
	}
	props.PictureError = sentence
	return h.sendProfile(r, fiber.StatusUnprocessableEntity, props)
}
