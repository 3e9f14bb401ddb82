package web

import (
	"context"
	"time"

	"github.com/gofiber/fiber/v2"

	"minimost/auth"
	"minimost/chat"
)

// Node is a server among several that share a database.
type Node interface {
	auth.SharedTries
	// Position is where the newest change stands that this server has made.
	Position() string
	// Reach returns once what another server changed up to a position is seen here.
	Reach(ctx context.Context, position string) error
	// CutOff reports whether people are better served by another server: this one does
	// not see the database.
	CutOff() bool
}

const (
	// positionCookie is how far the servers had come when its browser changed something
	// last: on whichever of them it asks next it finds what it did.
	positionCookie = "minimost_position"
	// positionLasts is after how long every server is there by itself.
	positionLasts = 30 * time.Second
	// reachTimeout bounds the reading of changes for whom it matters little.
	reachTimeout = time.Second
)

// catchUp reads what the browser has changed on another server. Where that cannot be read
// nothing is answered that may lack it, but where nobody is logged in: there it shows nothing.
func (s *Server) catchUp(r *Request, route Route) error {
	if s.Node == nil {
		return nil
	}
	position := r.Cookies(positionCookie)
	if position == "" {
		return nil
	}
	if route.Guard != Open {
		return s.Node.Reach(r.Ctx, position)
	}
	ctx, cancel := context.WithTimeout(r.Ctx, reachTimeout)
	defer cancel()
	if err := s.Node.Reach(ctx, position); err != nil {
		s.Logger.Error("read the changes of another server", "error", err)
	}
	return nil
}

// notePosition has the next server know how far to read. Programs that show a token
// and no cookie are not told.
func (s *Server) notePosition(c *fiber.Ctx) {
	if s.Node == nil {
		return
	}
	switch c.Method() {
	case fiber.MethodGet, fiber.MethodHead, fiber.MethodOptions:
		return
	}
	c.Cookie(&fiber.Cookie{
		Name: positionCookie, Value: s.Node.Position(), Path: "/", MaxAge: int(positionLasts / time.Second),
		HTTPOnly: true, SameSite: "Lax", Secure: s.Secure,
	})
}

// CutOff is what tells a proxy to ask another server.
func (s *Server) CutOff() error {
	if s.Node != nil && s.Node.CutOff() {
		return chat.Errorf(chat.Unavailable, "The database does not answer; try again soon.")
	}
	return nil
}
