package demo

import (
	"context"
	"slices"
	"time"

	"minimost/chat"
)

// page is one page that someone real has open.
type page struct{ user, tab string }

// audience is who watches.
type audience struct {
	pages map[page]time.Time // when each was active last
	last  time.Time          // when any was
}

func newAudience() audience { return audience{pages: make(map[page]time.Time)} }

// look notes which pages are active at now, and reports whether one was opened,
// or returned to after a while.
func (a *audience) look(ctx context.Context, store Store, now time.Time) (opened bool, err error) {
	people, err := store.Presences(ctx, now)
	if err != nil {
		return false, err
	}
	for p, seen := range a.pages {
		if now.Sub(seen) > quietAfter {
			delete(a.pages, p)
		}
	}
	for _, p := range people {
		if isPlayed(p.User) {
			continue
		}
		for _, tab := range p.LiveTabs(now) {
			if tab.State != chat.Active || tab.LeftTS != 0 {
				continue
			}
			key := page{p.User, tab.ID}
			if _, known := a.pages[key]; !known {
				opened = true
			}
			a.pages[key], a.last = now, now
		}
	}
	return opened, nil
}

// anyOf reports whether one of the members watches.
func (a *audience) anyOf(members []chat.Member) bool {
	for p := range a.pages {
		if slices.ContainsFunc(members, func(m chat.Member) bool { return m.Username == p.user }) {
			return true
		}
	}
	return false
}
