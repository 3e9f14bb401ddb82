package handlers

import (
	"bytes"
	"cmp"
	"context"
	"net"
	"time"

	"github.com/gofiber/fiber/v2"

	"minimost/auth"
	"minimost/chat"
	"minimost/page"
	"minimost/push"
)

// events answers with a stream of what changes on a page, from its cursor on.
// Without room for one it answers 204, which means to poll.
func (s *server) events(r *request) error {
	since, err := parseCursor(r, cmp.Or(r.Get("Last-Event-ID"), r.Query("since")))
	if err != nil {
		return err
	}
	_, err = s.cache.Access(r.ctx, r.user.Username, r.channel(), r.now)
	if r.htmx() && chat.CodeOf(err) == chat.Forbidden {
		return sendAway(r)
	}
	if err != nil {
		return err
	}
	if s.Streams.Full() {
		return noContent(r)
	}
	r.Set(fiber.HeaderContentType, "text/event-stream")
	r.Set("X-Accel-Buffering", "no") // nginx would keep events back
	if r.Method() == fiber.MethodHead {
		return nil
	}
	asked := push.Request{
		User: r.user.Username, Channel: r.channel(), Session: r.Cookies(auth.Cookie), Ended: r.ended,
		Cursor: since, Zone: r.zone, Head: streamHead(r.Ctx),
	}
	// The connection leaves fasthttp, which would keep its buffers and two
	// goroutines for as long as the stream lasts.
	r.Context().HijackSetNoResponse(true)
	r.Context().Hijack(func(conn net.Conn) {
		if hijacked, ok := conn.(interface{ UnsafeConn() net.Conn }); ok {
			conn = hijacked.UnsafeConn()
		}
		s.Streams.Accept(conn, asked)
	})
	return nil
}

// sendAway sends a page to another: nothing of its channel may stay on it.
func sendAway(r *request) error {
	r.Set("HX-Redirect", page.GoneURL)
	return noContent(r)
}

// streamHead is the head of the answer that the request would get, for a body
// that lasts until the connection ends: clients of HTTP/1.0, as proxies may be,
// know no other.
func streamHead(c *fiber.Ctx) []byte {
	header := &c.Response().Header
	header.SetContentLength(-2)
	header.Del(fiber.HeaderTransferEncoding)
	return bytes.Clone(header.Header())
}

// streamSessions are the sessions as streams know them.
type streamSessions struct{ *auth.Sessions }

// UserOf is who a session's cookie belongs to, nobody for one that has ended.
func (s streamSessions) UserOf(ctx context.Context, cookie string, now time.Time) (chat.User, error) {
	found, err := s.Find(ctx, cookie, now)
	if err != nil {
		return chat.User{}, err
	}
	return found.User, nil
}
