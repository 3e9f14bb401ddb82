package web

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

// Holder is the page that asks, by the id of its tab and of the one before it.
func (r *Request) Holder(tab, follows string) push.Holder {
	return push.Holder{User: r.User.Username, Session: r.Session, Cookie: r.Cookies(auth.Cookie), Tab: tab, Follows: follows}
}

// Polled takes a poll for a sign of life of the page that asks.
func (s *Server) Polled(r *Request) error {
	tab, follows := r.Query("tab"), r.Query("follows")
	state, known := chat.ParseState(r.Query("state"))
	word := ParseID(r.Query("n"))
	if tab == "" || !known || state == chat.Offline || word == 0 || max(len(tab), len(follows)) > chat.MaxTabBytes {
		return nil
	}
	s.Liveness.Polled(r.Ctx, r.Holder(tab, follows), state, word, r.Now)
	return s.UnlessEnded(r)
}

// navigated takes the request for a document for what follows a page that is
// ending.
func (s *Server) navigated(r *Request, route Route) {
	if route.Answer != Page || route.Method != fiber.MethodGet || r.HTMX() || !r.LoggedIn() || !isDocument(r.HTTP) {
		return
	}
	if err := s.store.Navigate(r.Ctx, r.User.Username, r.Session, r.Now); err != nil {
		s.Logger.Error("note that a page is asked for", "request", RequestID(r.HTTP), "error", err)
	}
}

// isDocument reports whether a browser asks for what it is going to show in a tab.
func isDocument(c *fiber.Ctx) bool {
	if kind := c.Get("Sec-Fetch-Dest"); kind != "" {
		return kind == "document" && c.Get("Sec-Purpose") == ""
	}
	return strings.Contains(c.Get(fiber.HeaderAccept), fiber.MIMETextHTML)
}

// UnlessEnded takes back what was recorded of a page whose session ended since the
// request was let in: if it was this one, its logout may have come before that.
func (s *Server) UnlessEnded(r *Request) error {
	if s.Sessions.Ended() == r.Ended {
		return nil
	}
	found, err := s.Sessions.Read(r.Ctx, r.Cookies(auth.Cookie), r.Now)
	if err != nil || found.Known() {
		return err
	}
	return s.store.EndSession(r.Ctx, r.User.Username, r.Session, r.Now)
}
