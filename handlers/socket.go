package handlers

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"time"

	"github.com/gobwas/ws"
	"github.com/gofiber/fiber/v2"

	"minimost/auth"
	"minimost/chat"
	"minimost/push"
)

var (
	errNoRoom  = chat.Errorf(chat.TooMany, "There are too many pages open: this one asks for what is new by itself.")
	errBadPage = chat.Errorf(chat.Invalid, `"state" is active, idle or hidden, and "tab" at most %d bytes long.`, chat.MaxTabBytes)
)

// socket answers with a WebSocket on which comes what changes on a page, from
// its cursor on. A page that is refused one polls, and is told then where to go.
func (s *server) socket(r *request) error {
	since, err := parseCursor(r, r.Query("since"))
	if err != nil {
		return err
	}
	if _, err = s.cache.Access(r.ctx, r.user.Username, r.channel(), r.now); err != nil {
		return err
	}
	return s.openSocket(r, push.Request{Channel: r.channel(), Cursor: since, Zone: cmp.Or(loadZone(r.Query("zone")), r.zone), Browser: r.browser})
}

// socketOfNoChannel is socket for a page that shows no channel, which is open none
// the less.
func (s *server) socketOfNoChannel(r *request) error { return s.openSocket(r, push.Request{}) }

func (s *server) openSocket(r *request, asked push.Request) error {
	state, known := chat.ParseState(r.Query("state", string(chat.Active)))
	tab, follows := r.Query("tab"), r.Query("follows")
	if !known || state == chat.Offline || max(len(tab), len(follows)) > chat.MaxTabBytes {
		return errBadPage
	}
	head, err := upgrade(r)
	if err != nil {
		return err
	}
	if s.Sockets.Full(r.user.Username) {
		return errNoRoom
	}
	r.Status(fiber.StatusSwitchingProtocols)
	asked.User, asked.Session, asked.Ended, asked.Head = r.user.Username, r.Cookies(auth.Cookie), r.ended, head
	asked.Holder, asked.State, asked.Number = push.Holder{Session: r.session, Tab: tab, Follows: follows}, state, parseID(r.Query("n"))
	s.takeConnection(r, asked)
	return nil
}

// takeConnection takes the connection from fasthttp, which would keep its
// buffers and two goroutines for as long as the socket lasts.
func (s *server) takeConnection(r *request, asked push.Request) {
	r.Context().HijackSetNoResponse(true)
	r.Context().Hijack(func(conn net.Conn) {
		if hijacked, ok := conn.(interface{ UnsafeConn() net.Conn }); ok {
			conn = hijacked.UnsafeConn()
		}
		s.Sockets.Accept(conn, asked)
	})
}

// upgrade is the head of the answer that makes the connection a WebSocket. It
// fails with 426 or 400 where the client asks for none, or not as it should.
func upgrade(r *request) ([]byte, error) {
	if r.Get(fiber.HeaderUpgrade) == "" {
		r.Set(fiber.HeaderUpgrade, "websocket")
		r.Set(fiber.HeaderConnection, fiber.HeaderUpgrade)
		return nil, fiber.ErrUpgradeRequired
	}
	asked := &r.Request().Header
	var request, answer bytes.Buffer
	fmt.Fprintf(&request, "%s / %s\r\n%s", asked.Method(), asked.Protocol(), asked.RawHeaders())
	upgrader := ws.Upgrader{ReadBufferSize: headerLimit, Header: everyHeader(r.Ctx)}
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

// socketSessions are the sessions as sockets know them.
type socketSessions struct{ *auth.Sessions }

// UserOf is who a session's cookie belongs to, nobody for one that has ended.
func (s socketSessions) UserOf(ctx context.Context, cookie string, now time.Time) (chat.User, error) {
	found, err := s.Find(ctx, cookie, now)
	if err != nil {
		return chat.User{}, err
	}
	return found.User, nil
}

// Lasts reports whether a session has not ended as far as the store says.
func (s socketSessions) Lasts(ctx context.Context, cookie string, now time.Time) bool {
	found, err := s.Read(ctx, cookie, now)
	return err != nil || found.Known()
}
