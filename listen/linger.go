package listen

import (
	"errors"
	"io"
	"net"
	"net/netip"
	"sync/atomic"
	"syscall"
	"time"
)

// How long a closed connection is read to its end: in all, and while nothing
// comes. They are half of nginx's lingering_time and lingering_timeout.
const (
	lingerTime  = 15 * time.Second
	lingerQuiet = 2500 * time.Millisecond
)

// lingeringListener closes connections in a way that lets the client read the
// last answer. Closing one with something unread on it would reset it: whoever
// still sends a request that is too large would learn of a broken connection
// and not of its size.
type lingeringListener struct{ net.Listener }

// Lingering makes the listener's connections close in that way, and has it wait
// where the machine has nothing left for another connection.
func Lingering(listener net.Listener) net.Listener { return lingeringListener{listener} }

// Accept waits where the machine has nothing left for one more connection: that
// passes, and a server that gave up would take the others with it.
func (l lingeringListener) Accept() (net.Conn, error) {
	conn, err := l.Listener.Accept()
	for isShortage(err) {
		time.Sleep(shortagePause)
		conn, err = l.Listener.Accept()
	}
	if stream, ok := conn.(streamConn); ok {
		_ = stream.SetWriteBuffer(writeBuffer)
		return &lingeringConn{Conn: stream, stream: stream}, err
	}
	return conn, err
}

// writeBuffer is how many bytes the system keeps for a client that does not read.
// Left to itself it would keep up to 4 MiB for each connection, in which a whole
// answer would fit that then counts as taken.
const writeBuffer = 128 << 10

// shortagePause is between two tries to accept a connection without a file
// descriptor or memory for it.
const shortagePause = 100 * time.Millisecond

func isShortage(err error) bool {
	for _, lacking := range []error{syscall.EMFILE, syscall.ENFILE, syscall.ENOBUFS, syscall.ENOMEM} {
		if errors.Is(err, lacking) {
			return true
		}
	}
	return errors.Is(err, syscall.ECONNABORTED) // the client was faster
}

// streamConn is a TCP connection or one of a Unix socket.
type streamConn interface {
	net.Conn
	CloseWrite() error
	SetWriteBuffer(bytes int) error
}

type lingeringConn struct {
	net.Conn
	stream  streamConn
	reading atomic.Int32
	closed  atomic.Bool
	ended   func() // called once nothing is left of it; nil: nobody asks
	// held counts the answers that wait, this one's while holds is set; nil: nobody does.
	held    *held
	holds   atomic.Bool
	isCut   atomic.Bool // so it ends without what the client has not taken
	network netip.Prefix
}

func (c *lingeringConn) Read(b []byte) (int, error) {
	c.letGo()
	c.reading.Add(1)
	defer c.reading.Add(-1)
	return c.stream.Read(b)
}

// SetWriteBuffer sets how many bytes the system keeps that the client has not
// taken.
func (c *lingeringConn) SetWriteBuffer(bytes int) error { return c.stream.SetWriteBuffer(bytes) }

// SetLinger sets what becomes of them when the connection is closed. Those of a
// Unix socket the system drops anyway.
func (c *lingeringConn) SetLinger(seconds int) error {
	if tcp, ok := c.stream.(*net.TCPConn); ok {
		return tcp.SetLinger(seconds)
	}
	return nil
}

// CloseWrite tells the client that nothing more comes.
func (c *lingeringConn) CloseWrite() error { return c.stream.CloseWrite() }

// Close returns at once. With a Read waiting it closes the connection, which
// ends the Read: nobody is in the middle of a request.
func (c *lingeringConn) Close() error {
	if c.closed.Swap(true) {
		return net.ErrClosed
	}
	c.letGo()
	if c.isCut.Load() {
		_ = c.SetLinger(0)
		return c.end()
	}
	if c.reading.Load() > 0 || c.stream.CloseWrite() != nil {
		return c.end()
	}
	go c.linger()
	return nil
}

func (c *lingeringConn) end() error {
	if c.ended != nil {
		defer c.ended()
	}
	return c.stream.Close()
}

func (c *lingeringConn) linger() {
	defer func() { _ = c.end() }()
	for end := time.Now().Add(lingerTime); time.Now().Before(end); {
		if c.stream.SetReadDeadline(time.Now().Add(lingerQuiet)) != nil {
			return
		}
		if _, err := io.CopyN(io.Discard, c.stream, 1<<16); err != nil {
			return
		}
	}
}
