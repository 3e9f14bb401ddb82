package handlers

import (
	"bytes"
	"cmp"
	"net"

	"github.com/gofiber/fiber/v2"

	"minimost/auth"
	"minimost/chat"
)

// goneURL is where a page goes whose channel its reader no longer sees.
const goneURL = "/?gone=1"

// events answers with a stream of what changes on a page, from its cursor on.
// Without room for one it answers 204, which means to poll.
func (s *server) events(r *request) error {
	since, err := parseCursor(cmp.Or(r.Get("Last-Event-ID"), r.Query("since")))
	if err != nil {
		return err
	}
	if oldest, ok := parseStamp(r.Query("oldest")); ok {
		since.oldest = oldest
	}
	_, err = s.access(&r.viewer, r.channel())
	if r.htmx() && chat.CodeOf(err) == chat.Forbidden {
		return sendAway(r)
	}
	if err != nil {
		return err
	}
	if s.Streams.full() {
		return noContent(r)
	}
	r.Set(fiber.HeaderContentType, "text/event-stream")
	r.Set("X-Accel-Buffering", "no") // nginx would keep events back
	if r.Method() == fiber.MethodHead {
		return nil
	}
	st := &stream{
		server: s, streams: s.Streams, user: r.user.Username, channel: r.channel(), session: r.Cookies(auth.Cookie),
		cursor: since, sameRun: since.holder == s.openPage(r.user.Username, r.channel()).holder,
		head: streamHead(r.Ctx),
	}
	st.ended.Store(r.ended)
	// The connection leaves fasthttp, which would keep its buffers and two
	// goroutines for as long as the stream lasts.
	r.Context().HijackSetNoResponse(true)
	r.Context().Hijack(func(conn net.Conn) {
		s.Streams.alive.Add(1)
		defer s.Streams.alive.Add(-1)
		if hijacked, ok := conn.(interface{ UnsafeConn() net.Conn }); ok {
			conn = hijacked.UnsafeConn()
		}
		st.take(conn)
	})
	return nil
}

// sendAway sends a page to another: nothing of its channel may stay on it.
func sendAway(r *request) error {
	r.Set("HX-Redirect", goneURL)
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
