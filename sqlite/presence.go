package sqlite

import (
	"context"
	"slices"
	"time"

	"zombiezen.com/go/sqlite"

	"minimost/chat"
)

var (
	presenceFind      = load("presence/find")
	presenceTabs      = load("presence/tabs")
	presenceAllTabs   = load("presence/all_tabs")
	presenceList      = load("presence/list")
	presenceBeat      = load("presence/beat")
	presenceBeatTab   = load("presence/beat_tab")
	presenceUpsert    = load("presence/upsert")
	presenceUpsertTab = load("presence/upsert_tab")
	presenceDeleteTab = load("presence/delete_tab")
	presenceReset     = load("presence/reset")
	presenceResetTabs = load("presence/reset_tabs")
	presenceLapsed    = load("presence/lapsed")
	presenceSilent    = load("presence/silent")
	presenceSetBack   = load("presence/set_back")
	presenceTabsBack  = load("presence/set_back_tabs")
)

// ReportPresence records what a tab of the user's reports.
func (s *Store) ReportPresence(ctx context.Context, user, session, tab string, state chat.State, now time.Time) error {
	return s.writeLight(ctx, volatile, func(tx *transaction) error {
		return changePresence(tx, now, user, func(p chat.Presence) chat.Presence {
			return p.Report(now, tab, session, state)
		})
	})
}

// ChooseOverride sets how the user appears, for some minutes or, with 0, until
// changed. Whoever goes invisible stops typing at once.
func (s *Store) ChooseOverride(ctx context.Context, user string, o chat.Override, minutes int, now time.Time) error {
	return s.write(ctx, durable, func(tx *transaction) error {
		err := changePresence(tx, now, user, func(p chat.Presence) chat.Presence {
			return p.Choose(now, o, minutes)
		})
		if err != nil || o != chat.OverrideOffline {
			return err
		}
		return stopTypingEverywhere(tx, user)
	})
}

// EndSession takes the tabs of a session that logged out. The user stops typing
// unless another session of theirs still has a page open.
func (s *Store) EndSession(ctx context.Context, user, session string, now time.Time) error {
	return s.write(ctx, volatile, func(tx *transaction) error {
		var left int
		err := changePresence(tx, now, user, func(p chat.Presence) chat.Presence {
			p = p.EndSession(now, session)
			left = len(p.Tabs)
			return p
		})
		if err != nil || left > 0 {
			return err
		}
		return stopTypingEverywhere(tx, user)
	})
}

// ResetPresence makes everyone offline and Automatic, as nobody can have a page
// open when the server starts.
func (s *Store) ResetPresence(ctx context.Context) error {
	return s.write(ctx, durable, func(tx *transaction) error {
		tx.publish(chat.TopicPresence)
		if err := presenceReset.exec(tx.Conn); err != nil {
			return err
		}
		return presenceResetTabs.exec(tx.Conn)
	})
}

// silentEvery is how often the sweep looks for tabs and rows whose lease is
// over: it goes through all that are there.
const silentEvery = time.Second

// Sweep stores and publishes what time alone has changed between last and now:
// tabs that no longer count, overrides that have ended, keystrokes that have
// grown stale. Reading decides by its own now, so this only keeps the rows true
// for other programs and wakes those who wait for a change. With a now that the
// clock shows before last, the clock was set back.
func (s *Store) Sweep(ctx context.Context, last, now time.Time) error {
	if chat.StampOf(now) < chat.StampOf(last) {
		if err := s.setBack(ctx, now); err != nil {
			return err
		}
	}
	var lapsed []string
	var topics []chat.Topic
	err := s.read(ctx, func(conn *sqlite.Conn) (err error) {
		if lapsed, err = findLapsed(conn, last, now); err != nil {
			return err
		}
		return typingLapsed.each(conn, func(stmt *sqlite.Stmt) error {
			topics = append(topics, chat.TopicTyping(stmt.GetText("channel")))
			return nil
		}, real(":from", chat.StampOf(last.Add(-chat.TypingWindow))), real(":to", chat.StampOf(now.Add(-chat.TypingWindow))))
	})
	if err != nil {
		return err
	}
	if len(topics) > 0 {
		s.publish(topics...)
	}
	if len(lapsed) == 0 {
		return nil
	}
	return s.write(ctx, volatile, func(tx *transaction) error {
		// What others saw changed when the time came, not when the row does.
		tx.publish(chat.TopicPresence)
		for _, user := range lapsed {
			tx.publish(chat.TopicAppearance(user), chat.TopicPerson(user))
			if err := changePresence(tx, now, user, func(p chat.Presence) chat.Presence { return p.Sweep(now) }); err != nil {
				return err
			}
		}
		return nil
	})
}

