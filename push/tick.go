package push

import (
	"slices"
	"time"

	"minimost/chat"
	"minimost/page"
)

const (
	// sweepsPerSecond is how many sockets are looked at each second at most: with
	// more sockets each of them is looked at less often.
	sweepsPerSecond = 4000
	// sweepPhases spreads the sweeps over the time between them.
	sweepPhases = 50
	// listsEvery is after how many intervals a socket is told of messages elsewhere
	// where nothing else has changed.
	listsEvery = 2
	// heavyUpdate is how much an update of a whole page brings where much goes on: the
	// unread counts of some thirty channels.
	heavyUpdate = 4 << 10 // bytes
)

// tickTopics concern every page. They wake no socket: each is looked at now and
// then, and where all that has changed is that there are messages elsewhere, half as
// often.
var tickTopics = slices.DeleteFunc(page.TickTopics(), func(t chat.Topic) bool { return t == chat.TopicLists })

// tick sweeps every socket once in each interval, a part of them at a time,
// until Close.
func (m *Sockets) tick() {
	ticker := time.NewTicker(max(m.limits.Sweep/sweepPhases, time.Millisecond))
	defer ticker.Stop()
	before := time.Now()
	for phase := 0; ; phase++ {
		select {
		case <-m.quit:
			return
		case <-ticker.C:
		}
		now := time.Now()
		if gap := now.Sub(before); gap > stoodStill {
			m.excuse(gap)
		}
		before = now
		m.sweep(phase % sweepPhases)
	}
}

// stoodStill is after how long between two sweeps the process itself was stopped:
// pongs may have come that nobody has read.
const stoodStill = time.Second

// excuse gives the answers to pings that much more time.
func (m *Sockets) excuse(gap time.Duration) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, s := range m.all {
		if asked := s.asked.Load(); asked != 0 {
			s.asked.CompareAndSwap(asked, asked+int64(gap))
		}
	}
}

func (m *Sockets) sweep(phase int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	interval := max(m.limits.Sweep, time.Duration(len(m.all))*time.Second/sweepsPerSecond)
	m.interval.Store(int64(interval))
	now, uptime, offset := m.clock(), m.uptime(), m.Changes.Offset()
	for i := phase; i < len(m.all); i += sweepPhases {
		m.all[i].sweep(now, uptime, interval, offset)
	}
}

// listsPause is for how long a socket is not told of messages elsewhere where nothing
// else has changed: where so much goes on that each time brings kilobytes, twice as
// long.
func (s *socket) listsPause(interval time.Duration) time.Duration {
	if s.heavy.Load() {
		return 2 * listsEvery * interval
	}
	return listsEvery * interval
}

// takesAll reports whether an update of the channel takes what concerns every page
// with it: the next sweeps would find that due, and wake the socket once more.
func (s *socket) takesAll(uptime time.Duration) bool {
	m := s.sockets
	since, interval := uptime-time.Duration(s.whole.Load()), time.Duration(m.interval.Load())
	return interval > 0 && since >= s.listsPause(interval)*7/8 && m.Changes.Changed(s.sidebarOffset.Load(), chat.TopicLists)
}

// sweep is what the socket does from time to time without being told to.
func (s *socket) sweep(now, uptime, interval time.Duration, offset uint64) {
	m := s.sockets
	if since := s.writing.Load(); since != 0 {
		if now-time.Duration(since) > m.limits.Write {
			m.start(s.cut)
		}
		return
	}
	since := uptime - time.Duration(s.whole.Load())
	switch known := s.sidebarOffset.Load(); {
	case m.Changes.Changed(known),
		since >= interval && m.Changes.Changed(known, tickTopics...),
		since >= s.listsPause(interval) && m.Changes.Changed(known, chat.TopicLists):
		s.changedAnywhere(offset)
	}
	if s.endedSessions.Load() != m.Sessions.Ended() {
		s.wake(recheckSession)
	}
	s.sweepPings(now)
	if s.group.isDue(now) {
		s.wake(resubscribe)
	}
}

// lostAfter is after how long without an answer a connection is given up: its
// page has opened another by then, if it is there at all.
const lostAfter = time.Minute

// sweepPings pings the browser when that is due, and looks for its answer.
func (s *socket) sweepPings(now time.Duration) {
	every, patience := chat.PingVisible, chat.PongVisible
	if s.hidden.Load() {
		every, patience = chat.PingHidden, chat.PongHidden
	}
	asked := time.Duration(s.asked.Load())
	switch {
	case asked == 0:
		s.overdue = false
	case now-asked > lostAfter:
		s.sockets.start(s.cut)
		return
	case now-asked > patience && !s.overdue:
		s.overdue = true
		s.sockets.Liveness.Overdue(s.holder, s.sockets.Now())
	}
	if now-s.pinged >= every {
		s.pinged = now
		s.asked.CompareAndSwap(0, int64(now))
		s.wake(ping)
	}
}
