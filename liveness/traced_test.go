package liveness_test

import (
	"context"
	"time"

	"minimost/chat"
)

// traced is a store of which everything that it is told is traced.
type traced struct {
	backend
	*world
}

func (t traced) told(format string, args ...any) {
	t.trace("%9.3fs   store: "+format, append([]any{t.since().Seconds()}, args...)...)
}

func (t traced) Say(ctx context.Context, user string, said chat.Said, now time.Time) error {
	t.told("%s says %+v", user, said)
	return t.backend.Say(ctx, user, said, now)
}

func (t traced) LoseTab(ctx context.Context, user, tab string, now time.Time) error {
	t.told("%s lost tab %s", user, tab)
	return t.backend.LoseTab(ctx, user, tab, now)
}

func (t traced) RenewTabs(ctx context.Context, tabs map[string][]string, now time.Time) error {
	t.told("renews %v", tabs)
	return t.backend.RenewTabs(ctx, tabs, now)
}

func (t traced) SetClock(ctx context.Context, by time.Duration, now time.Time) error {
	t.told("the clock is set by %v to %v", by, now)
	return t.backend.SetClock(ctx, by, now)
}

func (t traced) StandStill(ctx context.Context, last, now time.Time) error {
	t.told("nobody could be heard from %v to %v", last, now)
	return t.backend.StandStill(ctx, last, now)
}

func (t traced) Navigate(ctx context.Context, user, session string, now time.Time) error {
	t.told("%s navigates in %s", user, session)
	return t.backend.Navigate(ctx, user, session, now)
}

func (t traced) EndSession(ctx context.Context, user, session string, now time.Time) error {
	t.told("%s ends %s", user, session)
	return t.backend.EndSession(ctx, user, session, now)
}
