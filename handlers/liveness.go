package handlers

import (
	"context"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"minimost/auth"
	"minimost/chat"
	"minimost/liveness"
	"minimost/push"
)

// Liveness is told which pages are open, by their sockets, polls and words.
type Liveness interface {
	push.Liveness
	// Polled is told of a request of a page that has no socket, with its state.
	Polled(ctx context.Context, page push.Holder, state chat.State, word int64, now time.Time)
	// Left is told by a request that a page goes.
	Left(ctx context.Context, page push.Holder, goes chat.Word, word int64, now time.Time)
}

type livenessStore interface {
	liveness.Store
	// Navigate records that a session asked for a page.
	Navigate(ctx context.Context, user, session string, now time.Time) error
}

// holder is the page that asks, by the id of its tab and of the one before it.
func (r *request) holder(tab, follows string) push.Holder {
	return push.Holder{User: r.user.Username, Session: r.session, Cookie: r.Cookies(auth.Cookie), Tab: tab, Follows: follows}
}

// polled takes a poll for a sign of life of the page that asks.
func (s *server) polled(r *request) error {
	tab, follows := r.Query("tab"), r.Query("follows")
	state, known := chat.ParseState(r.Query("state"))
	word := parseID(r.Query("n"))
	if tab == "" || !known || state == chat.Offline || word == 0 || max(len(tab), len(follows)) > chat.MaxTabBytes {
		return nil
	}
	s.Liveness.Polled(r.ctx, r.holder(tab, follows), state, word, r.now)
	return s.unlessEnded(r)
}

// navigated takes the request for a document for what follows a page that is
// ending.
func (s *server) navigated(r *request, route Route) {
	if route.Answer != Page || route.Method != fiber.MethodGet || r.htmx() || !r.loggedIn() || !isDocument(r.Ctx) {
		return
	}
	if err := s.Store.Navigate(r.ctx, r.user.Username, r.session, r.now); err != nil {
		s.Logger.Error("note that a page is asked for", "request", requestID(r.Ctx), "error", err)
	}
}

// isDocument reports whether a browser asks for what it is going to show in a tab.
func isDocument(c *fiber.Ctx) bool {
	if kind := c.Get("Sec-Fetch-Dest"); kind != "" {
		return kind == "document" && c.Get("Sec-Purpose") == ""
	}
	return strings.Contains(c.Get(fiber.HeaderAccept), fiber.MIMETextHTML)
}

// unlessEnded takes back what was recorded of a page whose session ended since the
// request was let in: if it was this one, its logout may have come before that.
func (s *server) unlessEnded(r *request) error {
	if s.sessions.Ended() == r.ended {
		return nil
	}
	found, err := s.sessions.Read(r.ctx, r.Cookies(auth.Cookie), r.now)
	if err != nil || found.Known() {
		return err
	}
	return s.Store.EndSession(r.ctx, r.user.Username, r.session, r.now)
}
