package sqlite

import (
	"context"
	"time"

	"minimost/chat"
)

var (
	presenceFind       = load("presence/find")
	presenceTabs       = load("presence/tabs")
	presenceAllTabs    = load("presence/all_tabs")
	presenceList       = load("presence/list")
	presenceBeat       = load("presence/beat")
	presenceBeatTab    = load("presence/beat_tab")
	presenceUpsert     = load("presence/upsert")
	presenceUpsertTab  = load("presence/upsert_tab")
	presenceDeleteTab  = load("presence/delete_tab")
	presenceReset      = load("presence/reset")
	presenceResetTabs  = load("presence/reset_tabs")
	presenceLapsed     = load("presence/lapsed")
	presenceNextSilent = load("presence/next_silent")
	presenceSilent     = load("presence/silent")
	presenceSetBack    = load("presence/set_back")
	presenceTabsBack   = load("presence/set_back_tabs")
)

// ReportPresence records what a tab of the user's reports.
func (s *Store) ReportPresence(ctx context.Context, user, session, tab string, state chat.State, now time.Time) error {
	return s.Say(ctx, user, chat.Said{Tab: tab, Session: session, State: state}, now)
}

// ChooseOverride sets how the user appears, for some minutes or, with 0, until
// changed. Whoever goes invisible stops typing at once.
func (s *Store) ChooseOverride(ctx context.Context, user string, o chat.Override, minutes int, now time.Time) error {
	return s.onceWrite(ctx, now, nil, func(tx *transaction) error {
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
		if err := forgetLogin(tx, user, session); err != nil {
			return err
		}
		return endPresenceOf(tx, user, session, now)
	})
}

// endPresenceOf is EndSession for presence alone.
func endPresenceOf(tx *transaction, user, session string, now time.Time) error {
	var left int
	err := changePresence(tx, now, user, func(p chat.Presence) chat.Presence {
		p = p.EndSession(now, session)
		left = len(p.LiveTabs(now))
		return p
	})
	if err != nil || left > 0 {
		return err
	}
	return stopTypingEverywhere(tx, user)
}

// ResetPresence makes everyone offline and Automatic, as nobody can have a page
// open when the server starts.
func (s *Store) ResetPresence(ctx context.Context) error {
	return s.write(ctx, durable, func(tx *transaction) error {
		tx.publish(chat.TopicAnything) // nobody's presence is named, and everybody's has changed
		if err := presenceReset.exec(tx.Conn); err != nil {
			return err
		}
		return presenceResetTabs.exec(tx.Conn)
	})
}

// Presence returns what is known of the user's presence; nothing is the zero
// Presence with the name.
func (s *Store) Presence(ctx context.Context, user string) (p chat.Presence, err error) {
	err = s.read(ctx, func(conn Conn) error {
		if p, err = findPresence(conn, user); err != nil {
			return err
		}
		n, err := findNotifications(conn, user)
		p.DoNotDisturb = n.DoNotDisturb
		return err
	})
	return p, err
}

// Presences returns everyone who may be listed as having reported lately, by
// name.
func (s *Store) Presences(ctx context.Context, now time.Time) (people []chat.Presence, err error) {
	err = s.read(ctx, func(conn Conn) error {
		err := presenceList.each(conn, func(stmt Stmt) error {
			people = append(people, scanPresence(stmt))
			return nil
		}, real(":since", chat.StampOf(now.Add(-chat.OnlineWindow))), real(":tabs_since", chat.StampOf(now.Add(-chat.Lease))))
		if err != nil {
			return err
		}
		tabs := make(map[string][]chat.Tab)
		err = presenceAllTabs.each(conn, func(stmt Stmt) error {
			user := stmt.GetText("user")
			tabs[user] = append(tabs[user], scanTab(stmt))
			return nil
		})
		for i := range people {
			people[i].Tabs = tabs[people[i].User]
		}
		if err != nil {
			return err
		}
		return fillDoNotDisturb(conn, people)
	})
	return people, err
}