// setBack takes what was reported before the clock was set back for reported
// now: nobody stays online, or comes to type again, for as long as it was set
// back. Everybody looks again at what they show.
func (s *Store) setBack(ctx context.Context, now time.Time) error {
	return s.write(ctx, volatile, func(tx *transaction) error {
		tx.publish(chat.TopicAnything)
		for _, statement := range []query{presenceSetBack, presenceTabsBack, typingSetBack} {
			if err := statement.exec(tx.Conn, real(":now", chat.StampOf(now))); err != nil {
				return err
			}
		}
		return nil
	})
}

// findLapsed lists whose presence time alone has changed, once each.
func findLapsed(conn *sqlite.Conn, last, now time.Time) (users []string, err error) {
	add := func(stmt *sqlite.Stmt) error {
		users = append(users, stmt.GetText("user"))
		return nil
	}
	err = presenceLapsed.each(conn, add, real(":left", chat.StampOf(now.Add(-chat.Grace))), real(":now", chat.StampOf(now)))
	if err == nil && !last.Truncate(silentEvery).Equal(now.Truncate(silentEvery)) {
		err = presenceSilent.each(conn, add, real(":silent", chat.StampOf(now.Add(-chat.Lease))))
	}
	slices.Sort(users)
	return slices.Compact(users), err
}

// Presence returns what is known of the user's presence; nothing is the zero
// Presence with the name.
func (s *Store) Presence(ctx context.Context, user string) (p chat.Presence, err error) {
	err = s.read(ctx, func(conn *sqlite.Conn) error {
		p, err = findPresence(conn, user)
		return err
	})
	return p, err
}

// Presences returns everyone who may be listed as having reported lately, by
// name.
func (s *Store) Presences(ctx context.Context, now time.Time) (people []chat.Presence, err error) {
	err = s.read(ctx, func(conn *sqlite.Conn) error {
		err := presenceList.each(conn, func(stmt *sqlite.Stmt) error {
			people = append(people, scanPresence(stmt))
			return nil
		}, real(":since", chat.StampOf(now.Add(-chat.OnlineWindow))), real(":tabs_since", chat.StampOf(now.Add(-chat.Lease))))
		if err != nil {
			return err
		}
		tabs := make(map[string][]chat.Tab)
		err = presenceAllTabs.each(conn, func(stmt *sqlite.Stmt) error {
			user := stmt.GetText("user")
			tabs[user] = append(tabs[user], scanTab(stmt))
			return nil
		})
		for i := range people {
			people[i].Tabs = tabs[people[i].User]
		}
		return err
	})
	return people, err
}

// longOnItsWay is up to how long before its commit a change was asked for.
const longOnItsWay = 5 * time.Second

// changePresence applies a rule to the user's presence and stores the outcome.
func changePresence(tx *transaction, now time.Time, user string, rule func(chat.Presence) chat.Presence) error {
	before, err := tx.presence(user)
	if err != nil {
		return err
	}
	after := rule(withOwnTabs(before))
	// Where the time of what was before is about to come, it may have come for
	// others by the commit.
	until := before.Until(now)
	passing := until != 0 && until.Sub(chat.StampOf(now)) < longOnItsWay
	if passing || before.Seen(now) != after.Seen(now) || before.Listed(now) != after.Listed(now) {
		tx.publish(chat.TopicPresence, chat.TopicAppearance(user))
	}
	if before.Why(now) != after.Why(now) {
		tx.publish(chat.TopicPerson(user))
	}
	if err := storePresence(tx.Conn, before, after); err != nil {
		return err
	}
	tx.presences[user] = after
	return nil
}

