package liveness_test

import (
	"cmp"
	"context"
	"fmt"
	"log/slog"
	"path/filepath"
	"testing"
	"time"

	"minimost/cache"
	"minimost/chat"
	"minimost/pubsub"
	"minimost/sqlite"
)

// stored is a presence.db, and the cache by which pages that are open are told who
// looks different: of what was not published they hear nothing.
type stored struct {
	*sqlite.Store
	hub   *pubsub.Hub
	cache *cache.Cache
	shown map[string]glance
}

type glance struct {
	offset uint64
	state  chat.State
}

func openStored(t *testing.T) *stored {
	t.Helper()
	hub := pubsub.NewHub()
	store, err := sqlite.Open(filepath.Join(t.TempDir(), "presence.db"), sqlite.Options{PublicChannels: []string{"general"}, Publish: hub.Publish})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := store.Close(); err != nil {
			t.Error(err)
		}
	})
	return &stored{store, hub, cache.New(store, hub, slog.New(slog.DiscardHandler)), make(map[string]glance)}
}

func (s *stored) look(user string, now time.Time) (chat.State, chat.Stamp, error) {
	p, err := s.Presence(context.Background(), user)
	known, looked := s.shown[user]
	if err != nil || looked && !s.hub.Changed(known.offset, chat.TopicPresence, chat.TopicAppearance(user)) {
		return known.state, p.Until(now), err
	}
	offset := s.hub.Offset()
	seen, err := s.cache.Presences(context.Background(), now)
	if err != nil {
		return "", 0, err
	}
	s.shown[user] = glance{offset, seen.State(user)}
	return s.shown[user].state, p.Until(now), nil
}

func (s *stored) check(user string, now time.Time) error {
	p, err := s.Presence(context.Background(), user)
	if err != nil {
		return err
	}
	return checkRow(p, now)
}

// TestHistoriesInADatabase plays some histories on the real store, and as its pages
// hear of it.
func TestHistoriesInADatabase(t *testing.T) {
	store := openStored(t)
	// Those of another history are gone.
	for i := range cmp.Or(*stores, usualStores) {
		h := newHistory(*seed + i)
		prefix := fmt.Sprint("h", i, "-")
		if err := store.ResetPresence(t.Context()); err != nil {
			t.Fatal(err)
		}
		if why := h.play(t.Context(), store, prefix, nil); why != "" {
			round := 0
			fresh := func() (backend, string) { round++; return store, fmt.Sprint("again", i, "-", round, "-") }
			h = h.shorten(func(h history) bool {
				again, prefix := fresh()
				return h.play(t.Context(), again, prefix, nil) != ""
			})
			t.Fatalf("seed %d: %s; cut down to\n%v", h.seed, why, h)
		}
	}
}
