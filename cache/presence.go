package cache

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"sync"
	"time"

	"minimost/chat"
)

type presenceStore interface {
	// Presence is the zero Presence for someone who never reported.
	Presence(ctx context.Context, user string) (chat.Presence, error)
	// Presences holds at least everyone who is Listed.
	Presences(ctx context.Context, now time.Time) ([]chat.Presence, error)
}

// presenceCache is how everyone who was heard of lately appears. After a change
// only those whom the presence log names are read again.
type presenceCache struct {
	mu      sync.RWMutex
	loaded  bool
	offset  uint64
	readAt  chat.Stamp
	entries map[string]Read[appearance] // their topics are one: the presence log
}

// appearance is how one person appears to others.
type appearance struct {
	state       chat.State
	undisturbed bool // not to be disturbed
	listed      bool
	status      chat.Status
}

func appearanceOf(p chat.Presence, now time.Time) Read[appearance] {
	return Read[appearance]{Value: appearance{p.Seen(now), p.ShowsDoNotDisturb(now), p.Listed(now), p.SeenStatus(now)}, Expires: p.Until(now)}
}

// Presences are how people appear at a moment.
type Presences struct {
	cache *Cache
	ctx   context.Context //nolint:containedctx // what it is asked for is asked at once
	now   time.Time
	// blockers look offline to whom this is for, since when they blocked them.
	blockers map[string]chat.Stamp
	blocked  map[string]chat.Stamp // by them
	bots     map[string]bool
	profiles *profiles
	// translate says what people who are no more are called; nil says it in English.
	translate func(format string, args ...any) string
}

// In names people in the language that translate puts a format and its arguments into.
func (p Presences) In(translate func(format string, args ...any) string) Presences {
	p.translate = translate
	return p
}

