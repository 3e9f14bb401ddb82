package web

import (
	"bytes"
	"context"
	"encoding/json"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"minimost/chat"
	"minimost/lang"
	"minimost/views"
)

// SendText answers with a word or one sentence.
func SendText(c *fiber.Ctx, status int, text string) error {
	c.Set(fiber.HeaderContentType, fiber.MIMETextPlainCharsetUTF8)
	return c.Status(status).SendString(text)
}

// SendOK answers a change that was made, or the error that stood against it.
func SendOK(r *Request, err error) error {
	if err != nil {
		return err
	}
	return SendText(r.HTTP, fiber.StatusOK, "ok")
}

// SendList answers with a JSON list, an empty one for nil.
func SendList[T any](r *Request, list []T) error {
	if list == nil {
		list = []T{}
	}
	return r.JSON(list)
}

// SendListOf sends a list of what each of the items is to programs.
func SendListOf[Item, JSON any](r *Request, items []Item, as func(Item) JSON) error {
	list := make([]JSON, len(items))
	for i, item := range items {
		list[i] = as(item)
	}
	return r.JSON(list)
}

// SendPage renders a document completely before any of it is sent: half a page
// followed by an error would be neither.
func SendPage(c *fiber.Ctx, status int, page templ.Component) error {
	return draw(c.UserContext(), c, status, page)
}

// SendMessages is SendPage of what messages are drawn in, which nobody knows the
// length of: it fails when the answer is due, as templ looks before each component.
func (r *Request) SendMessages(status int, page templ.Component) error {
	return draw(r.Ctx, r.HTTP, status, page)
}

func draw(ctx context.Context, c *fiber.Ctx, status int, page templ.Component) error {
	const keptBuffer = 1 << 20 // bytes; a page of usual messages has some ten thousand
	buffer := templ.GetBuffer()
	defer func() {
		if buffer.Cap() <= keptBuffer {
			templ.ReleaseBuffer(buffer)
		}
	}()
	if user, ok := c.Locals(userKey).(*chat.User); ok {
		ctx = views.DrawnFor(ctx, user.Username)
	}
	if look, ok := c.Locals(LookKey).(*chat.Look); ok {
		ctx = views.LooksLike(ctx, *look)
	}
	if err := page.Render(lang.In(ctx, languageOf(c)), buffer); err != nil {
		return err
	}
	c.Set(fiber.HeaderContentType, fiber.MIMETextHTMLCharsetUTF8)
	if answer := c.Status(status).Response(); buffer.Len() < heldFrom {
		answer.SetBody(buffer.Bytes())
	} else {
		answer.SetBodyRaw(bytes.Clone(buffer.Bytes())) // fasthttp would keep a large buffer for the next answer
	}
	return nil
}

// PageProps is what every document needs.
func (s *Server) PageProps(title string) views.PageProps {
	return views.PageProps{Title: title, AssetBase: s.Assets.Base(), Broken: s.broken()}
}

// Stamp is a time in JSON: seconds since the Unix epoch, unrounded. What no
// clock could show, written by another program, is null.
type Stamp chat.Stamp

// MarshalJSON writes the number.
func (s Stamp) MarshalJSON() ([]byte, error) {
	if !chat.Stamp(s).Valid() {
		return []byte("null"), nil
	}
	return json.Marshal(float64(s))
}

// OptionalStamp is a stamp that is null when there is none.
type OptionalStamp chat.Stamp

// MarshalJSON writes the number or null.
func (s OptionalStamp) MarshalJSON() ([]byte, error) {
	if s == 0 {
		return []byte("null"), nil
	}
	return Stamp(s).MarshalJSON()
}

// OptionalID is a number that is null when it is 0.
type OptionalID int64

// MarshalJSON writes the number or null.
func (id OptionalID) MarshalJSON() ([]byte, error) {
	if id == 0 {
		return []byte("null"), nil
	}
	return json.Marshal(int64(id))
}

// Flag is a boolean that is 0 or 1 in JSON.
type Flag bool

// MarshalJSON writes 0 or 1.
func (f Flag) MarshalJSON() ([]byte, error) {
	if f {
		return []byte("1"), nil
	}
	return []byte("0"), nil
}

// NoContent answers 204.
func NoContent(r *Request) error {
	r.Status(fiber.StatusNoContent)
	return nil
}

// Quietly answers 204 for a refusal too: the silent routes say nothing of what
// someone may not do. Any other error is one.
func Quietly(r *Request, err error) error {
	if err != nil && !Refused(err) {
		return err
	}
	return NoContent(r)
}

// Refused reports whether err is about the request, not about the server.
func Refused(err error) bool {
	switch chat.CodeOf(err) {
	case chat.Invalid, chat.Forbidden, chat.NotFound, chat.Conflict, chat.TooLarge:
		return true
	}
	return false
}
