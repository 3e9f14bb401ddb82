package sqlite

import (
	"slices"
	"time"

	"minimost/chat"
)

// longOnItsWay is up to how long before its commit a change was asked for.
const longOnItsWay = 5 * time.Second

// unswept is up to how long after something has changed by time alone a sweep may tell of it.
const unswept = 10 * time.Second

// changePresence applies a rule to the user's presence and stores the outcome.
func changePresence(tx *transaction, now time.Time, user string, rule func(chat.Presence) chat.Presence) error {
	before, err := tx.presence(user)
	if err != nil {
		return err
	}
	after := rule(withOwnTabs(before))
	// Where the time of what was before is about to come, it may have come for
	// others by the commit. Where it has come, a sweep may not find it any more.
	until := before.Until(now.Add(-unswept))
	passed := until != 0 && until <= chat.StampOf(now)
	passing := until != 0 && until.Sub(chat.StampOf(now)) < longOnItsWay
	if passing || before.Seen(now) != after.Seen(now) || before.Listed(now) != after.Listed(now) || before.SeenStatus(now) != after.SeenStatus(now) {
		tx.publish(chat.TopicPresence, chat.TopicAppearance(user))
	}
	if passed || before.Why(now) != after.Why(now) || before.OwnStatus(now) != after.OwnStatus(now) {
		tx.publish(chat.TopicPerson(user))
	}
	if !tx.beats.take(before, after) {
		if err := storePresence(tx.Conn, before, after); err != nil {
			return err
		}
	}
	tx.keepPresence(after)
	return nil
}

func storePresence(conn Conn, before, after chat.Presence) error {
	user := after.User
	for _, tab := range before.Tabs {
		if !slices.ContainsFunc(after.Tabs, func(t chat.Tab) bool { return t.ID == tab.ID }) {
			if err := presenceDeleteTab.later(conn, text(":user", user), text(":tab", tab.ID)); err != nil {
				return err
			}
		}
	}
	for _, tab := range after.Tabs {
		if slices.Contains(before.Tabs, tab) {
			continue
		}
		if slices.ContainsFunc(before.Tabs, func(t chat.Tab) bool { return onlyHeardOf(t, tab) }) {
			if err := presenceBeatTab.later(conn, text(":user", user), text(":tab", tab.ID), real(":last_seen", tab.LastSeen)); err != nil {
				return err
			}
			continue
		}
		err := presenceUpsertTab.later(conn, text(":user", user), text(":tab", tab.ID), text(":state", string(tab.State)),
			real(":last_seen", tab.LastSeen), text(":session", tab.Session), whole(":word", tab.Word),
			flag(":connected", tab.Connected), optional(":ending", string(tab.Ending)), stamp(":left_ts", tab.LeftTS),
			stamp(":asked_ts", tab.AskedTS), stamp(":ends_ts", tab.EndsTS()))
		if err != nil {
			return err
		}
	}
	if onlyBeats(before, after) {
		return presenceBeat.later(conn, text(":user", user), real(":last_seen", after.LastSeen))
	}
	row := []binding{
		text(":user", user), text(":state", string(after.State)), real(":last_seen", after.LastSeen),
		optional(":override", string(after.Override)), stamp(":override_until", after.OverrideUntil),
		text(":tabs_state", string(after.TabsState)), real(":tabs_seen", after.TabsSeen),
	}
	row = append(row, statusBindings("status", after.Status)...)
	return presenceUpsert.later(conn, append(row, statusBindings("shown", after.ShownStatus)...)...)
}

// statusBindings are a status that is stored in three columns; none is NULL in all.
func statusBindings(prefix string, s chat.Status) []binding {
	said := optional(":"+prefix+"_text", s.Text)
	if s.IsSet() {
		said = text(":"+prefix+"_text", s.Text)
	}
	return []binding{optional(":"+prefix+"_emoji", s.Emoji), said, stamp(":"+prefix+"_until", s.Until)}
}

// onlyBeats reports whether a row that is there stays as it is but for when the
// person was heard of.
func onlyBeats(before, after chat.Presence) bool {
	return before.LastSeen != 0 && after.LastSeen == after.TabsSeen && before.State == after.State &&
		before.TabsState == after.TabsState && before.Override == after.Override && before.OverrideUntil == after.OverrideUntil &&
		before.Status == after.Status && before.ShownStatus == after.ShownStatus
}

// onlyHeardOf reports whether a tab is as before but for when it was heard of.
func onlyHeardOf(before, after chat.Tab) bool {
	before.LastSeen = after.LastSeen
	return before == after
}

// presence is the user's presence, cached or read.
func (tx *transaction) presence(user string) (chat.Presence, error) {
	return loadCached(tx.presences, user, func() (chat.Presence, error) { return findPresence(tx.Conn, user) })
}

// withOwnTabs gives the rule tabs of its own, so that before can be compared.
func withOwnTabs(p chat.Presence) chat.Presence {
	p.Tabs = slices.Clone(p.Tabs)
	return p
}

func findPresence(conn Conn, user string) (p chat.Presence, err error) {
	found, err := presenceFind.one(conn, func(stmt Stmt) { p = scanPresence(stmt) }, text(":user", user))
	if err != nil {
		return p, err
	}
	if !found {
		p = nobody(user)
	}
	p.Tabs, err = findTabs(conn, user)
	return p, err
}

// nobody is somebody of whom there is no row.
func nobody(user string) chat.Presence {
	return chat.Presence{User: user, State: chat.Offline, TabsState: chat.Offline}
}

func scanPresence(stmt Stmt) chat.Presence {
	return chat.Presence{
		User:          stmt.GetText("user"),
		State:         chat.State(stmt.GetText("state")),
		LastSeen:      getStamp(stmt, "last_seen"),
		Override:      chat.Override(stmt.GetText("override")),
		OverrideUntil: getStamp(stmt, "override_until"),
		TabsState:     chat.State(stmt.GetText("tabs_state")),
		TabsSeen:      getStamp(stmt, "tabs_seen"),
		Status:        chat.Status{Emoji: stmt.GetText("status_emoji"), Text: stmt.GetText("status_text"), Until: getStamp(stmt, "status_until")},
		ShownStatus:   chat.Status{Emoji: stmt.GetText("shown_emoji"), Text: stmt.GetText("shown_text"), Until: getStamp(stmt, "shown_until")},
	}
}

func findTabs(conn Conn, user string) (tabs []chat.Tab, err error) {
	err = presenceTabs.each(conn, func(stmt Stmt) error {
		tabs = append(tabs, scanTab(stmt))
		return nil
	}, text(":user", user))
	return tabs, err
}

func scanTab(stmt Stmt) chat.Tab {
	return chat.Tab{
		ID:        stmt.GetText("tab"),
		State:     chat.State(stmt.GetText("state")),
		LastSeen:  getStamp(stmt, "last_seen"),
		Session:   stmt.GetText("session"),
		Word:      stmt.GetInt64("word"),
		Connected: stmt.GetBool("connected"),
		Ending:    chat.Ending(stmt.GetText("ending")),
		LeftTS:    getStamp(stmt, "left_ts"),
		AskedTS:   getStamp(stmt, "asked_ts"),
	}
}
