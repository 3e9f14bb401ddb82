package handlers

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

// sendText answers with a word or one sentence.
func sendText(c *fiber.Ctx, status int, text string) error {
	c.Set(fiber.HeaderContentType, fiber.MIMETextPlainCharsetUTF8)
	return c.Status(status).SendString(text)
}

// sendOK answers a change that was made, or the error that stood against it.
func sendOK(r *request, err error) error {
	if err != nil {
		return err
	}
	return sendText(r.Ctx, fiber.StatusOK, "ok")
}

// sendList answers with a JSON list, an empty one for nil.
func sendList[T any](r *request, list []T) error {
	if list == nil {
		list = []T{}
	}
	return r.JSON(list)
}

// sendPage renders a document completely before any of it is sent: half a page
// followed by an error would be neither.
func sendPage(c *fiber.Ctx, status int, page templ.Component) error {
	return draw(c.UserContext(), c, status, page)
}

// sendMessages is sendPage of what messages are drawn in, which nobody knows the
// length of: it fails when the answer is due, as templ looks before each component.
func (r *request) sendMessages(status int, page templ.Component) error {
	return draw(r.ctx, r.Ctx, status, page)
}

func draw(ctx context.Context, c *fiber.Ctx, status int, page templ.Component) error {
	const keptBuffer = 1 << 20 // bytes; a page of usual messages has some ten thousand
	buffer := templ.GetBuffer()
	defer func() {
		if buffer.Cap() <= keptBuffer {
			templ.ReleaseBuffer(buffer)
		}
	}()
	if user, ok := c.Locals(userKey).(string); ok {
		ctx = views.DrawnFor(ctx, user)
	}
	if look, ok := c.Locals(lookKey).(chat.Look); ok {
		ctx = views.LooksLike(ctx, look)
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

func (s *server) pageProps(title string) views.PageProps {
	return views.PageProps{Title: title, AssetBase: s.Assets.Base()}
}

// stamp is a time in JSON: seconds since the Unix epoch, unrounded. What no
// clock could show, written by another program, is null.
type stamp chat.Stamp

// MarshalJSON writes the number.
func (s stamp) MarshalJSON() ([]byte, error) {
	if !chat.Stamp(s).Valid() {
		return []byte("null"), nil
	}
	return json.Marshal(float64(s))
}

// optionalStamp is a stamp that is null when there is none.
type optionalStamp chat.Stamp

// MarshalJSON writes the number or null.
func (s optionalStamp) MarshalJSON() ([]byte, error) {
	if s == 0 {
		return []byte("null"), nil
	}
	return stamp(s).MarshalJSON()
}

// optionalID is a number that is null when it is 0.
type optionalID int64

// MarshalJSON writes the number or null.
func (id optionalID) MarshalJSON() ([]byte, error) {
	if id == 0 {
		return []byte("null"), nil
	}
	return json.Marshal(int64(id))
}

// flag is a boolean that is 0 or 1 in JSON.
type flag bool

// MarshalJSON writes 0 or 1.
func (f flag) MarshalJSON() ([]byte, error) {
	if f {
		return []byte("1"), nil
	}
	return []byte("0"), nil
}
