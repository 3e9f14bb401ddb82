package push

import (
	"crypto/tls"
	"net"
)

// sendBuffer bounds what the system keeps for a client that does not read.
const sendBuffer = 64 << 10 // bytes

// write sends b. It waits for a client that reads slowly, until a sweep cuts it
// off.
func (st *stream) write(b []byte) bool {
	st.writing.Store(int64(st.streams.clock()))
	_, err := st.conn.Write(b)
	st.writing.Store(0)
	st.sent.Store(int64(st.streams.clock()))
	return err == nil
}

// finish closes the connection. It may be called more than once.
func (st *stream) finish() {
	if st.gone.Swap(true) {
		return
	}
	st.streams.remove(st)
	_ = st.conn.Close()
}

// cut ends a connection whose client does not read, with what it has not read.
func (st *stream) cut() {
	if tcp := tcpOptions(st.conn); tcp != nil {
		_ = tcp.SetLinger(0)
	}
	_ = st.conn.Close()
}

// socketOptions are what streams set of a TCP connection.
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
