package handlers

import (
	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"minimost/chat"
	"minimost/page"
)

// liveSince is the header that carries the cursor for the next poll.
const liveSince = "Live-Since"

// poll answers what has changed on a page since its cursor: out-of-band
// fragments, or 204 when there are none. That most often nothing has happened
// at all is known without asking the store.
func (s *server) poll(r *request) error {
	if err := s.polled(r); err != nil {
		return err
	}
	raw, channel := r.Query("since"), r.channel()
	if r.Query("grown") == "" && s.pages.Fresh(r.user.Username, channel, page.ParsePosition(raw), r.now) {
		return noContent(r)
	}
	since, err := parseCursor(r, raw)
	if err != nil {
		return err
	}
	release, err := s.making.take(r.ctx, r.user.Username)
	if err != nil {
		return err
	}
	defer release()
	update, err := s.pages.Update(r.reader(), channel, since, page.WholePage)
	if chat.CodeOf(err) == chat.Forbidden {
		return sendAway(r)
	}
	if err != nil {
		return err
	}
	r.Set(liveSince, update.Next.String())
	if update.EpochChanged {
		r.Set("HX-Trigger", page.EpochChanged)
	}
	if len(update.Fragments) == 0 {
		return noContent(r)
	}
	return r.sendMessages(fiber.StatusOK, templ.Join(update.Fragments...))
}

// pollOfNoChannel takes a sign of life of a page that shows no channel.
func (s *server) pollOfNoChannel(r *request) error {
	if err := s.polled(r); err != nil {
		return err
	}
	return noContent(r)
}

// sendAway sends a page to another: nothing of its channel may stay on it.
func sendAway(r *request) error {
	r.Set("HX-Redirect", page.GoneURL)
	return noContent(r)
}

// parseCursor reads a cursor, and what the page shows, to which messages may have
// been loaded since it was given that. It is Invalid for what is none.
func parseCursor(r *request, raw string) (page.Cursor, error) {
	since, err := page.ParseCursor(raw)
	oldest, ok := chat.ParseStamp(r.Query("oldest"))
	newest, also := chat.ParseStamp(r.Query("newest"))
	if err == nil && ok && also {
		since.Extend(oldest, newest, r.Query("later") != "")
	}
	return since, err
}
