package web

import (
	"net/url"
	"time"

	"github.com/gofiber/fiber/v2"
)

const (
	// LastChannelCookie has the channel that this browser showed last.
	LastChannelCookie = "minimost_channel"
	lastChannelKept   = 365 * 24 * time.Hour

	// leftCookie has the name of the private channel that was left here a moment ago.
	leftCookie = "minimost_left"
	// LeftKept is how long pages of one who left say so.
	LeftKept = 20 * time.Second
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
	for _, name := range []string{LastChannelCookie, leftCookie} {
		r.Cookie(&fiber.Cookie{Name: name, Path: "/", HTTPOnly: true, SameSite: "Lax", Secure: s.Secure, Expires: time.Unix(1, 0)})
	}
}

// Left is the name of the private channel that was left in this browser a moment ago, or "".
func (r *Request) Left() string {
	name, err := url.QueryUnescape(r.Cookies(leftCookie))
	if err != nil {
		return ""
	}
	return name
}

// KeepLeft has the pages that are sent away from a channel say that it was left: whoever left it may not read its name any
// more.
func (s *Server) KeepLeft(r *Request, name string) {
	r.Cookie(&fiber.Cookie{
		Name: leftCookie, Value: url.QueryEscape(name), Path: "/", HTTPOnly: true, SameSite: "Lax",
		Secure: s.Secure, Expires: r.Now.Add(LeftKept),
	})
}
