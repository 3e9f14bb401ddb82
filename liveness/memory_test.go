package liveness_test

import (
	"context"
	"fmt"
	"time"

	"minimost/chat"
)

// memory is a store that applies the rules and keeps what they yield. Like the
// cache of the real one, it looks again when something has changed or its time has
// come.
type memory map[string]*kept

type kept struct {
	chat.Presence
	looked bool
	seen   chat.State
	until  chat.Stamp
}

func (m memory) change(user string, rule func(chat.Presence) chat.Presence) error {
	p, known := m[user]
	if !known {
		p = &kept{Presence: chat.Presence{User: user, State: chat.Offline, TabsState: chat.Offline}}
		m[user] = p
	}
	p.Presence, p.looked = rule(p.Presence), false
	return nil
}

// due reports whether the person may look different than before.
func (k *kept) due(now time.Time) bool {
	return !k.looked || k.until != 0 && chat.StampOf(now) >= k.until
}

func (m memory) Say(_ context.Context, user string, said chat.Said, now time.Time) error {
	return m.change(user, func(p chat.Presence) chat.Presence { return p.Say(now, said) })
}

func (m memory) LoseTab(_ context.Context, user, tab string, now time.Time) error {
	return m.change(user, func(p chat.Presence) chat.Presence { return p.Lose(now, tab) })
}

func (m memory) RenewTabs(_ context.Context, tabs map[string][]string, now time.Time) error {
	for user, ids := range tabs {
		_ = m.change(user, func(p chat.Presence) chat.Presence { return p.Renew(now, ids) })
	}
	return nil
}

func (m memory) Navigate(_ context.Context, user, session string, now time.Time) error {
	if p, known := m[user]; !known || !p.Ends(now, session) {
		return nil
	}
	return m.change(user, func(p chat.Presence) chat.Presence { return p.Navigate(now, session) })
}

func (m memory) EndSession(_ context.Context, user, session string, now time.Time) error {
	return m.change(user, func(p chat.Presence) chat.Presence { return p.EndSession(now, session) })
}

func (m memory) ChooseOverride(_ context.Context, user string, o chat.Override, minutes int, now time.Time) error {
	return m.change(user, func(p chat.Presence) chat.Presence { return p.Choose(now, o, minutes) })
}

func (m memory) SetClock(_ context.Context, by time.Duration, now time.Time) error {
	for user := range m {
		_ = m.change(user, func(p chat.Presence) chat.Presence { return p.SetClock(by, now) })
	}
	return nil
}

func (m memory) StandStill(_ context.Context, last, now time.Time) error {
	for user := range m {
		_ = m.change(user, func(p chat.Presence) chat.Presence { return p.StandStill(last, now) })
	}
	return nil
}

func (m memory) ResetPresence(context.Context) error { clear(m); return nil }

func (m memory) Sweep(_ context.Context, _, now time.Time) error {
	for user, p := range m {
		if p.due(now) {
			_ = m.change(user, func(p chat.Presence) chat.Presence { return p.Sweep(now) })
		}
	}
	return nil
}

func (m memory) look(user string, now time.Time) (chat.State, chat.Stamp, error) {
	p, known := m[user]
	if !known {
		return chat.Offline, 0, nil
	}
	if p.due(now) {
		p.looked, p.seen, p.until = true, p.Seen(now), p.Until(now)
	}
	return p.seen, p.until, nil
}

func (m memory) check(user string, now time.Time) error {
	if p, known := m[user]; known {
		return checkRow(p.Presence, now)
	}
	return nil
}

// checkRow compares a row with what it is merged from.
func checkRow(p chat.Presence, now time.Time) error {
	if len(p.Tabs) > chat.MaxTabs {
		return fmt.Errorf("%d tabs", len(p.Tabs))
	}
	if p.State != p.Merged(now) && p.State != "" {
		return fmt.Errorf("the row says %s, the tabs %s", p.State, p.Merged(now))
	}
	return nil
}
