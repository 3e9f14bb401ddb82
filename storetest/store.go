package storetest

import (
	"context"
	"time"

	"minimost/chat"
	"minimost/demo"
	"minimost/handlers"
	"minimost/search"
	"minimost/webpush"
)

// Store is everything that the program asks of a store: the sum of what its
// packages declare that they need, and what the program itself asks.
type Store interface {
	handlers.Store
	demo.Store
	webpush.Store

	// SessionStorage keeps the sessions of the browsers.
	SessionStorage() SessionStorage
	// CreateSetupInvite stores the hash of the link by which the first account of all
	// is made, in place of those of earlier starts.
	CreateSetupInvite(ctx context.Context, hash []byte, now time.Time) error
	Unused(ctx context.Context) (bool, error)
	// CheckNames is an error when one of Options.PublicChannels is called as another
	// channel is by now.
	CheckNames(ctx context.Context) error
	SweepFiles(ctx context.Context, sentBefore chat.Stamp, now time.Time, pause func(context.Context) error) error
	RemoveAudit(ctx context.Context, before chat.Stamp) error
	ResetPresence(ctx context.Context) error
	// Say, LoseTab, RenewTabs and Navigate are chat.Presence's Say, Lose, Renew and
	// Navigate, of the user's or, by user, of several people's tabs.
	Say(ctx context.Context, user string, said chat.Said, now time.Time) error
	LoseTab(ctx context.Context, user, tab string, now time.Time) error
	RenewTabs(ctx context.Context, tabs map[string][]string, now time.Time) error
	Navigate(ctx context.Context, user, session string, now time.Time) error
	// SetClock tells by how much the clock was set, or for how long the machine slept, and
	// StandStill that nobody could be heard since last.
	SetClock(ctx context.Context, by time.Duration, now time.Time) error
	StandStill(ctx context.Context, last, now time.Time) error
	// Sweep stores and publishes what time alone changed between last and now, and
	// removes the keys of chat.WithOnce that are old.
	Sweep(ctx context.Context, last, now time.Time) error
	// RemoveMessages removes what was sent before a stamp, in steps of
	// chat.RetentionStep rows; pause is called after each and may end it.
	RemoveMessages(ctx context.Context, before chat.Stamp, pause func(context.Context) error) (removed int, err error)
	// ContinueRemovals takes the names of removed accounts from what others see.
	ContinueRemovals(ctx context.Context, now time.Time) error
	// IndexMessages takes one step of indexing messages for searches; done is all where nothing is left.
	IndexMessages(ctx context.Context) (search.Indexing, error)
	// PeopleOnline counts those with a page open by what their pages report.
	PeopleOnline(ctx context.Context, now time.Time) (map[chat.State]int, error)
	// Close finishes the waiting writes; later ones are Unavailable.
	Close() error
}

// SessionStorage is what Fiber asks of a session storage.
type SessionStorage interface {
	Get(key string) ([]byte, error)
	Set(key string, val []byte, exp time.Duration) error
	Delete(key string) error
	Reset() error
	Close() error
}
