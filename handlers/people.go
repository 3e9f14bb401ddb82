package handlers

import (
	"cmp"
	"maps"
	"slices"
	"sync"

	"minimost/chat"
	"minimost/views"
)

// directory is how everyone who was heard of lately appears. After a change only
// those whom it concerns are read again.
type directory struct {
	mu      sync.RWMutex
	loaded  bool
	seq     uint64
	at      chat.Stamp
	entries map[string]appearance
}

// appearance is how one person appears until a moment; none is forever.
type appearance struct {
	state  chat.State
	listed bool
	until  chat.Stamp
}

func appearanceOf(p chat.Presence, v *viewer) appearance {
	return appearance{state: p.Seen(v.now), listed: p.Listed(v.now), until: p.Until(v.now)}
}

// people are those who were heard of lately, as others see them at a moment.
type people struct {
	server *server
	viewer *viewer
}

// people takes note of who appears differently since it was called last.
func (s *server) people(v *viewer) (people, error) {
	seen := people{s, v}
	d := &s.directory
	if s.directoryHolds(v) {
		return seen, nil
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	names, seq, complete := s.Changes.PresenceLog(d.seq)
	if !d.loaded || !complete || s.Changes.Changed(d.seq) || !lasts(v.now, d.at, 0) {
		return seen, s.loadDirectory(v)
	}
	for _, name := range names {
		if err := s.readAppearance(v, name); err != nil {
			return seen, err
		}
	}
	d.seq, d.at = seq, chat.StampOf(v.now)
	return seen, nil
}

func (s *server) directoryHolds(v *viewer) bool {
	d := &s.directory
	d.mu.RLock()
	defer d.mu.RUnlock()
	return d.loaded && lasts(v.now, d.at, 0) && !s.Changes.Changed(d.seq, chat.TopicPresence)
}

// loadDirectory reads everyone; the directory is locked.
func (s *server) loadDirectory(v *viewer) error {
	d := &s.directory
	seq := s.Changes.Offset()
	everyone, err := s.Store.Presences(v.ctx, v.now)
	if err != nil {
		return err
	}
	entries := make(map[string]appearance, len(everyone))
	for _, p := range everyone {
		entries[p.User] = appearanceOf(p, v)
	}
	d.loaded, d.seq, d.at, d.entries = true, seq, chat.StampOf(v.now), entries
	return nil
}

// readAppearance reads one person again; the directory is locked.
func (s *server) readAppearance(v *viewer, name string) error {
	p, err := s.Store.Presence(v.ctx, name)
	if err == nil {
		s.directory.entries[name] = appearanceOf(p, v)
	}
	return err
}

// state is how someone appears. Where their time has come they are read again;
// while that is impossible they appear as before.
func (p people) state(name string) string {
	d := &p.server.directory
	d.mu.RLock()
	seen, ok := d.entries[name]
	d.mu.RUnlock()
	if ok && !seen.holds(p.viewer) {
		d.mu.Lock()
		defer d.mu.Unlock()
		if err := p.server.readAppearance(p.viewer, name); err != nil {
			p.server.Logger.Error("read a presence", "error", err)
		}
		seen = d.entries[name]
	}
	return string(cmp.Or(seen.state, chat.Offline))
}

func (a appearance) holds(v *viewer) bool { return a.until == 0 || chat.StampOf(v.now) < a.until }

// fewExpired is up to how many people are read one by one.
const fewExpired = 50

// listed is how everyone who reported lately appears, and until when that holds.
func (p people) listed() (states map[string]chat.State, until chat.Stamp, err error) {
	d := &p.server.directory
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.expired(p.viewer) > fewExpired {
		if err := p.server.loadDirectory(p.viewer); err != nil {
			return nil, 0, err
		}
	}
	states = make(map[string]chat.State, len(d.entries))
	for name, seen := range d.entries {
		if !seen.holds(p.viewer) {
			if err := p.server.readAppearance(p.viewer, name); err != nil {
				return nil, 0, err
			}
			seen = d.entries[name]
		}
		if seen.until != 0 && (until == 0 || seen.until < until) {
			until = seen.until
		}
		if seen.listed {
			states[name] = seen.state
		}
	}
	return states, until, nil
}

// expired counts those whose time has come.
func (d *directory) expired(v *viewer) (n int) {
	for _, seen := range d.entries {
		if !seen.holds(v) {
			n++
		}
	}
	return n
}

// names are those of everyone who was heard of lately.
func (p people) names() []string {
	d := &p.server.directory
	d.mu.RLock()
	defer d.mu.RUnlock()
	return slices.Collect(maps.Keys(d.entries))
}

func (p people) avatar(name string) views.AvatarProps {
	return views.AvatarProps{Name: name, State: p.state(name)}
}

// faces draws at most so many of the names, those who are most present first.
func (p people) faces(names []string, most int) (faces []views.AvatarProps) {
	byState := make(map[string][]string)
	for _, name := range names {
		state := p.state(name)
		byState[state] = append(byState[state], name)
		if len(byState[string(chat.States[0].State)]) == most {
			break
		}
	}
	for _, info := range chat.States {
		for _, name := range byState[string(info.State)] {
			if len(faces) == most {
				return faces
			}
			faces = append(faces, p.avatar(name))
		}
	}
	return faces
}
