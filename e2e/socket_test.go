package e2e

import (
	"bufio"
	"crypto/tls"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/gobwas/ws"
)

var sinceAttribute = regexp.MustCompile(`data-since="([^"]+)"`)

// serverStops is the status with which a server that stops ends its sockets.
const serverStops = 1012

// pageSocket is the socket of an open page.
type pageSocket struct {
	conn   net.Conn
	reader *bufio.Reader
	text   string
	since  string        // the cursor of what came last
	status ws.StatusCode // of the close frame
}

// cursorOf opens a page of the channel.
func (b *person) cursorOf(channel string) string {
	b.t.Helper()
	found := sinceAttribute.FindStringSubmatch(b.must(200, b.get("/c/"+channel)).body)
	if found == nil {
		b.t.Fatal("the page has no cursor")
	}
	return found[1]
}

// socketHeader is what the person's browser sends with the handshake.
func (b *person) socketHeader(address *url.URL) http.Header {
	header := http.Header{"Origin": {b.base}}
	for _, cookie := range b.client.Jar.Cookies(address) {
		header.Add("Cookie", cookie.String())
	}
	return header
}

// socket opens a page of the channel with its socket, and reads the first event.
func (b *person) socket(channel string) *pageSocket {
	b.t.Helper()
	page, err := b.trySocket(channel)
	if err != nil {
		b.t.Fatal(err)
	}
	return page
}

// trySocket is socket where a server may not answer.
func (b *person) trySocket(channel string) (*pageSocket, error) {
	r := b.get("/c/" + channel)
	since := sinceAttribute.FindStringSubmatch(r.body)
	if r.err != nil || since == nil {
		return nil, fmt.Errorf("%s: %d without a cursor, %w", r.asked, r.status, r.err)
	}
	return b.trySocketSince(channel, since[1])
}

// trySocketSince is trySocket for a page that is open already.
func (b *person) trySocketSince(channel, since string) (*pageSocket, error) {
	address, err := url.Parse(b.base + "/ui/socket/" + channel + "?tab=" + b.name + "&since=" + since)
	if err != nil {
		return nil, err
	}
	dialer := ws.Dialer{Header: ws.HandshakeHeaderHTTP(b.socketHeader(address)), Timeout: patience}
	if transport, ok := b.client.Transport.(*http.Transport); ok {
		dialer.TLSConfig = transport.TLSClientConfig
	}
	address.Scheme = strings.Replace(address.Scheme, "http", "ws", 1)
	conn, reader, _, err := dialer.Dial(b.t.Context(), address.String())
	if err != nil {
		return nil, fmt.Errorf("%s: %w", address, err)
	}
	b.t.Cleanup(func() { _ = conn.Close() })
	page := newPageSocket(conn, reader)
	if !page.Scan() || !strings.HasPrefix(page.text, "open ") {
		return nil, fmt.Errorf("%q instead of an opened socket", page.text)
	}
	return page, nil
}

// newPageSocket is a socket that was opened; reader has what came with the handshake.
func newPageSocket(conn net.Conn, reader *bufio.Reader) *pageSocket {
	if reader == nil {
		reader = bufio.NewReader(conn)
	}
	return &pageSocket{conn: conn, reader: reader}
}

// Scan waits for the next text, and reports false when the socket has ended.
func (p *pageSocket) Scan() bool {
	for {
		frame, err := ws.ReadFrame(p.reader) //nolint:staticcheck // what the server sends is short
		if err != nil {
			return false
		}
		switch frame.Header.OpCode {
		case ws.OpText:
			p.text = string(frame.Payload)
			head, _, _ := strings.Cut(p.text, "\n")
			if name, since, _ := strings.Cut(head, " "); name == "open" || name == "fragments" {
				p.since = since
			}
			return true
		case ws.OpPing:
			_ = ws.WriteFrame(p.conn, ws.MaskFrame(ws.NewPongFrame(frame.Payload)))
		case ws.OpClose:
			p.status, _ = ws.ParseCloseFrameData(frame.Payload)
			_ = p.conn.Close()
			return false
		}
	}
}

// Text is the text that came last.
func (p *pageSocket) Text() string { return p.text }

// end waits until the socket has ended, and returns the status.
func (p *pageSocket) end() ws.StatusCode {
	for p.Scan() {
	}
	return p.status
}

func TestAStopEndsSocketsFirst(t *testing.T) {
	t.Parallel()
	server := launch(t, t.TempDir())
	alice := server.signUp("alice")
	var pages []*pageSocket
	for range 3 {
		pages = append(pages, alice.socket("general"))
	}
	began := time.Now()
	server.signal(syscall.SIGTERM)
	for _, page := range pages {
		if status := page.end(); status != serverStops {
			t.Errorf("a socket ends with status %d after %q", status, page.text)
		}
	}
	server.stopsCleanly(began)
}

func TestASocketOverTLS(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	cert, key, pool := certificate(t, folder)
	server := launch(t, folder, "--tls-cert="+cert, "--tls-key="+key)
	alice := server.person("alice")
	alice.client.Transport = &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool}}
	defer alice.client.CloseIdleConnections()
	alice.must(302, alice.form("/signup", "username", "alice", "password", somePassword, "confirm_password", somePassword))
	page := alice.socket("general")
	alice.must(200, alice.form("/send/general", "text", "over TLS"))
	for !strings.Contains(page.Text(), ">over TLS</p>") {
		if !page.Scan() {
			t.Fatal("the message does not come")
		}
	}
	began := time.Now()
	server.signal(syscall.SIGTERM)
	if status := page.end(); status != serverStops {
		t.Errorf("the socket ends with status %d", status)
	}
	server.stopsCleanly(began)
}
