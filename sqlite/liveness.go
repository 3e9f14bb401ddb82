package sqlite

import (
	"context"
	"maps"
	"slices"
	"time"

	"minimost/chat"
)

// Say records what a tab of the user's says of itself.
func (s *Store) Say(ctx context.Context, user string, said chat.Said, now time.Time) error {
	return s.changeTabs(ctx, user, now, func(p chat.Presence) chat.Presence { return p.Say(now, said) })
}

// LoseTab records that the connection of a tab ended without a word.
func (s *Store) LoseTab(ctx context.Context, user, tab string, now time.Time) error {
	return s.changeTabs(ctx, user, now, func(p chat.Presence) chat.Presence { return p.Lose(now, tab) })
}

// LoseTabUnlessHeard is LoseTab, unless the tab was heard of after a moment: another
// server has its connection then.
func (s *Store) LoseTabUnlessHeard(ctx context.Context, user, tab string, after chat.Stamp, now time.Time) error {
	return s.changeTabs(ctx, user, now, func(p chat.Presence) chat.Presence {
		for _, t := range p.Tabs {
			if t.ID == tab && t.LastSeen > after {
				return p
			}
		}
		return p.Lose(now, tab)
	})
}

// Navigate records that a session asked for a page. It writes only where a tab of
// the session is ending.
func (s *Store) Navigate(ctx context.Context, user, session string, now time.Time) error {
	var ends bool
	err := s.read(ctx, func(conn Conn) error {
		tabs, err := findTabs(conn, user)
		ends = chat.Presence{Tabs: tabs}.Ends(now, session)
		return err
	})
	if err != nil || !ends {
		return err
	}
	return s.changeTabs(ctx, user, now, func(p chat.Presence) chat.Presence { return p.Navigate(now, session) })
}

// RenewTabs records that the connections of tabs live, by user.
func (s *Store) RenewTabs(ctx context.Context, tabs map[string][]string, now time.Time) error {
	for users := range slices.Chunk(slices.Sorted(maps.Keys(tabs)), renewedAtOnce) {
		err := s.writeWithoutSavepoint(ctx, volatile, func(tx *transaction) error { return renewTabs(tx, users, tabs, now) })
		if err != nil {
			return err
		}
	}
	return nil
}

// SetClock records that the clock was set by so much, up to which everybody was as the
// rules say, or that the machine slept for so long.
func (s *Store) SetClock(ctx context.Context, by time.Duration, now time.Time) error {
	return s.changeAll(ctx, now.Add(-by), now, func(p chat.Presence) chat.Presence { return p.SetClock(by, now) }, chat.TopicAnything)
}

// StandStill records that nobody could be heard since last, when everybody was as the
// rules say.
func (s *Store) StandStill(ctx context.Context, last, now time.Time) error {
	return s.changeAll(ctx, last, now, func(p chat.Presence) chat.Presence { return p.StandStill(last, now) })
}

// changeAll applies a rule to everybody who was there at last, and publishes some topics
// besides what has changed.
func (s *Store) changeAll(ctx context.Context, last, now time.Time, rule func(chat.Presence) chat.Presence, topics ...chat.Topic) error {
	people, err := s.Presences(ctx, last)
	if err != nil {
		return err
	}
	return s.write(ctx, volatile, func(tx *transaction) error {
		tx.publish(topics...)
		for _, p := range people {
			err := changePresence(tx, now, p.User, rule)
			if err != nil {
				return err
			}
		}
		return nil
	})
}

func (s *Store) changeTabs(ctx context.Context, user string, now time.Time, rule func(chat.Presence) chat.Presence) error {
	return s.writeWithoutSavepoint(ctx, volatile, func(tx *transaction) error { return changePresence(tx, now, user, rule) })
}
