package sqlite

import (
	"encoding/json"
	"slices"
	"time"

	"minimost/chat"
)

// renewedAtOnce bounds of how many people the tabs are renewed in one write: whoever else writes waits for it.
const renewedAtOnce = 250

var (
	presenceFindMany = load("presence/find_many")
	presenceTabsMany = load("presence/tabs_many")
	presenceBeatMany = load("presence/beat_many")
	presenceBeatTabs = load("presence/beat_tabs")
)

// renewTabs renews the tabs of some people. However many they are, where nothing else is new it takes as many statements.
func renewTabs(tx *transaction, users []string, tabs map[string][]string, now time.Time) error {
	if err := loadPresences(tx, users); err != nil {
		return err
	}
	tx.beats = &beats{}
	for _, user := range users {
		err := changePresence(tx, now, user, func(p chat.Presence) chat.Presence { return p.Renew(now, tabs[user]) })
		if err != nil {
			return err
		}
	}
	return tx.beats.store(tx.Conn, chat.StampOf(now))
}

// loadPresences reads those that are not known yet into the row cache.
func loadPresences(tx *transaction, users []string) error {
	unknown := slices.DeleteFunc(slices.Clone(users), func(user string) bool { _, known := tx.presences[user]; return known })
	if len(unknown) == 0 {
		return nil
	}
	list := text(":users", asJSON(unknown))
	found := make(map[string]chat.Presence, len(unknown))
	err := presenceFindMany.each(tx.Conn, func(stmt Stmt) error {
		p := scanPresence(stmt)
		found[p.User] = p
		return nil
	}, list)
	if err != nil {
		return err
	}
	tabs := make(map[string][]chat.Tab, len(unknown))
	err = presenceTabsMany.each(tx.Conn, func(stmt Stmt) error {
		user := stmt.GetText("user")
		tabs[user] = append(tabs[user], scanTab(stmt))
		return nil
	}, list)
	if err != nil {
		return err
	}
	for _, user := range unknown {
		p, known := found[user]
		if !known {
			p = nobody(user)
		}
		p.Tabs = tabs[user]
		tx.presences[user] = p
	}
	return nil
}

// beats are rows of which nothing is new but when they were heard of.
type beats struct {
	users []string
	tabs  [][2]string // user, tab
}

// take notes what has changed and reports true, or false where more has.
func (b *beats) take(before, after chat.Presence) bool {
	if b == nil || !onlyBeats(before, after) || len(before.Tabs) != len(after.Tabs) {
		return false
	}
	var heard [][2]string
	for i, tab := range after.Tabs {
		if !onlyHeardOf(before.Tabs[i], tab) {
			return false
		}
		if before.Tabs[i] != tab {
			heard = append(heard, [2]string{after.User, tab.ID})
		}
	}
	b.users, b.tabs = append(b.users, after.User), append(b.tabs, heard...)
	return true
}

// store stores when they were heard of.
func (b *beats) store(conn Conn, at chat.Stamp) error {
	if len(b.users) == 0 {
		return nil
	}
	if err := presenceBeatTabs.later(conn, real(":last_seen", at), text(":tabs", asJSON(b.tabs))); err != nil {
		return err
	}
	return presenceBeatMany.later(conn, real(":last_seen", at), text(":users", asJSON(b.users)))
}

// asJSON writes a list of texts for a statement that goes through it.
func asJSON[T any](list []T) string {
	written, err := json.Marshal(list)
	if err != nil {
		panic(err) // texts and pairs of them can be written
	}
	return string(written)
}
