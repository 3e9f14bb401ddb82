package push

import "time"

// Load is what the sockets that are open take at one moment.
type Load struct {
	Sockets, Readers, Channels int
	// Computing is how many sockets find out what their page lacks.
	Computing int
	// LongestWrite is how long a client has been taking what it is sent.
	LongestWrite time.Duration
	// Goroutines are all of them, without those that wait for the next socket to see
	// to.
	Goroutines int
}

// Load counts what sockets take.
func (m *Sockets) Load() Load {
	m.mu.Lock()
	defer m.mu.Unlock()
	now := m.clock()
	load := Load{
		Sockets: len(m.all), Readers: len(m.persons), Channels: len(m.groups), Computing: len(m.slots),
		Goroutines: int(m.alive.Load() - m.serving.waiting.Load() - m.hearing.waiting.Load()),
	}
	for _, s := range m.all {
		if since := time.Duration(s.writing.Load()); since != 0 {
			load.LongestWrite = max(load.LongestWrite, now-since)
		}
	}
	return load
}
