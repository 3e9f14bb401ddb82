package presence

import (
	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"minimost/handlers/web"

	"minimost/chat"
	"minimost/page"
)

// LiveSince is the header that carries the cursor for the next poll.
const LiveSince = "Live-Since"

// Poll answers what has changed on a page since its cursor: out-of-band
// fragments, or 204 when there are none. That most often nothing has happened
// at all is known without asking the store.
func (h *Handlers) Poll(r *web.Request) error {
	if err := h.Polled(r); err != nil {
		return err
	}
	return h.pollPage(r, r.Channel())
}

func (h *Handlers) pollPage(r *web.Request, channel string) error {
	raw := r.Query("since")
	if r.Query("grown") == "" && h.Pages.Fresh(r.User.Username, channel, page.ParsePosition(raw), r.Now) {
		return web.NoContent(r)
	}
	since, err := parseCursor(r, raw)
	if err != nil {
		return err
	}
	release, err := h.Making.Take(r.Ctx, r.User.Username)
	if err != nil {
		return err
	}
	defer release()
	update, err := h.Pages.Update(r.Reader(), channel, since, page.WholePage)
	if chat.CodeOf(err) == chat.Forbidden {
		return sendAway(r)
	}
	if err != nil {
		return err
	}
	r.Set(LiveSince, update.Next.String())
	if update.EpochChanged {
		r.Set("HX-Trigger", page.EpochChanged)
	}
	if len(update.Fragments) == 0 {
		return web.NoContent(r)
	}
	return r.SendMessages(fiber.StatusOK, templ.Join(update.Fragments...))
}

// PollOfNoChannel is poll for a page that shows no channel: a sign of life, and what has
// changed where it says that it shows what changes.
func (h *Handlers) PollOfNoChannel(r *web.Request) error {
	if err := h.Polled(r); err != nil {
		return err
	}
	if shown := page.Listed(r.Query("shows")); shown != "" {
		return h.pollPage(r, shown)
	}
	return web.NoContent(r)
}

// sendAway sends a page to another: nothing of its channel may stay on it.
func sendAway(r *web.Request) error {
	r.Set("HX-Redirect", page.GoneURL)
	return web.NoContent(r)
}

// parseCursor reads a cursor, and what the page shows, to which messages may have
// been loaded since it was given that. It is Invalid for what is none.
func parseCursor(r *web.Request, raw string) (page.Cursor, error) {
	since, err := page.ParseCursor(raw)
	oldest, ok := chat.ParseStamp(r.Query("oldest"))
	newest, also := chat.ParseStamp(r.Query("newest"))
	if err == nil && ok && also {
		since.Extend(oldest, newest, r.Query("later") != "")
	}
	return since, err
}
