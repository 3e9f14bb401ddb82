package push

import (
	"bytes"
	"fmt"
	"runtime/debug"

	"github.com/a-h/templ"
	"github.com/gobwas/ws"

	"minimost/chat"
	"minimost/page"
)

// serve does what there is to do. A panic ends this socket alone.
func (s *socket) serve() {
	for {
		todo := s.todo.Swap(running)
		if !s.protect(func() bool { return s.do(todo) }) {
			s.finish() // running stays set: nobody serves it again
			s.protect(s.tellEnd)
			return
		}
		if s.todo.CompareAndSwap(running, 0) {
			return
		}
	}
}

// protect reports what f does, and false when it panics.
func (s *socket) protect(f func() bool) (ok bool) {
	defer func() {
		if p := recover(); p != nil {
			s.sockets.Logger.Error("a socket panicked", "panic", fmt.Sprint(p), "stack", string(debug.Stack()))
			ok = false
		}
	}()
	return f()
}

// do reports whether the socket goes on.
func (s *socket) do(todo uint32) bool {
	if s.gone.Load() {
		return false
	}
	if s.opening != nil {
		if !s.open() {
			return false
		}
		todo |= resubscribe
	}
	var pinged []byte
	if todo&listen != 0 {
		var heard uint32
		heard, pinged = s.listen()
		todo |= heard
	}
	out, goesOn := s.takeTurn(todo)
	defer keepBuffer(out)
	if goesOn {
		s.showLife(out, todo, pinged)
	} else {
		s.sayGoodbye(out, todo)
	}
	return (out.Len() == 0 || s.write(out.Bytes())) && goesOn
}

// open sends the head of the answer and the first event, and tells that there is a
// page.
func (s *socket) open() bool {
	begins := s.opening
	s.opening = nil
	out := takeBuffer()
	defer keepBuffer(out)
	out.Write(begins.head)
	writeEvent(out, eventOpen, s.cursor.Append, nil)
	if !s.write(out.Bytes()) {
		return false
	}
	s.opened = true
	s.sockets.Liveness.Opened(s.sockets.context(), s.holder, begins.state, begins.number, s.sockets.Now())
	return true
}

// listen sees to what the page has said, and returns what there is to do
// therefore, and what the browser's last ping held, nil for none.
func (s *socket) listen() (todo uint32, pinged []byte) {
	m := s.sockets
	heard, pinged := s.inbox.take()
	for _, said := range heard {
		switch {
		case said.looks:
			s.look = said.number
			s.want(m.Changes.Offset()) // also what wakes nobody
			todo |= refreshAll | answer
		case said.state != "":
			s.hidden.Store(said.state == chat.Hidden)
			m.Liveness.Reported(m.context(), s.holder, said.state, said.number, m.Now())
		default:
			m.Liveness.Said(m.context(), s.holder, said.word, said.number, m.Now())
		}
	}
	return todo, pinged
}

// showLife adds to out what shows that the server lives, where that is due.
func (s *socket) showLife(out *bytes.Buffer, todo uint32, pinged []byte) {
	if pinged != nil {
		writePong(out, pinged)
	}
	if todo&ping != 0 {
		writePing(out)
	}
	if todo&answer != 0 || todo&ping != 0 && !s.hidden.Load() { // scripts see no ping
		writeAlive(out, s.look)
	}
}

// sayGoodbye ends the socket with a close frame whose reason is where the page is
// to go.
func (s *socket) sayGoodbye(out *bytes.Buffer, todo uint32) {
	status := ws.StatusCode(s.status.Load())
	switch {
	case status != 0:
	case todo&closing != 0:
		status = statusRestart
	case s.goodbye != "":
		status = ws.StatusNormalClosure
		s.end.Store(int32(Refused))
	default:
		status = ws.StatusInternalServerError
	}
	writeClose(out, status, s.goodbye)
}

// tellEnd tells that there is no such page any more.
func (s *socket) tellEnd() bool {
	if s.opened {
		s.opened = false
		s.sockets.Liveness.Ended(s.sockets.context(), s.holder, End(s.end.Load()), s.sockets.Now())
	}
	return true
}

// takeTurn waits for the socket's turn, and returns what its page lacks, and whether the socket
// goes on. One that ends waits for nobody.
func (s *socket) takeTurn(todo uint32) (out *bytes.Buffer, goesOn bool) {
	if todo&closing != 0 {
		return takeBuffer(), false
	}
	s.sockets.slots <- struct{}{}
	defer func() { <-s.sockets.slots }()
	out = takeBuffer() // not before: a message has many wait at once, each of which would hold one
	return out, s.compute(todo, out)
}

