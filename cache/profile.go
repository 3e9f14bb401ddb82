package cache

import (
	"context"
	"maps"
	"time"

	"minimost/chat"
)

type profileStore interface {
	// Profiles are those of everyone who shows more than a username, by name.
	Profiles(ctx context.Context) (map[string]chat.Profile, error)
	// AccountsInOrder are the names of all accounts, the oldest first.
	AccountsInOrder(ctx context.Context) ([]string, error)
}

// profiles is how people present themselves.
type profiles struct {
	by map[string]chat.Profile
	// alike are the names of those whose display name may be taken for somebody else's.
	alike map[string]bool
	// places are those in the order of accounts.
	places map[string]int
	// since is the offset from which on each has been as it is; who is not in it has
	// been so from the beginning.
	since map[string]uint64
}

// profiles are read again as a whole: they seldom change.
func (c *Cache) profiles(ctx context.Context, now time.Time) (*profiles, error) {
	return c.allProfiles.Get(c.changes, now, func() (Read[*profiles], error) {
		offset := c.changes.Offset()
		by, err := c.store.Profiles(ctx)
		if err != nil {
			return Read[*profiles]{}, err
		}
		names, err := c.Usernames(ctx, now)
		if err != nil {
			return Read[*profiles]{}, err
		}
		ordered, err := c.store.AccountsInOrder(ctx)
		p := &profiles{by: by, alike: findAlike(by, names), places: make(map[string]int, len(ordered))}
		for i, name := range ordered {
			p.places[name] = i
		}
		p.since = sinceWhen(c.allProfiles.cached.value, p, offset)
		return Read[*profiles]{Value: p, Topics: []chat.Topic{chat.TopicProfiles, chat.TopicAccounts}}, err
	})
}

// findAlike are those whose display name is another's too, or another's username.
func findAlike(by map[string]chat.Profile, usernames []string) map[string]bool {
	called := make(map[string]int, len(by))
	for _, p := range by {
		called[p.DisplayKey]++
	}
	known := make(map[string]string, len(usernames))
	for _, name := range usernames {
		known[chat.NameKey(name)] = name
	}
	alike := make(map[string]bool)
	for name, p := range by {
		other, taken := known[p.DisplayKey]
		if p.DisplayName != "" && (called[p.DisplayKey] > 1 || taken && other != name) {
			alike[name] = true
		}
	}
	return alike
}

// sinceWhen compares with what was before; nil: nothing was known.
func sinceWhen(before, after *profiles, offset uint64) map[string]uint64 {
	if before == nil {
		return map[string]uint64{}
	}
	since := maps.Clone(before.since)
	for name := range before.by {
		if _, still := after.by[name]; !still {
			since[name] = offset
		}
	}
	for name, p := range after.by {
		if p != before.by[name] || after.alike[name] != before.alike[name] {
			since[name] = offset
		}
	}
	return since
}

// Shown is the name that somebody is shown by, with their username where it may be
// taken for somebody else's.
func (p Presences) Shown(name string) string {
	if p.translate != nil && chat.IsDeletedName(name) {
		return chat.SayDeletedName(name, p.translate)
	}
	return chat.ShownName(name, p.profiles.by[name].DisplayName, p.profiles.alike[name])
}

// DisplayName is the name that somebody gave themselves, "" for none.
func (p Presences) DisplayName(name string) string { return p.profiles.by[name].DisplayName }

// AllShown are the names that they are shown by.
func (p Presences) AllShown(names []string) []string {
	shown := make([]string, len(names))
	for i, name := range names {
		shown[i] = p.Shown(name)
	}
	return shown
}

// Place is somebody's in the order of accounts, from 0; -1 is nobody's.
func (p Presences) Place(name string) int {
	if place, known := p.profiles.places[name]; known {
		return place
	}
	return -1
}

// Picture is which picture somebody has, 0 for none.
func (p Presences) Picture(name string) int64 { return p.profiles.by[name].Picture }

// Renamed are those who present themselves otherwise since an offset.
func (p Presences) Renamed(offset uint64) (names []string) {
	for name, since := range p.profiles.since {
		if since > offset {
			names = append(names, name)
		}
	}
	return names
}

// Presented are all who show more than a username.
func (p Presences) Presented() (names []string) {
	for name := range p.profiles.by {
		names = append(names, name)
	}
	return names
}
