package handlers

import (
	"bytes"
	"crypto/tls"
	"fmt"
	"net"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"time"

	"github.com/a-h/templ"

	"minimost/chat"
)

const (
	// streamInput is how many bytes a client may send after its request: there is
	// nothing left to say.
	streamInput = 1 << 10
	// streamBuffer bounds what the system keeps for a client that does not read.
	streamBuffer = 64 << 10 // bytes
)

// What a stream has to do, and whether a goroutine does it.
const (
	streamRuns   = 1 << iota
	streamAsks   // ask what has changed in its channel
	streamGazes  // ask what has changed anywhere
	streamMeets  // find out whose looks concern its channel
	streamChecks // see whether its session still holds
	streamBeats  // show that it lives
	streamCloses // say so, and end
)

// farTopics concern every page. They wake no stream: each looks now and then.
var farTopics = []chat.Topic{chat.TopicLists, chat.TopicPresence, chat.TopicAccounts, chat.TopicSharing}

// stream is an event stream: a connection on which the page of one reader is
// told what it lacks. It has one goroutine that waits for the client to leave
// and, only while there is something to do, one more. Whoever wakes it just
// notes what for; so nothing is kept for a client that reads slowly.
type stream struct {
	server   *server
	streams  *Streams
	user     string
	channel  string
	session  string // the cookie
	conn     net.Conn
	audience *audience

	unsubscribe func()
	index       int           // in Streams.all
	nextFar     time.Duration // of Streams.visit

	todo     atomic.Uint32
	wanted   atomic.Uint64 // the newest change that it is to know
	seq      atomic.Uint64 // the newest that it knows of its channel
	listsSeq atomic.Uint64 // the newest that it knows of everything
	ended    atomic.Uint64 // how many sessions had ended when its own still held
	sent     atomic.Int64  // when something was sent last
	writing  atomic.Int64  // since when it is being sent, 0 for not
	gone     atomic.Bool

	// For the goroutine that serves it alone.
	head    []byte // of the answer, until it is sent
	cursor  cursor
	sameRun bool
	asked   bool   // whether the cursor that the page brought has been looked at
	goodbye string // where the page is to go
}

// take makes the stream of a connection that is now its own.
func (st *stream) take(conn net.Conn) {
	st.conn = conn
	if tcp := tcpOptions(conn); tcp != nil {
		_ = tcp.SetWriteBuffer(streamBuffer)
	}
	if !st.streams.add(st) {
		goodbye := bytes.NewBuffer(st.head)
		writeEvent(goodbye, "close", "", nil)
		_, _ = conn.Write(goodbye.Bytes())
		_ = conn.Close()
		return
	}
	st.sent.Store(int64(st.streams.clock()))
	st.wanted.Store(st.server.Changes.Offset())
	st.wake(streamGazes)
	st.streams.start(st.watch)
}

// watch waits for the client to leave.
func (st *stream) watch() {
	defer st.finish()
	var input [64]byte
	for read := 0; read <= streamInput; {
		n, err := st.conn.Read(input[:])
		if err != nil {
			return
		}
		read += n
	}
}

// changed wakes the stream for a change in its channel.
func (st *stream) changed(seq uint64) {
	if st.wants(seq); st.seq.Load() < seq {
		st.wake(streamAsks)
	}
}

// changedAnywhere wakes the stream for a change that may concern all that its
// page shows.
func (st *stream) changedAnywhere(seq uint64) {
	if st.wants(seq); st.listsSeq.Load() < seq {
		st.wake(streamGazes)
	}
}

func (st *stream) wants(seq uint64) {
	for {
		wanted := st.wanted.Load()
		if wanted >= seq || st.wanted.CompareAndSwap(wanted, seq) {
			return
		}
	}
}

// wake notes that there is something to do and returns at once.
func (st *stream) wake(what uint32) {
	if st.todo.Or(what|streamRuns)&streamRuns == 0 {
		st.streams.run(st)
	}
}

// look is what the stream does from time to time without being told to.
func (st *stream) look(now, interval time.Duration, seq uint64) {
	if since := st.writing.Load(); since != 0 {
		if now-time.Duration(since) > st.streams.limits.Write {
			st.streams.start(st.cut)
		}
		return
	}
	changes := st.server.Changes
	switch {
	case changes.Changed(st.listsSeq.Load()):
		st.changedAnywhere(seq)
	case now >= st.nextFar && changes.Changed(st.listsSeq.Load(), farTopics...):
		st.nextFar = now + interval
		st.changedAnywhere(seq)
	}
	if st.ended.Load() != st.server.sessions.Ended() {
		st.wake(streamChecks)
	}
	if now-time.Duration(st.sent.Load()) >= st.streams.limits.Keepalive {
		st.wake(streamBeats)
	}
	if st.audience.isDue(now) {
		st.wake(streamMeets)
	}
}

// pump does what there is to do. A panic ends this stream alone.
func (st *stream) pump() {
	defer func() {
		if p := recover(); p != nil {
			st.server.Logger.Error("an event stream panicked", "panic", fmt.Sprint(p), "stack", string(debug.Stack()))
			st.finish()
		}
	}()
	for {
		todo := st.todo.Swap(streamRuns)
		if !st.do(todo) {
			st.finish() // streamRuns stays set: nobody serves it again
			return
		}
		if st.todo.CompareAndSwap(streamRuns, 0) {
			return
		}
	}
}

