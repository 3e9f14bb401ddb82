package push

import (
	"bytes"
	"fmt"
	"runtime/debug"

	"github.com/a-h/templ"

	"minimost/chat"
	"minimost/page"
)

// serve does what there is to do. A panic ends this stream alone.
func (st *stream) serve() {
	defer func() {
		if p := recover(); p != nil {
			st.streams.Logger.Error("an event stream panicked", "panic", fmt.Sprint(p), "stack", string(debug.Stack()))
			st.finish()
		}
	}()
	for {
		todo := st.todo.Swap(running)
		if !st.do(todo) {
			st.finish() // running stays set: nobody serves it again
			return
		}
		if st.todo.CompareAndSwap(running, 0) {
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
		todo |= resubscribe
	}
	goesOn := todo&closing == 0 && st.compute(todo, event)
	if !goesOn {
		writeEvent(event, "close", "", []byte(st.goodbye))
	} else if event.Len() == 0 && todo&keepalive != 0 {
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
	m := st.streams
	m.workers.slots <- struct{}{}
	defer func() { <-m.workers.slots }()
	reader := page.Reader{Ctx: m.context(), Now: m.Now(), Zone: st.zone}
	// Before the session is looked at: who is told later that it has ended must
	// not seem to know.
	ended, known := m.Sessions.Ended(), m.Changes.Offset()
	var err error
	if reader.User, err = m.Sessions.UserOf(reader.Ctx, st.session, reader.Now); err != nil {
		return st.failed(err)
	}
	if reader.User.Username != st.user {
		st.goodbye = page.LoginURL
		return false
	}
	st.ended.Store(ended)
	scope := page.ChannelAlone
	if todo&refreshAll != 0 {
		scope = page.WholePage
	}
	if todo&(refreshChannel|refreshAll) != 0 && st.outdated(reader, scope) {
		if err := st.update(reader, event, scope, known); err != nil {
			return st.failed(err)
		}
	}
	if todo&resubscribe != 0 && st.group.takeDue(m.clock()) {
		if err := st.group.refreshWatchlist(reader); err != nil {
			return st.failed(err)
		}
	}
	return true
}

// failed ends the stream: its page asks again and is told why there is no
// answer.
func (st *stream) failed(err error) bool {
	if chat.CodeOf(err) == chat.Forbidden {
		st.goodbye = page.GoneURL
	} else if !st.gone.Load() && st.streams.base.Err() == nil {
		st.streams.Logger.Error("an event stream failed", "error", err)
	}
	return false
}

// outdated reports whether there is a change that so much of the page may not
// have.
func (st *stream) outdated(reader page.Reader, scope page.Scope) bool {
	if st.asked {
		wanted := st.wanted.Load()
		return scope == page.WholePage && st.sidebarOffset.Load() < wanted || st.offset.Load() < wanted
	}
	st.asked = true
	if !st.streams.Pages.Fresh(st.user, st.channel, st.cursor.Position(), reader.Now) {
		return true
	}
	st.offset.Store(st.cursor.Offset)
	st.sidebarOffset.Store(st.cursor.SidebarOffset)
	return false
}

// update adds to event what has changed on so much of the page. What the stream
// knows of its reader is as of the offset known.
func (st *stream) update(reader page.Reader, event *bytes.Buffer, scope page.Scope, known uint64) error {
	update, err := st.streams.Pages.Update(reader, st.channel, st.cursor, scope)
	if err != nil {
		return err
	}
	if update.EpochChanged {
		writeEvent(event, page.EpochChanged, "", nil)
	}
	next := update.Next
	st.cursor = next
	st.sidebarOffset.Store(min(next.SidebarOffset, known))
	if st.offset.Store(next.Offset); next.Offset < st.wanted.Load() {
		st.wake(refreshChannel)
	}
	if len(update.Fragments) == 0 {
		return nil
	}
	fragments := templ.GetBuffer()
	defer templ.ReleaseBuffer(fragments)
	if err := templ.Join(update.Fragments...).Render(reader.DrawContext(), fragments); err != nil {
		return err
	}
	writeEvent(event, "", next.String(), fragments.Bytes())
	return nil
}
