package web

import (
	"time"

	"github.com/gofiber/fiber/v2"
)

const (
	// LastChannelCookie has the channel that this browser showed last.
	LastChannelCookie = "minimost_channel"
	lastChannelKept   = 365 * 24 * time.Hour
)

// LastChannel is the channel that this browser showed last.
func (r *Request) LastChannel() string { return r.Cookies(LastChannelCookie) }

// KeepLastChannel has the browser open this channel next time.
func (s *Server) KeepLastChannel(r *Request, channel string) {
	r.Cookie(&fiber.Cookie{
		Name: LastChannelCookie, Value: channel, Path: "/", HTTPOnly: true, SameSite: "Lax",
		Secure: s.Secure, Expires: r.Now.Add(lastChannelKept),
	})
}

// ForgetLastChannel keeps whoever uses this browser next from reading where the last
// one was.
func (s *Server) ForgetLastChannel(r *Request) {
	r.Cookie(&fiber.Cookie{Name: LastChannelCookie, Path: "/", HTTPOnly: true, SameSite: "Lax", Secure: s.Secure, Expires: time.Unix(1, 0)})
}
