package push

import (
	"bytes"
	"net"
	"sync/atomic"
	"time"

	"minimost/page"
)

// clientInput is how many bytes a client may send after its request: there is
// nothing left to say.
const clientInput = 1 << 10

// What a stream has to do, and whether a goroutine does it.
const (
	running        = 1 << iota
	refreshChannel // ask what has changed in its channel
	refreshAll     // ask what has changed anywhere
	resubscribe    // find out whose presence concerns its channel
	recheckSession // see whether its session still holds
	keepalive      // show that it lives
	closing        // say so, and end
)

// stream is an event stream: a connection on which the page of one reader is
// told what it lacks. It has one goroutine that waits for the client to leave
// and, only while there is something to do, one more. Whoever wakes it just
// notes what for; so nothing is kept for a client that reads slowly.
type stream struct {
	streams *Streams
	user    string
	channel string
	session string // the cookie
	zone    *time.Location
	conn    net.Conn
	group   *subscriberGroup

	unsubscribe func()
	index       int           // in Streams.all
	nextTick    time.Duration // of Streams.sweep

	todo          atomic.Uint32
	wanted        atomic.Uint64 // the newest change that it is to know
	offset        atomic.Uint64 // the newest that it knows of its channel
	sidebarOffset atomic.Uint64 // the newest that it knows of everything
	ended         atomic.Uint64 // how many sessions had ended when its own still held
	sent          atomic.Int64  // when something was sent last
	writing       atomic.Int64  // since when it is being sent, 0 for not
	gone          atomic.Bool

	// For the goroutine that serves it alone.
	head    []byte // of the answer, until it is sent
	cursor  page.Cursor
	asked   bool   // whether the cursor that the page brought has been looked at
	goodbye string // where the page is to go
}

// Request asks for a stream.
type Request struct {
	User, Channel string
	// Session is the cookie of the user's session, and Ended how many sessions had
	// ended when it held.
	Session string
	Ended   uint64
	Cursor  page.Cursor
	// Zone is that of the user's clock, nil when it is not known.
	Zone *time.Location
	// Head is the head of the answer, which is sent first.
	Head []byte
}

// Accept makes a connection the event stream of a reader who has access to the
// channel. It returns at once.
func (m *Streams) Accept(conn net.Conn, r Request) {
	m.alive.Add(1)
	defer m.alive.Add(-1)
	st := &stream{
		streams: m, user: r.User, channel: r.Channel, session: r.Session, conn: conn, cursor: r.Cursor, head: r.Head,
		zone: r.Zone,
	}
	st.ended.Store(r.Ended)
	if tcp := tcpOptions(conn); tcp != nil {
		_ = tcp.SetWriteBuffer(sendBuffer)
	}
	if !m.add(st) {
		goodbye := bytes.NewBuffer(st.head)
		writeEvent(goodbye, "close", "", nil)
		_, _ = conn.Write(goodbye.Bytes())
		_ = conn.Close()
		return
	}
	st.sent.Store(int64(m.clock()))
	st.wanted.Store(m.Changes.Offset())
	st.wake(refreshAll)
	m.start(st.watch)
}

// watch waits for the client to leave.
func (st *stream) watch() {
	defer st.finish()
	var input [64]byte
	for read := 0; read <= clientInput; {
		n, err := st.conn.Read(input[:])
		if err != nil {
			return
		}
		read += n
	}
}

// changed wakes the stream for a change in its channel.
func (st *stream) changed(offset uint64) {
	if st.want(offset); st.offset.Load() < offset {
		st.wake(refreshChannel)
	}
}

// changedAnywhere wakes the stream for a change that may concern all that its
// page shows.
func (st *stream) changedAnywhere(offset uint64) {
	if st.want(offset); st.sidebarOffset.Load() < offset {
		st.wake(refreshAll)
	}
}

func (st *stream) want(offset uint64) {
	for {
		wanted := st.wanted.Load()
		if wanted >= offset || st.wanted.CompareAndSwap(wanted, offset) {
			return
		}
	}
}

// wake notes that there is something to do and returns at once.
func (st *stream) wake(what uint32) {
	if st.todo.Or(what|running)&running == 0 {
		st.streams.run(st)
	}
}
