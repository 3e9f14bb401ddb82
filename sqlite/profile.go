package sqlite

import (
	"context"
	"strings"
	"time"

	"zombiezen.com/go/sqlite"

	"minimost/chat"
	"minimost/search"
)

var (
	profileSet    = load("profile/set")
	profileList   = load("profile/list")
	profileCalled = load("profile/called")
)

// SaveProfile changes how the user presents themselves. It is Conflict for a display
// name that is somebody else's username.
func (s *Store) SaveProfile(ctx context.Context, username string, change chat.ProfileChange, now time.Time) error {
	return s.onceWrite(ctx, now, nil, func(tx *transaction) error {
		key := ""
		if change.DisplayName != nil {
			key = displayKey(*change.DisplayName)
			if err := checkDisplayName(tx.Conn, username, *change.DisplayName, key); err != nil {
				return err
			}
		}
		tx.publish(chat.TopicProfiles, chat.TopicAccount(username), chat.TopicPerson(username))
		return profileSet.exec(tx.Conn, text(":username", username), words(":display_name", change.DisplayName), text(":display_key", key),
			words(":pronouns", change.Pronouns), words(":local_zone", change.LocalZone))
	})
}

// displayKey is a display name as it is compared with other names: names that look
// alike have one key. One of symbols alone stands for itself.
func displayKey(name string) string {
	if key := strings.ReplaceAll(search.Fold(name), " ", ""); key != "" {
		return key
	}
	return name
}

func checkDisplayName(conn Conn, username, name, key string) error {
	if key == "" {
		return nil
	}
	taken, err := profileCalled.one(conn, func(Stmt) {}, text(":key", key), text(":username", username))
	if err == nil && taken {
		err = chat.Errorf(chat.Conflict, "Somebody else is known by the name %s.", chat.Isolate(name))
	}
	return err
}

// words binds a text that may be empty; nil is NULL.
func words(name string, v *string) binding {
	if v == nil {
		return binding{name: name, kind: sqlite.TypeNull}
	}
	return text(name, *v)
}

// Profiles are those of everyone who shows more than a username, by name.
func (s *Store) Profiles(ctx context.Context) (profiles map[string]chat.Profile, err error) {
	profiles = make(map[string]chat.Profile)
	err = s.read(ctx, func(conn Conn) error {
		return profileList.each(conn, func(stmt Stmt) error {
			profiles[stmt.GetText("username")] = scanProfile(stmt)
			return nil
		})
	})
	return profiles, err
}

func scanProfile(stmt Stmt) chat.Profile {
	return chat.Profile{
		DisplayName: stmt.GetText("display_name"), DisplayKey: stmt.GetText("display_key"), Pronouns: stmt.GetText("pronouns"),
		LocalZone: stmt.GetText("local_zone"), Picture: max(stmt.GetInt64("picture"), 0),
	}
}

// SetStatus sets what the user says of themselves; the zero Status clears it.
func (s *Store) SetStatus(ctx context.Context, user string, status chat.Status, now time.Time) error {
	return s.onceWrite(ctx, now, nil, func(tx *transaction) error {
		if !status.IsSet() {
			if p, err := tx.presence(user); err != nil || !p.Status.IsSet() {
				return err
			}
		}
		return changePresence(tx, now, user, func(p chat.Presence) chat.Presence { return p.SetStatus(now, status) })
	})
}

// endStatus clears the status of somebody who has one.
func endStatus(tx *transaction, user string, now time.Time) error {
	p, err := findPresence(tx.Conn, user)
	if err != nil || !p.Status.IsSet() && !p.ShownStatus.IsSet() {
		return err
	}
	return changePresence(tx, now, user, func(p chat.Presence) chat.Presence {
		p.Status, p.ShownStatus = chat.Status{}, chat.Status{}
		return p
	})
}