func storePresence(conn *sqlite.Conn, before, after chat.Presence) error {
	user := after.User
	for _, tab := range before.Tabs {
		if !slices.ContainsFunc(after.Tabs, func(t chat.Tab) bool { return t.ID == tab.ID }) {
			if err := presenceDeleteTab.exec(conn, text(":user", user), text(":tab", tab.ID)); err != nil {
				return err
			}
		}
	}
	for _, tab := range after.Tabs {
		if slices.Contains(before.Tabs, tab) {
			continue
		}
		if slices.ContainsFunc(before.Tabs, func(t chat.Tab) bool { return onlyHeardOf(t, tab) }) {
			if err := presenceBeatTab.exec(conn, text(":user", user), text(":tab", tab.ID), real(":last_seen", tab.LastSeen)); err != nil {
				return err
			}
			continue
		}
		err := presenceUpsertTab.exec(conn, text(":user", user), text(":tab", tab.ID), text(":state", string(tab.State)),
			real(":last_seen", tab.LastSeen), stamp(":left_ts", tab.LeftTS), text(":session", tab.Session))
		if err != nil {
			return err
		}
	}
	if onlyBeats(before, after) {
		return presenceBeat.exec(conn, text(":user", user), real(":last_seen", after.LastSeen))
	}
	return presenceUpsert.exec(conn, text(":user", user), text(":state", string(after.State)),
		real(":last_seen", after.LastSeen), optional(":override", string(after.Override)),
		stamp(":override_until", after.OverrideUntil), text(":tabs_state", string(after.TabsState)),
		real(":tabs_seen", after.TabsSeen))
}

// onlyBeats reports whether a row that is there stays as it is but for when the
// person was heard of.
func onlyBeats(before, after chat.Presence) bool {
	return before.LastSeen != 0 && after.LastSeen == after.TabsSeen && before.State == after.State &&
		before.TabsState == after.TabsState && before.Override == after.Override && before.OverrideUntil == after.OverrideUntil
}

// onlyHeardOf reports whether a tab is as before but for when it was heard of.
func onlyHeardOf(before, after chat.Tab) bool {
	before.LastSeen = after.LastSeen
	return before == after
}

// presence is the user's presence, remembered or read.
func (tx *transaction) presence(user string) (chat.Presence, error) {
	return recall(tx.presences, user, func() (chat.Presence, error) { return findPresence(tx.Conn, user) })
}

// withOwnTabs gives the rule tabs of its own, so that before can be compared.
func withOwnTabs(p chat.Presence) chat.Presence {
	p.Tabs = slices.Clone(p.Tabs)
	return p
}

func findPresence(conn *sqlite.Conn, user string) (p chat.Presence, err error) {
	found, err := presenceFind.one(conn, func(stmt *sqlite.Stmt) { p = scanPresence(stmt) }, text(":user", user))
	if err != nil {
		return p, err
	}
	if !found {
		p = chat.Presence{User: user, State: chat.Offline, TabsState: chat.Offline}
	}
	p.Tabs, err = findTabs(conn, user)
	return p, err
}

func scanPresence(stmt *sqlite.Stmt) chat.Presence {
	return chat.Presence{
		User:          stmt.GetText("user"),
		State:         chat.State(stmt.GetText("state")),
		LastSeen:      getStamp(stmt, "last_seen"),
		Override:      chat.Override(stmt.GetText("override")),
		OverrideUntil: getStamp(stmt, "override_until"),
		TabsState:     chat.State(stmt.GetText("tabs_state")),
		TabsSeen:      getStamp(stmt, "tabs_seen"),
	}
}

func findTabs(conn *sqlite.Conn, user string) (tabs []chat.Tab, err error) {
	err = presenceTabs.each(conn, func(stmt *sqlite.Stmt) error {
		tabs = append(tabs, scanTab(stmt))
		return nil
	}, text(":user", user))
	return tabs, err
}

func scanTab(stmt *sqlite.Stmt) chat.Tab {
	return chat.Tab{
		ID:       stmt.GetText("tab"),
		State:    chat.State(stmt.GetText("state")),
		LastSeen: getStamp(stmt, "last_seen"),
		LeftTS:   getStamp(stmt, "left_ts"),
		Session:  stmt.GetText("session"),
	}
}