// do reports whether the stream goes on.
func (st *stream) do(todo uint32) bool {
	if st.gone.Load() {
		return false
	}
	event := eventBuffers.Get().(*bytes.Buffer) //nolint:errcheck,forcetypeassert // there is nothing else in it
	defer keepBuffer(event)
	event.Reset()
	if st.head != nil {
		if !st.open(event) {
			return false
		}
		todo |= streamMeets
	}
	goesOn := todo&streamCloses == 0 && st.compute(todo, event)
	if !goesOn {
		writeEvent(event, "close", "", []byte(st.goodbye))
	} else if event.Len() == 0 && todo&streamBeats != 0 {
		event.WriteString(":\n\n")
	}
	return (event.Len() == 0 || st.write(event.Bytes())) && goesOn
}

// open sends the head of the answer and the first event, with event as buffer.
func (st *stream) open(event *bytes.Buffer) bool {
	event.Write(st.head)
	st.head = nil
	id := st.cursor.String()
	writeEvent(event, "open", id, []byte(id))
	defer event.Reset()
	return st.write(event.Bytes())
}

// compute adds to event what the page lacks, and reports whether the stream
// goes on.
func (st *stream) compute(todo uint32, event *bytes.Buffer) bool {
	st.streams.slots <- struct{}{}
	defer func() { <-st.streams.slots }()
	s := st.server
	v := &viewer{ctx: st.streams.context(), now: s.Now()}
	// Before the session is looked at: who is told later that it has ended must
	// not seem to know.
	ended, known := s.sessions.Ended(), s.Changes.Offset()
	found, err := s.sessions.Find(v.ctx, st.session, v.now)
	if err != nil {
		return st.failed(err)
	}
	if found.User.Username != st.user {
		st.goodbye = "/login"
		return false
	}
	st.ended.Store(ended)
	v.user = found.User
	much := channelAlone
	if todo&streamGazes != 0 {
		much = wholeScreen
	}
	if todo&(streamAsks|streamGazes) != 0 && st.outdated(much) {
		if err := st.update(v, event, much, known); err != nil {
			return st.failed(err)
		}
	}
	if todo&streamMeets != 0 && st.audience.due(st.streams.clock()) {
		if err := st.audience.meet(v, st.channel); err != nil {
			return st.failed(err)
		}
	}
	return true
}

// failed ends the stream: its page asks again and is told why there is no
// answer.
func (st *stream) failed(err error) bool {
	if chat.CodeOf(err) == chat.Forbidden {
		st.goodbye = goneURL
	} else if !st.gone.Load() && st.streams.base.Err() == nil {
		st.server.Logger.Error("an event stream failed", "error", err)
	}
	return false
}

// outdated reports whether there is a change that so much of the page may not
// have.
func (st *stream) outdated(much extent) bool {
	if st.asked {
		return much == wholeScreen && st.listsSeq.Load() < st.wanted.Load() || st.seq.Load() < st.wanted.Load()
	}
	st.asked = true
	topics := st.server.openPage(st.user, st.channel).topics
	if !st.sameRun || st.server.Changes.Changed(min(st.cursor.seq, st.cursor.listsSeq), topics...) {
		return true
	}
	st.seq.Store(st.cursor.seq)
	st.listsSeq.Store(st.cursor.listsSeq)
	return false
}

// update adds to event what has changed on so much of the page. What the stream
// knows of its reader is as of the change known.
func (st *stream) update(v *viewer, event *bytes.Buffer, much extent, known uint64) error {
	fragments, next, err := st.server.changesSince(v, st.channel, st.cursor, st.sameRun, much)
	if err != nil {
		return err
	}
	if !st.sameRun {
		writeEvent(event, triggerRestarted, "", nil)
	}
	st.cursor, st.sameRun = next, true
	st.listsSeq.Store(min(next.listsSeq, known))
	if st.seq.Store(next.seq); next.seq < st.wanted.Load() {
		st.wake(streamAsks)
	}
	if len(fragments) == 0 {
		return nil
	}
	page := templ.GetBuffer()
	defer templ.ReleaseBuffer(page)
	if err := templ.Join(fragments...).Render(v.ctx, page); err != nil {
		return err
	}
	writeEvent(event, "", next.String(), page.Bytes())
	return nil
}

// write sends b. It waits for a client that reads slowly, until look cuts it
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

// eventBuffers are for events; those that a large one has grown are not kept.
var eventBuffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

func keepBuffer(b *bytes.Buffer) {
	if b.Cap() <= streamBuffer {
		eventBuffers.Put(b)
	}
}

// writeEvent writes one event of a text/event-stream. Its data may have lines.
func writeEvent(b *bytes.Buffer, name, id string, data []byte) {
	if id != "" {
		b.WriteString("id: ")
		b.WriteString(id)
		b.WriteByte('\n')
	}
	if name != "" {
		b.WriteString("event: ")
		b.WriteString(name)
		b.WriteByte('\n')
	}
	for {
		i := bytes.IndexAny(data, "\r\n")
		b.WriteString("data: ")
		if i < 0 {
			b.Write(data)
			break
		}
		b.Write(data[:i])
		b.WriteByte('\n')
		if data[i] == '\r' && i+1 < len(data) && data[i+1] == '\n' {
			i++
		}
		data = data[i+1:]
	}
	b.WriteString("\n\n")
}
