package push

import (
	"time"

	"minimost/page"
)

const (
	// sweepsPerSecond is how many streams are looked at each second at most: with
	// more streams each of them is looked at less often.
	sweepsPerSecond = 4000
	// sweepPhases spreads the sweeps over the time between them.
	sweepPhases = 50
)

// tickTopics concern every page. They wake no stream: each is looked at now and
// then.
var tickTopics = page.TickTopics()

// tick sweeps every stream once in each interval, a part of them at a time,
// until Close.
func (m *Streams) tick() {
	ticker := time.NewTicker(max(m.limits.Sweep/sweepPhases, time.Millisecond))
	defer ticker.Stop()
	for phase := 0; ; phase++ {
		select {
		case <-m.quit:
			return
		case <-ticker.C:
		}
		m.sweep(phase % sweepPhases)
	}
}

func (m *Streams) sweep(phase int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	interval := max(m.limits.Sweep, time.Duration(len(m.all))*time.Second/sweepsPerSecond)
	now, offset := m.clock(), m.Changes.Offset()
	for i := phase; i < len(m.all); i += sweepPhases {
		m.all[i].sweep(now, interval, offset)
	}
}

// sweep is what the stream does from time to time without being told to.
func (st *stream) sweep(now, interval time.Duration, offset uint64) {
	m := st.streams
	if since := st.writing.Load(); since != 0 {
		if now-time.Duration(since) > m.limits.Write {
			m.start(st.cut)
		}
		return
	}
	switch known := st.sidebarOffset.Load(); {
	case m.Changes.Changed(known):
		st.changedAnywhere(offset)
	case now >= st.nextTick && m.Changes.Changed(known, tickTopics...):
		st.nextTick = now + interval
		st.changedAnywhere(offset)
	}
	if st.ended.Load() != m.Sessions.Ended() {
		st.wake(recheckSession)
	}
	if now-time.Duration(st.sent.Load()) >= m.limits.Keepalive {
		st.wake(keepalive)
	}
	if st.group.isDue(now) {
		st.wake(resubscribe)
	}
}
