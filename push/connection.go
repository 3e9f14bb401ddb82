package push

import (
	"crypto/tls"
	"net"
	"time"
)

// sendBuffer bounds what the system keeps for a client that does not read.
const sendBuffer = 64 << 10 // bytes

// write sends b. It waits for a client that reads slowly, until a sweep cuts it
// off.
func (s *socket) write(b []byte) bool {
	s.writing.Store(int64(s.sockets.clock()))
	_, err := s.conn.Write(b)
	s.writing.Store(0)
	return err == nil
}

// finish ends the socket. What is still on its way to the client can arrive; the
// one that reads closes the connection. It may be called more than once.
func (s *socket) finish() {
	if s.gone.Swap(true) {
		return
	}
	s.sockets.remove(s)
	if half, ok := s.conn.(interface{ CloseWrite() error }); ok && half.CloseWrite() == nil {
		_ = s.conn.SetReadDeadline(time.Now().Add(farewellTime))
	} else {
		_ = s.conn.Close()
	}
	s.wake(ended)
}

// cut ends a connection whose client does not read, with what it has not read.
func (s *socket) cut() {
	if tcp := tcpOptions(s.conn); tcp != nil {
		_ = tcp.SetLinger(0)
	}
	_ = s.conn.Close()
}

// socketOptions are what sockets set of a TCP connection.
type socketOptions interface {
	SetWriteBuffer(bytes int) error
	SetLinger(seconds int) error
}

func tcpOptions(conn net.Conn) socketOptions {
	if secure, ok := conn.(*tls.Conn); ok {
		conn = secure.NetConn()
	}
	options, _ := conn.(socketOptions)
	return options
}