// compute adds to out what the page lacks, and reports whether the socket
// goes on.
func (s *socket) compute(todo uint32, out *bytes.Buffer) bool {
	m := s.sockets
	reader := page.Reader{Ctx: m.context(), Now: m.Now(), Zone: s.zone, Browser: s.browser}
	todo |= s.takeRefreshes()
	// Before the session is looked at: who is told later that it has ended must
	// not seem to know.
	ended, known := m.Sessions.Ended(), m.Changes.Offset()
	var err error
	if reader.User, err = m.Sessions.UserOf(reader.Ctx, s.holder.Cookie, reader.Now); err != nil {
		return s.failed(reader, err)
	}
	if reader.User.Username != s.holder.User {
		s.goodbye = page.LoginURL
		return false
	}
	s.endedSessions.Store(ended)
	if s.group.channel == "" { // nothing on its page changes
		s.offset.Store(known)
		s.sidebarOffset.Store(known)
		return true
	}
	scope := page.ChannelAlone
	if todo&refreshAll != 0 || todo&refreshChannel != 0 && s.takesAll(m.uptime()) {
		scope = page.WholePage
	}
	if todo&(refreshChannel|refreshAll) != 0 && s.outdated(reader, scope) {
		if err := s.update(reader, out, scope, known); err != nil {
			return s.failed(reader, err)
		}
	}
	if todo&resubscribe != 0 && s.group.takeDue(m.clock()) {
		if err := s.group.refreshWatchlist(reader); err != nil {
			return s.failed(reader, err)
		}
	}
	return true
}

// takeRefreshes is what it was woken for that is part of all that is read from now on, such as that it
// is open itself: another look would be too much.
func (s *socket) takeRefreshes() uint32 {
	const refreshes = uint32(refreshChannel | refreshAll)
	return s.todo.And(^refreshes) & refreshes
}

// failed ends the socket: its page asks again and is told why there is no
// answer. Access that is gone may be all that is known yet of a session that has
// ended.
func (s *socket) failed(reader page.Reader, err error) bool {
	if chat.CodeOf(err) == chat.Forbidden {
		s.goodbye = page.GoneURL
		if !s.sockets.Sessions.Lasts(reader.Ctx, s.holder.Cookie, reader.Now) {
			s.goodbye = page.LoginURL
		}
	} else if !s.gone.Load() && s.sockets.base.Err() == nil {
		s.sockets.Logger.Error("a socket failed", "error", err)
	}
	return false
}

// outdated reports whether there is a change that so much of the page may not
// have.
func (s *socket) outdated(reader page.Reader, scope page.Scope) bool {
	if s.looked {
		wanted := s.wanted.Load()
		return scope == page.WholePage && s.sidebarOffset.Load() < wanted || s.offset.Load() < wanted
	}
	s.looked = true
	if !s.sockets.Pages.Fresh(s.holder.User, s.group.channel, s.cursor.Position(), reader.Now) {
		return true
	}
	s.offset.Store(s.cursor.Offset)
	s.sidebarOffset.Store(s.cursor.SidebarOffset)
	return false
}

// update adds to out what has changed on so much of the page. What the socket
// knows of its reader is as of the offset known.
func (s *socket) update(reader page.Reader, out *bytes.Buffer, scope page.Scope, known uint64) error {
	update, err := s.sockets.Pages.Update(reader, s.group.channel, s.cursor, scope)
	if err != nil {
		return err
	}
	defer update.Release()
	if update.EpochChanged {
		writeEvent(out, page.EpochChanged, nil, nil)
	}
	next := update.Next
	s.cursor = next
	s.sidebarOffset.Store(min(next.SidebarOffset, known))
	if s.offset.Store(next.Offset); next.Offset < s.wanted.Load() {
		s.wake(refreshChannel)
	}
	if len(update.Fragments) == 0 {
		return nil
	}
	fragments := templ.GetBuffer()
	defer templ.ReleaseBuffer(fragments)
	if err := templ.Join(update.Fragments...).Render(reader.DrawContext(), fragments); err != nil {
		return err
	}
	if scope == page.WholePage {
		s.whole.Store(int64(s.sockets.uptime()))
		s.heavy.Store(fragments.Len() > heavyUpdate)
	}
	writeEvent(out, eventFragments, next.Append, fragments.Bytes())
	return nil
}