// Presences takes note of who appears differently since it was called last.
func (c *Cache) Presences(ctx context.Context, now time.Time) (Presences, error) {
	bots, err := c.bots(ctx, now)
	if err != nil {
		return Presences{}, err
	}
	profiles, err := c.profiles(ctx, now)
	if err != nil {
		return Presences{}, err
	}
	seen := Presences{cache: c, ctx: ctx, now: now, bots: bots, profiles: profiles}
	p := &c.presence
	if p.fresh(c.changes, now) {
		return seen, nil
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	names, offset, complete := c.changes.PresenceLog(p.offset)
	if !p.loaded || !complete || c.changes.Changed(p.offset) || !fresh(now, p.readAt, 0) {
		return seen, seen.load()
	}
	for _, name := range names {
		if err := seen.read(name); err != nil {
			return seen, err
		}
	}
	p.offset, p.readAt = offset, chat.StampOf(now)
	return seen, nil
}

// topicPresence is one list for all: each look at a page asks.
var topicPresence = []chat.Topic{chat.TopicPresence}

func (p *presenceCache) fresh(changes Changes, now time.Time) bool {
	p.mu.RLock()
	defer p.mu.RUnlock()
	return p.loaded && fresh(now, p.readAt, 0) && !changes.Changed(p.offset, topicPresence...)
}

// load reads everyone; the presence cache is locked.
func (p Presences) load() error {
	offset := p.cache.changes.Offset()
	everyone, err := p.cache.store.Presences(p.ctx, p.now)
	if err != nil {
		return err
	}
	entries := make(map[string]Read[appearance], len(everyone))
	for _, one := range everyone {
		entries[one.User] = appearanceOf(one, p.now)
	}
	known := &p.cache.presence
	known.loaded, known.offset, known.readAt, known.entries = true, offset, chat.StampOf(p.now), entries
	return nil
}

// read reads one person again; the presence cache is locked.
func (p Presences) read(name string) error {
	one, err := p.cache.store.Presence(p.ctx, name)
	if err == nil {
		p.cache.presence.entries[name] = appearanceOf(one, p.now)
	}
	return err
}

func (p Presences) expired(entry Read[appearance]) bool {
	return entry.Expires != 0 && chat.StampOf(p.now) >= entry.Expires
}

// State is how someone appears, chat.Bot for a bot. Where that has expired they are
// read again; while that is impossible they appear as before.
func (p Presences) State(name string) chat.State {
	return p.appearance(name).state
}

// Dot is how the dot of someone is drawn, as chat.DotOf makes it.
func (p Presences) Dot(name string) string {
	a := p.appearance(name)
	return chat.DotOf(a.state, a.undisturbed)
}

// Status is what somebody says of themselves, nothing to those who are blocked.
func (p Presences) Status(name string) chat.Status { return p.appearance(name).status }

func (p Presences) appearance(name string) appearance {
	if p.bots[name] {
		return appearance{state: chat.Bot}
	}
	if _, hides := p.Hides(name); hides {
		return appearance{state: chat.Offline}
	}
	known := &p.cache.presence
	known.mu.RLock()
	entry, ok := known.entries[name]
	known.mu.RUnlock()
	if ok && p.expired(entry) {
		known.mu.Lock()
		defer known.mu.Unlock()
		if err := p.read(name); err != nil {
			p.cache.logger.Error("read a presence", "error", err)
		}
		entry = known.entries[name]
	}
	entry.Value.state = cmp.Or(entry.Value.state, chat.Offline)
	return entry.Value
}

// fewExpired is up to how many people are read one by one.
const fewExpired = 50

// Listed is how everyone who reported lately appears, and when that expires.
func (p Presences) Listed() (states map[string]chat.State, expires chat.Stamp, err error) {
	known := &p.cache.presence
	known.mu.Lock()
	defer known.mu.Unlock()
	if p.countExpired() > fewExpired {
		if err := p.load(); err != nil {
			return nil, 0, err
		}
	}
	states = make(map[string]chat.State, len(known.entries))
	for name, entry := range known.entries {
		if p.expired(entry) {
			if err := p.read(name); err != nil {
				return nil, 0, err
			}
			entry = known.entries[name]
		}
		if entry.Expires != 0 && (expires == 0 || entry.Expires < expires) {
			expires = entry.Expires
		}
		if !entry.Value.listed {
			continue
		}
		states[name] = entry.Value.state
		if since, hides := p.Hides(name); hides {
			// As somebody who went then: offline, and gone from the list in time.
			states[name] = chat.Offline
			if chat.StampOf(p.now).Sub(since) > chat.OnlineWindow {
				delete(states, name)
			}
		}
	}
	return states, expires, nil
}

func (p Presences) countExpired() (n int) {
	for _, entry := range p.cache.presence.entries {
		if p.expired(entry) {
			n++
		}
	}
	return n
}

// Names are those of everyone who was heard of lately.
func (p Presences) Names() []string {
	known := &p.cache.presence
	known.mu.RLock()
	defer known.mu.RUnlock()
	return slices.Collect(maps.Keys(known.entries))
}

// MostPresent are at most so many of the names, those who are most present
// first and bots last.
func (p Presences) MostPresent(names []string, most int) []string {
	byState := make(map[chat.State][]string)
	for _, name := range names {
		state := p.State(name)
		byState[state] = append(byState[state], name)
		if len(byState[chat.States[0].State]) == most {
			break
		}
	}
	var present []string
	for _, info := range chat.States {
		for _, name := range byState[info.State] {
			if len(present) == most {
				return present
			}
			present = append(present, name)
		}
	}
	bots := byState[chat.Bot]
	return append(present, bots[:min(len(bots), most-len(present))]...)
}

// MostPresent are the most present accounts, at most so many and those first by
// name of the equally present, and the offset when they were found.
func (c *Cache) MostPresent(ctx context.Context, most int, now time.Time) ([]string, uint64, error) {
	return c.mostPresent.Versioned(c.changes, now, func() (Read[[]string], error) {
		// Not as they were before the change that this goes on from.
		seen, err := c.Presences(ctx, now)
		if err != nil {
			return Read[[]string]{}, err
		}
		names, err := c.Usernames(ctx, now)
		topics := []chat.Topic{chat.TopicPresence, chat.TopicAccounts}
		return Read[[]string]{Value: seen.MostPresent(names, most), Topics: topics}, err
	})
}
