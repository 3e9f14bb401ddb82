package push

import (
	"bytes"
	"net"
	"sync/atomic"
	"time"

	"minimost/chat"
	"minimost/lang"
	"minimost/page"
)

// What a socket has to do, and whether a goroutine does it.
const (
	running        = 1 << iota
	refreshChannel // ask what has changed in its channel
	refreshAll     // ask what has changed anywhere
	resubscribe    // find out whose presence concerns its channel
	recheckSession // see whether its session still holds
	answer         // tell the page that it was heard
	ping           // see whether its browser lives
	listen         // see to what its page has said
	closing        // say so, and end
	ended          // it has: tell
)

// socket is a WebSocket: a connection on which the page of one reader is told
// what it lacks, and says what it does. It has one goroutine that waits for what
// comes and, only while there is something to do, one more. Whoever wakes it just
// notes what for; so nothing is kept for a client that reads slowly.
type socket struct {
	sockets *Sockets
	holder  Holder
	zone    *time.Location
	browser lang.Language
	conn    net.Conn
	group   *subscriberGroup

	unsubscribe func()
	index       int           // in Sockets.all
	pinged      time.Duration // by Sockets.sweep, last
	overdue     bool          // whether Sockets.sweep has told so

	todo          atomic.Uint32
	wanted        atomic.Uint64 // the newest change that it is to know
	offset        atomic.Uint64 // the newest that it knows of its channel
	sidebarOffset atomic.Uint64 // the newest that it knows of everything
	endedSessions atomic.Uint64 // how many sessions had ended when its own still held
	whole         atomic.Int64  // the uptime when it was told of what concerns every page
	heavy         atomic.Bool   // whether that brought much
	writing       atomic.Int64  // since when it is being sent, 0 for not
	asked         atomic.Int64  // since when a ping has no answer, 0 for none
	hidden        atomic.Bool   // whether the page is
	status        atomic.Uint32 // to end with, 0 for the server's own reasons
	end           atomic.Int32  // an End
	gone          atomic.Bool

	// For the goroutine that reads, or sees to what it has read, alone.
	in      frameReader
	allowed time.Duration // until when the frames that came would have been allowed to come
	inbox   inbox

	// For the goroutine that serves it alone.
	opening *opening // until it is open
	cursor  page.Cursor
	looked  bool   // whether the cursor that the page brought has been looked at
	goodbye string // where the page is to go
	look    int64  // the number that the page wants back
	opened  bool   // whether it has been told that it is open
}

// opening is what a socket needs only while it opens.
type opening struct {
	head   []byte     // of the answer
	state  chat.State // of the page
	number int64      // of that
}

// Request asks for a socket.
type Request struct {
	User string
	// Channel is what the page shows: a channel, or page.SidebarAlone and the like. It is
	// empty where nothing on it changes, such as settings: the socket then brings
	// nothing, and shows that the page is open.
	Channel string
	// Session is the cookie of the user's session, and Ended how many sessions had
	// ended when it held.
	Session string
	Ended   uint64
	Cursor  page.Cursor
	// Zone is that of the user's clock, nil when it is not known.
	Zone *time.Location
	// Browser is the language that the user's browser asks for.
	Browser lang.Language
	// Head is the head of the answer, which is sent first.
	Head []byte
	// Holder is the page that asks, and State its state. Its User and Cookie are
	// filled in.
	Holder Holder
	State  chat.State
	// Number is that of the State among all that the page says.
	Number int64
}

// Accept makes a connection the socket of a reader who has access to the channel.
// It returns at once.
func (m *Sockets) Accept(conn net.Conn, r Request) {
	m.alive.Add(1)
	defer m.alive.Add(-1)
	s := &socket{
		sockets: m, conn: conn, cursor: r.Cursor, opening: &opening{r.Head, r.State, r.Number},
		zone: r.Zone, browser: r.Browser, holder: r.Holder,
	}
	s.holder.User, s.holder.Cookie, s.holder.Number = r.User, r.Session, m.opened.Add(1)
	s.in.conn = conn
	s.hidden.Store(r.State == chat.Hidden)
	s.endedSessions.Store(r.Ended)
	if tcp := tcpOptions(conn); tcp != nil {
		_ = tcp.SetWriteBuffer(sendBuffer)
	}
	if !m.add(s, r.Channel) {
		goodbye := bytes.NewBuffer(r.Head)
		writeClose(goodbye, statusRestart, "")
		_, _ = conn.Write(goodbye.Bytes())
		_ = conn.Close()
		return
	}
	s.wanted.Store(m.Changes.Offset())
	s.wake(refreshAll)
	m.start(s.receive)
}

// changed wakes the socket for a change in its channel.
func (s *socket) changed(offset uint64) {
	if s.want(offset); s.offset.Load() < offset {
		s.wake(refreshChannel)
	}
}

// changedAnywhere wakes the socket for a change that may concern all that its
// page shows.
func (s *socket) changedAnywhere(offset uint64) {
	if s.want(offset); s.sidebarOffset.Load() < offset {
		s.wake(refreshAll)
	}
}

func (s *socket) want(offset uint64) {
	for {
		wanted := s.wanted.Load()
		if wanted >= offset || s.wanted.CompareAndSwap(wanted, offset) {
			return
		}
	}
}

// wake notes that there is something to do and returns at once.
func (s *socket) wake(what uint32) {
	if s.todo.Or(what|running)&running == 0 {
		s.sockets.run(&s.sockets.serving, s)
	}
}
