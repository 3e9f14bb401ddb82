package push

import "time"

// Load is what the streams that are open take at one moment.
type Load struct {
	Streams, Readers, Channels int
	// Computing is how many streams find out what their page lacks.
	Computing int
	// LongestWrite is how long a client has been taking what it is sent.
	LongestWrite time.Duration
	// Goroutines are all of them, without those that wait for the next stream to
	// serve.
	Goroutines int
}

// Load counts what streams take.
func (m *Streams) Load() Load {
	m.mu.Lock()
	defer m.mu.Unlock()
	now := m.clock()
	load := Load{
		Streams: len(m.all), Readers: len(m.persons), Channels: len(m.groups), Computing: len(m.workers.slots),
		Goroutines: int(m.alive.Load() - m.workers.waiting.Load()),
	}
	for _, st := range m.all {
		if since := time.Duration(st.writing.Load()); since != 0 {
			load.LongestWrite = max(load.LongestWrite, now-since)
		}
	}
	return load
}
