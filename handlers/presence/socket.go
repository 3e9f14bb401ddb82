package presence

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"net"

	"minimost/handlers/web"

	"github.com/gobwas/ws"
	"github.com/gofiber/fiber/v2"

	"minimost/auth"
	"minimost/chat"
	"minimost/page"
	"minimost/push"
)

var (
	errNoRoom  = chat.Errorf(chat.TooMany, "There are too many pages open: this one asks for what is new by itself.")
	errBadPage = chat.Errorf(chat.Invalid, `"state" is active, idle or hidden, and "tab" at most %d bytes long.`, chat.MaxTabBytes)
)

// Socket answers with a WebSocket on which comes what changes on a page, from
// its cursor on. A page that is refused one polls, and is told then where to go.
func (h *Handlers) Socket(r *web.Request) error {
	since, err := parseCursor(r, r.Query("since"))
	if err != nil {
		return err
	}
	if _, err = h.Cache.Access(r.Ctx, r.User.Username, r.Channel(), r.Now); err != nil {
		return err
	}
	return h.openSocket(r, ofPage(r, r.Channel(), since))
}

// SocketOfNoChannel is socket for a page that shows no channel, which is open none
// the less, and may say that it shows what changes.
func (h *Handlers) SocketOfNoChannel(r *web.Request) error {
	shown := page.Listed(r.Query("shows"))
	if shown == "" {
		return h.openSocket(r, push.Request{})
	}
	since, err := parseCursor(r, r.Query("since"))
	if err != nil {
		return err
	}
	return h.openSocket(r, ofPage(r, shown, since))
}

func ofPage(r *web.Request, shown string, since page.Cursor) push.Request {
	return push.Request{Channel: shown, Cursor: since, Zone: cmp.Or(web.LoadZone(r.Query("zone")), r.Zone), Browser: r.Browser}
}

func (h *Handlers) openSocket(r *web.Request, asked push.Request) error {
	state, known := chat.ParseState(r.Query("state", string(chat.Active)))
	tab, follows := r.Query("tab"), r.Query("follows")
	if !known || state == chat.Offline || max(len(tab), len(follows)) > chat.MaxTabBytes {
		return errBadPage
	}
	head, err := upgrade(r)
	if err != nil {
		return err
	}
	if h.Sockets.Full(r.User.Username) {
		return errNoRoom
	}
	r.Status(fiber.StatusSwitchingProtocols)
	asked.User, asked.Session, asked.Ended, asked.Head = r.User.Username, r.Cookies(auth.Cookie), r.Ended, head
	asked.Holder, asked.State, asked.Number = push.Holder{Session: r.Session, Tab: tab, Follows: follows}, state, web.ParseID(r.Query("n"))
	h.takeConnection(r, asked)
	return nil
}

// takeConnection takes the connection from fasthttp, which would keep its
// buffers and two goroutines for as long as the socket lasts.
func (h *Handlers) takeConnection(r *web.Request, asked push.Request) {
	r.Context().HijackSetNoResponse(true)
	r.Context().Hijack(func(conn net.Conn) {
		if hijacked, ok := conn.(interface{ UnsafeConn() net.Conn }); ok {
			conn = hijacked.UnsafeConn()
		}
		h.Sockets.Accept(conn, asked)
	})
}

// upgrade is the head of the answer that makes the connection a WebSocket. It
// fails with 426 or 400 where the client asks for none, or not as it should.
func upgrade(r *web.Request) ([]byte, error) {
	if r.Get(fiber.HeaderUpgrade) == "" {
		r.Set(fiber.HeaderUpgrade, "websocket")
		r.Set(fiber.HeaderConnection, fiber.HeaderUpgrade)
		return nil, fiber.ErrUpgradeRequired
	}
	asked := &r.Request().Header
	var request, answer bytes.Buffer
	fmt.Fprintf(&request, "%s / %s\r\n%s", asked.Method(), asked.Protocol(), asked.RawHeaders())
	upgrader := ws.Upgrader{ReadBufferSize: web.HeaderLimit, Header: everyHeader(r.HTTP)}
	_, err := upgrader.Upgrade(struct {
		io.Reader
		io.Writer
	}{&request, &answer})
	if errors.Is(err, ws.ErrHandshakeUpgradeRequired) {
		r.Set("Sec-WebSocket-Version", "13")
		return nil, fiber.ErrUpgradeRequired
	}
	if err != nil {
		return nil, fiber.ErrBadRequest
	}
	return answer.Bytes(), nil
}

// everyHeader are the headers of the answer so far, which every answer has.
func everyHeader(c *fiber.Ctx) ws.HandshakeHeaderBytes {
	var lines bytes.Buffer
	c.Response().Header.VisitAll(func(name, value []byte) {
		if string(name) != fiber.HeaderContentType {
			fmt.Fprintf(&lines, "%s: %s\r\n", name, value)
		}
	})
	return lines.Bytes()
}
